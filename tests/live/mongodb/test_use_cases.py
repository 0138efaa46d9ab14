"""Use cases on documents: each is raced as its file says it, and a file without its guard loses."""

from __future__ import annotations

import json
import re
from functools import cache

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.engines.mongodb.script import Unreadable
from relvar.engines.mongodb.use_cases.files import as_json
from relvar.engines.mongodb.use_cases.reading import read_use_case
from relvar.model.design import Artefact, Design, Finding
from relvar.prove.live.context import Context
from relvar.prove.live.documents.use_cases_race import use_cases_race
from relvar.prove.run import run_check
from tests.cases.load import HERE

ROWS = 60


@cache
def made(case: str) -> tuple[Design, tuple[Artefact, ...]]:
    text, scale = ((HERE / case / name).read_text("utf-8") for name in ("brief.md", "scale.txt"))
    design = api.design(api.brief_of(text, ("mongodb",)), scale.strip())
    return design, api.artefacts(design)


def raced(server: Server, case: str, only: str, files: tuple[Artefact, ...] = ()) -> list[Finding]:
    """The findings about one use case."""
    design = made(case)[0]
    physical = design.physical["mongodb"]
    alone = design.with_(physical={"mongodb": msgspec.structs.replace(physical, transactions={only: physical.transactions[only]})})
    return list(run_check(use_cases_race, Context.of(alone, "mongodb", engine("mongodb"), server, files or made(case)[1], ROWS)))


def test_the_last_item_is_sold_once_and_without_its_guard_twice(documents: Server) -> None:
    found = {f.subject: f.verdict for f in raced(documents, "shop", "place_order")}
    assert len(found) == 6 and set(found.values()) == {"holds"}, found


@pytest.mark.parametrize(
    ("case", "use_case", "guard", "without", "subject"),
    [
        ("shop", "capture_payment", r', status: "authorized"', "", "capture_payment state_change"),
        ("hospital", "book_appointment", r"\n  none\(db.*?\n  \]\), \"[^\"]*\"\);", "", "book_appointment same_slot"),
    ],
)
def test_a_file_without_its_guard_turns_the_proof_red(documents: Server, case: str, use_case: str, guard: str, without: str, subject: str) -> None:
    path = f"mongodb/queries/transaction_{use_case}.js"
    before = next(f.text for f in made(case)[1] if f.path == path)
    wrong = re.sub(guard, without, before, flags=re.DOTALL)
    assert wrong != before
    files = tuple(msgspec.structs.replace(f, text=wrong) if f.path == path else f for f in made(case)[1])
    found = {f.subject: f.verdict for f in raced(documents, case, use_case, files)}
    assert found.get(subject) == "refuted", found


@pytest.mark.parametrize("case", ["shop", "hospital", "library"])
def test_a_use_case_reads_back_as_it_was_written_and_as_values(case: str) -> None:
    physical = made(case)[0].physical["mongodb"]
    values = {a.path: json.loads(a.text) for a in as_json(physical)}
    read = 0
    for artefact in made(case)[1]:
        if "/queries/transaction_" in artefact.path and "=>" in artefact.text:
            found, begins = read_use_case(artefact.text)
            value = values[f"json/transactions/{artefact.path.rpartition('transaction_')[2].removesuffix('.js')}.json"]
            assert begins == value["transaction"] == (len(found.steps) > 1)
            assert [(s.call.on, s.call.method) for s in found.steps] == [(s["collection"], s["operation"]) for s in value["steps"]]
            assert (list(found.once), found.made) == (value["doneBefore"], value["made"])
            read += 1
    assert read >= 3


def test_a_single_write_names_its_concern() -> None:
    text = next(f.text for f in made("shop")[1] if f.path.endswith("transaction_cancel_order.js"))
    with pytest.raises(Unreadable, match="write concern"):
        read_use_case(text.replace(', {writeConcern: {w: "majority", j: true}}', ""))
