"""A consumer of an outbox: it runs the commands that stand in a copy's file, one change at a time."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from relvar.engines.base import Server
from relvar.engines.mongodb.extended import driven, told
from relvar.engines.mongodb.live import MongoServer
from relvar.engines.mongodb.script import filled
from relvar.engines.mongodb.types import back, ejson
from relvar.model.semantic import Base, DataType


class DocumentFollower:
    """A Follower. `text`: the copy's file."""

    def __init__(self, server: MongoServer, text: str) -> None:
        self.topics: dict[str, Any] = json.loads(text)["topics"]
        self.server = server
        self.version = server.version
        server.made += 1
        self.name = f"relvar_{server.run_id}_copy_{server.made}"
        self._made()

    def _made(self) -> None:
        for topic in self.topics.values():
            for command in topic["create"]:
                self._run(command, {})

    def take(self, topic: str, row_key: str, change_id: int, payload: Mapping[str, Any] | None) -> None:
        """One change; `payload` None where the row is gone. What is not of a topic that it follows is passed over."""
        if topic not in self.topics:
            return
        mine = self.topics[topic]
        pieces = row_key.split("/")
        document = "/".join(pieces[n] for n in mine["document_key"]) if mine["document_key"] else row_key
        told = None if payload is None else {name: _typed(value, mine["types"].get(name, "text")) for name, value in payload.items()}
        given = {"row_key": row_key, "document_key": document, "change_id": {"$numberLong": str(change_id)}, "payload": told}
        self._run(mine["removed" if payload is None else "changed"], given)

    def holds(self, topic: str) -> dict[str, dict[str, Any]]:
        """Row key -> value of everything that it holds of a topic."""
        mine = self.topics[topic]
        found = self._run(mine["holds"], {})["cursor"]["firstBatch"]
        return {d["key"]: {name: back(v, DataType(base=mine["types"].get(name, "text"))) for name, v in d["value"].items()} for d in found}

    def lose(self) -> None:
        """It loses everything that it held."""
        self.close()
        self._made()

    def close(self) -> None:
        self.server.client.drop_database(self.name)

    def _run(self, command: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        asked = driven(filled(command, given, int(time.time() * 1000)))
        copy = self.server.client[self.name]
        answer = copy.command(asked, codec_options=copy.codec_options)
        if answer.get("writeErrors"):
            raise RuntimeError(str(answer["writeErrors"][0].get("errmsg", "")))
        found: dict[str, Any] = told(answer)
        return found


def _typed(value: Any, base: Base) -> Any:
    return value if value is None or isinstance(value, dict | list) else ejson(value, DataType(base=base))


def follower(server: Server, text: str) -> DocumentFollower:
    """A copy of its own, empty, on a running server."""
    assert isinstance(server, MongoServer), "a copy of documents lies in a store of documents"
    return DocumentFollower(server, text)
