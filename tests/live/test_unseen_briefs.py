"""Briefs of domains that no pack knows and no golden holds: the rules must carry them, on every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relvar import api
from relvar.engines import NAMES
from relvar.engines import engine as place
from relvar.prove import prove_store

ROWS = 2_000  # enough to load, break and race; plans are judged on the golden briefs
BRIEFS = {
    "petitions": "Petitions to a parliament: citizens sign petitions, each citizen at most once per petition. A petition has a title, a text, "
    "a deadline and a status (draft, open, closed, answered). Staff search petitions by words.",
    "evening school": "An evening school. Courses have a code, which is unique, a title and a number of places. Students have a name and email, "
    "which is unique. Students enrol in courses. Each enrolment has a date and a fee. Each course has one teacher.",
    "bell foundry": "A bell foundry casts bells for parishes. Each bell has a name, a weight in kilograms and a tone. Each casting records the "
    "furnace temperature, the alloy and the date; a bell may be cast more than once.",
}


@pytest.mark.parametrize("engine", NAMES)
@pytest.mark.parametrize("brief", BRIEFS)
def test_an_unseen_brief_is_proven(brief: str, engine: str, needs: Callable[[str], None]) -> None:
    needs(engine)
    made = api.design(api.brief_of(BRIEFS[brief], [engine]))
    findings = prove_store(made, api.artefacts(made), engine, rows=ROWS, progress=lambda step: None)
    wrong = [f"{f.check}: {f.subject}: {f.message}" for f in findings if f.verdict == "refuted" or "check itself failed" in f.message]
    assert not wrong, "\n".join(wrong)
    few = place(engine).compiler is not None or place(engine).features().shape == "documents"  # no server keeps references of documents
    assert sum(f.verdict == "holds" for f in findings) > (25 if few else 40)


def test_a_stated_attribute_list_is_kept() -> None:
    model = api.read(api.brief_of(BRIEFS["petitions"], ["sqlite"]))
    assert {"title", "text", "deadline", "status"} <= set(model.entities["petition"].attributes)
