"""One DocumentDB for the session of each worker, and MongoDB's own shell on another."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relvar.engines import engine
from relvar.engines.base import Server
from relvar.engines.mongodb.catalog import asked, lowered
from relvar.engines.mongodb.cluster import Cluster
from relvar.engines.mongodb.shell import Answer, ran, shell
from relvar.engines.mongodb.wire import Gateway
from relvar.errors import ServerUnavailable
from tests.conftest import absent


class Shelled:
    """Runs texts as files of the shell, one after the other in one shell, on a DocumentDB that knows MongoDB's words."""

    def __init__(self, program: Path, gateway: Gateway, folder: Path) -> None:
        self.program, self.gateway, self.folder = program, gateway, folder

    def url(self, database: str) -> str:
        return self.gateway.url.replace("/?", f"/{database}?")

    def __call__(self, *texts: str, database: str = "shop") -> Answer:
        folder = Path(tempfile.mkdtemp(dir=self.folder))  # of its own: runs go on beside one another
        files = [folder / f"{place}.js" for place in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, "utf-8")
        return ran(self.program, self.url(database), files, self.folder)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelled]:
    try:
        program, cluster = shell(), Cluster(None)
    except ServerUnavailable as error:
        absent("mongosh", error.what)
    gateway = Gateway(cluster.address, _adapted)
    try:
        yield Shelled(program, gateway, Path(tmp_path_factory.mktemp("shell")))
    finally:
        gateway.close()
        cluster.close()


def _adapted(command: dict[str, Any]) -> dict[str, Any]:
    """DocumentDB is no cluster and reserves its configuration: what is said of that goes to a database of another name."""
    if command.get("$db") == "config":
        command = {**command, "$db": "relvar_config"}
    return lowered(command) if {"create", "collMod"} & command.keys() else asked(command)


@pytest.fixture(scope="session")
def documents() -> Iterator[Server]:
    try:
        with engine("mongodb").serve() as found:
            yield found
    except ServerUnavailable as error:
        absent("mongodb", error.what)
