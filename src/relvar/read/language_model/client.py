"""One request to a model over the network, within its bounds. What can go wrong is one of a few named failures.

The packages that speak the protocols are imported here, when a model is asked and not before. Their own retries are off: attempts
are counted in one place (`asking.py`).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from relvar.errors import ReaderUnavailable
from relvar.read.language_model.bounds import ANSWER_TOKENS, Bounds
from relvar.read.language_model.endpoint import NO_KEY, PROTOCOLS, Endpoint
from relvar.read.language_model.instructions import TASK, TOOL, TOOL_SAYS, parameters

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model

MARKUP = re.compile(r"[^\w .,:;'()/*+=-]+")  # what is no plain word is not printed into a specification
WORDS_SHOWN = 160  # characters of a server's own words
CONNECT_S = 10.0  # a server that does not answer the door in ten seconds is not there
NOT_ALLOWED, NOT_FOUND = (401, 403), 404


class Failure(Exception):
    """One attempt failed. `why` in words; `wait_s`: what the server asked to wait; `final`: asking again is of no use."""

    def __init__(self, why: str, *, wait_s: float = 0.0, final: bool = False) -> None:
        self.why, self.wait_s, self.final = why, wait_s, final
        super().__init__(why)


class AnswerTooLarge(Exception):
    """Raised inside the transport when more bytes come than an answer may have."""


async def answer(where: Endpoint, question: str, bounds: Bounds) -> str:
    """The JSON text of the model's answer. Raises Failure, or ReaderUnavailable where only the user can help."""
    import httpx2

    timeout = httpx2.Timeout(bounds.each_s, connect=min(CONNECT_S, bounds.each_s))
    hooks = {"response": [_bounded(bounds.answer_bytes)]}
    headers = {"Accept-Encoding": "identity"}  # what is counted is what is read: nothing is unpacked
    async with httpx2.AsyncClient(timeout=timeout, event_hooks=hooks, headers=headers, follow_redirects=False) as http:
        model = _model(where, http)  # the packages load here: no server's time
        try:
            async with asyncio.timeout(bounds.each_s):
                return _text(await _request(where, model, question))
        except TimeoutError:
            raise Failure(f"no whole answer within {bounds.each_s:g} s") from None


async def _request(where: Endpoint, model: Model, question: str) -> ModelResponse:
    from pydantic_ai.direct import model_request
    from pydantic_ai.exceptions import ModelHTTPError
    from pydantic_ai.messages import ModelRequest, UserPromptPart
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.tools import ToolDefinition

    tool = ToolDefinition(name=TOOL, description=TOOL_SAYS, parameters_json_schema=parameters(), strict=False)
    asked = ModelRequestParameters(function_tools=[tool], allow_text_output=True)
    messages: list[Any] = [ModelRequest(parts=[UserPromptPart(content=question)], instructions=TASK)]
    try:
        return await model_request(model, messages, model_settings={"max_tokens": ANSWER_TOKENS}, model_request_parameters=asked, instrument=False)
    except ModelHTTPError as error:
        raise _refused(where, error.status_code, error.retry_after or 0.0, _words(where, error.body)) from error
    except Exception as error:  # the clients raise what they like on bytes that are no protocol: for us it is one failed attempt
        raise _broken(where, error) from error


def _model(where: Endpoint, http: httpx2.AsyncClient) -> Model:
    if where.protocol == "anthropic":
        from anthropic import AsyncAnthropic
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        theirs = AsyncAnthropic(api_key=where.key, base_url=where.base_url, http_client=http, max_retries=0)
        return AnthropicModel(where.model, provider=AnthropicProvider(anthropic_client=theirs))
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    ours = AsyncOpenAI(api_key=where.key, base_url=where.base_url, http_client=http, max_retries=0)
    return OpenAIChatModel(where.model, provider=OpenAIProvider(openai_client=ours))


def _text(response: ModelResponse) -> str:
    """The arguments of the tool's call, or the text of a model that calls none."""
    from pydantic_ai.messages import TextPart, ToolCallPart

    if response.finish_reason == "length":
        raise Failure(f"the answer was cut off at {ANSWER_TOKENS:,} tokens")
    if response.finish_reason == "content_filter":
        raise Failure("the model refused to answer")
    for part in response.parts:
        if isinstance(part, ToolCallPart) and part.tool_name == TOOL:
            return part.args if isinstance(part.args, str) else json.dumps(part.args)
    return "".join(part.content for part in response.parts if isinstance(part, TextPart))


# --- what went wrong ---


def _refused(where: Endpoint, status: int, wait_s: float, words: str) -> Exception:
    if status in NOT_ALLOWED:
        return ReaderUnavailable(what=f"{where.name}: {where.host} refuses the key ({status})", remedy=f"check {PROTOCOLS[where.protocol].key}")
    if status == NOT_FOUND:
        known = PROTOCOLS[where.protocol]
        return ReaderUnavailable(
            what=f"{where.name}: {where.host} knows no such model or path (404): {words}", remedy=f"check the model's name and {known.base_url}"
        )
    if status == 429:
        return Failure("rate limited (429)", wait_s=wait_s)
    if 300 <= status < 400:
        return Failure(f"the address leads elsewhere ({status}), and a key is not sent there", final=True)
    return Failure(f"the server answered {status}: {words}" if words else f"the server answered {status}", wait_s=wait_s, final=status < 500)


def _broken(where: Endpoint, error: BaseException) -> Exception:
    """The failure that a client's exception stands for, by what lies at its root."""
    import httpx2

    chain = list(_causes(error))
    if any(isinstance(e, AnswerTooLarge) for e in chain):
        return Failure("the answer is endless: more bytes came than an answer may have")
    if any(isinstance(e, httpx2.ConnectError | httpx2.ConnectTimeout) for e in chain):
        return Failure(f"nothing answers at {where.host}")
    if any(isinstance(e, httpx2.TimeoutException) for e in chain):
        return Failure("the server stopped sending")
    if status := next((s for e in chain if isinstance(s := getattr(e, "status_code", None), int)), 0):
        return _refused(where, status, 0.0, "")
    return Failure(f"the answer does not follow the protocol: {_words(where, str(error))}")


def _causes(error: BaseException | None) -> Any:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _words(where: Endpoint, body: object) -> str:
    """A server's own words on one line, short, without the key."""
    while isinstance(body, dict):  # {"error": {"message": ...}} in both protocols, sometimes without its wrapper
        body = body.get("message", body.get("error", ""))
    said = str(body or "").replace(where.key, "***") if where.key != NO_KEY else str(body or "")
    said = MARKUP.sub(" ", said)
    return " ".join(said.split())[:WORDS_SHOWN]


def _bounded(largest: int) -> Any:
    """A hook that counts what an answer sends and stops at the bound."""
    import httpx2

    class Counted(httpx2.AsyncByteStream):  # type: ignore[misc, unused-ignore]  # where the extra is not installed
        def __init__(self, inner: Any) -> None:
            self.inner, self.seen = inner, 0

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self.inner:
                self.seen += len(chunk)
                if self.seen > largest:
                    raise AnswerTooLarge
                yield chunk

        async def aclose(self) -> None:
            await self.inner.aclose()

    async def hook(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise AnswerTooLarge  # packed against what was asked: its size cannot be bounded
        response.stream = Counted(response.stream)

    return hook
