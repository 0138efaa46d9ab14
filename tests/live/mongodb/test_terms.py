"""A term of months on documents that others refer to: the job's file takes what is older with what refers to it, and a wrong file is found out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.design import Design
from relvar.prove.live.context import Context
from relvar.prove.live.documents.terms_are_kept import terms_are_kept
from relvar.prove.run import run_check
from relvar.write.engine_files import engine_files

STORE, FILE = "mongodb", "operate/expire.js"
BRIEF = """A help desk. Customers open tickets with a subject and a time of opening. Agents write messages on a ticket; a message has a text and a
time. Tickets are deleted 24 months after they are opened. There are 5,000 customers and 3,000 tickets a day."""


@pytest.fixture(scope="module")
def design() -> Design:
    return api.design(api.brief_of(BRIEF, [STORE]))


def verdicts(design: Design, server: Server, change: tuple[str, str] = ("", "")) -> dict[str, str]:
    context = Context.of(design, STORE, engine(STORE), server, tuple(engine_files(design)), 100)
    assert change[0] in context.files[FILE]
    context.files[FILE] = context.files[FILE].replace(*change)
    return {f.subject: f.verdict for f in run_check(terms_are_kept, context)}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (("", ""), "holds"),
        (('ago(24, "month")', 'ago(48, "month")'), "refuted"),  # too late
        (("{time_of_opening: {$lt:", "{time_of_opening: {$gt:"), "refuted"),  # the wrong ones
        (('name: "messages", field: "ticket_id", then: "delete"', 'name: "messages", field: "_id", then: "delete"'), "refuted"),  # what refers stays
    ],
)
def test_what_is_older_leaves_with_what_refers_to_it(design: Design, served: Callable[[str], Server], change: tuple[str, str], verdict: str) -> None:
    assert verdicts(design, served(STORE), change) == {"tickets": verdict}
