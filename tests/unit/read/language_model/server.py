"""A server on loopback that speaks the two protocols as they are documented, and misbehaves when told to.

The shapes are those of the published API references of OpenAI's chat completions and Anthropic's messages.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request: it is kept, and the next reply of the script is given; the last one is given again and again."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        at = len(self.server.asked)
        self.server.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.server.script[min(at, len(self.server.script) - 1)](self)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Server(ThreadingHTTPServer):
    script: list[Reply]
    asked: list[Asked] = field(default_factory=list)
    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextlib.contextmanager
def serving(*script: Reply) -> Iterator[Server]:
    server = Server(list(script))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# --- what a model answers, in the protocol that was spoken ---


def tool(facts: Any) -> Reply:
    """The facts as the arguments of a call of the tool; a text stands for arguments as they are."""
    return lambda handler: handler.send(200, json.dumps(_called(handler.path, facts)).encode())


def text(words: str, finish: str = "stop") -> Reply:
    """Plain text, as of a model that calls no tools."""
    return lambda handler: handler.send(200, json.dumps(_said(handler.path, words, finish)).encode())


def refusal() -> Reply:
    def reply(handler: Handler) -> None:
        answer = _said(handler.path, "", "refusal" if "messages" in handler.path else "stop")
        if "choices" in answer:
            answer["choices"][0]["message"] |= {"content": None, "refusal": "I cannot help with that."}
        handler.send(200, json.dumps(answer).encode())

    return reply


def status(code: int, **headers: str) -> Reply:
    error = {"type": "error", "error": {"message": "the server <b>says</b> why; key sk-secret", "type": "some_error"}}
    return lambda handler: handler.send(code, json.dumps(error).encode(), **headers)


def raw(body: bytes, **headers: str) -> Reply:
    return lambda handler: handler.send(200, body, **headers)


def endless(pause: float = 0.0) -> Reply:
    """Bytes without an end: as fast as they are taken, or dripping."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.close_connection = True
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            handler.wfile.write(b" " * (1 if pause else 65_536))
            time.sleep(pause)

    return reply


def slow(seconds: float) -> Reply:
    return lambda handler: time.sleep(seconds)


def _said(path: str, words: str, finish: str) -> dict[str, Any]:
    if "messages" in path:
        reason = {"stop": "end_turn", "length": "max_tokens"}.get(finish, finish)
        content = [{"type": "text", "text": words}] if words else []
        return _anthropic(content, reason)
    return _openai({"role": "assistant", "content": words}, finish)


def _called(path: str, facts: Any) -> dict[str, Any]:
    if "messages" in path:
        return _anthropic([{"type": "tool_use", "id": "toolu_1", "name": "report_facts", "input": facts}], "tool_use")
    arguments = facts if isinstance(facts, str) else json.dumps(facts)
    call = {"id": "call_1", "type": "function", "function": {"name": "report_facts", "arguments": arguments}}
    return _openai({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls")


def _openai(message: dict[str, Any], finish: str) -> dict[str, Any]:
    usage = {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1_760_000_000, "model": "tester", "choices": [choice], "usage": usage}


def _anthropic(content: list[dict[str, Any]], reason: str) -> dict[str, Any]:
    usage = {"input_tokens": 900, "output_tokens": 300}
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "tester", "content": content,
        "stop_reason": reason, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
