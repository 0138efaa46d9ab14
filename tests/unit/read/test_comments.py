"""Comments in model.yaml stay with what they are about when relvar writes the file anew."""

from __future__ import annotations

import re

import msgspec
import pytest

from relvar import api
from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.read.model_file import HEAD, dump, load

BRIEF = api.brief_of("Boats land fish. A boat has a name and a length. Each fish has a weight. # 1 is the heaviest", ["sqlite"])
MODEL = api.read(BRIEF)

# where a comment is written (before or behind the line that holds this), the comment, the line it stands at afterwards
PLACES = [
    ("above", "brief:", "# of the whole", "brief:"),
    ("above", "  text:", "# not indented", "  text:"),
    ("beside", "  title:", "# a title", "  title:"),
    ("above", "    boat:", "    # two lines", "    boat:"),
    ("above", "    boat:", "    # of a boat: its 'name'", "    boat:"),
    ("beside", "    boat:", "# beside a block", "    boat:"),
    ("beside", "      plural: boats", "# said # twice", "      plural: boats"),
    ("above", "    fish:", "        # closes the attributes", "    fish:"),
    ("above", "  - text: How many of each", "    # asked of whom?", "  - text: How many of each"),
    ("beside", "  - text: How many of each", "# Anna knows", "  - text: How many of each"),
    ("above", "      assumed:", "# inside an item", "      assumed:"),
]


def commented() -> str:
    lines = dump(BRIEF, MODEL).splitlines()
    for how, place, comment, _ in PLACES:
        at = next(i for i, line in enumerate(lines) if line.startswith(place) or line.startswith(f"  {place}"))
        lines[at : at + 1] = [comment, lines[at]] if how == "above" else [f"{lines[at]} {comment}"]
    return "\n".join([*lines, "# the end", ""])


def comments_of(text: str) -> list[str]:
    return re.findall(r"(?:^|\s)(# (?:[^1].*))$", text.removeprefix(HEAD), re.M)


def renewed(text: str, brief: Brief = BRIEF, model: Conceptual = MODEL) -> str:
    return dump(brief, model, text)


def test_each_stays_with_its_element_however_often_the_file_is_written() -> None:
    before = commented()
    assert load(before).model == MODEL
    once = renewed(before)
    assert renewed(once) == once and load(once).model == MODEL
    for how, _, comment, place in PLACES:
        lines = once.splitlines()
        at = [i for i, line in enumerate(lines) if comment.strip() in line]
        assert len(at) == 1, comment
        if how == "beside":
            assert lines[at[0]].strip().startswith(place.strip())
    assert sorted(comments_of(once)) == sorted(comments_of(before)) and once.endswith("\n# the end\n")
    assert once.startswith(HEAD) and once.count(HEAD) == 1


def test_a_file_without_any_is_written_as_ever() -> None:
    assert renewed(dump(BRIEF, MODEL)) == dump(BRIEF, MODEL)


def test_they_move_with_their_element() -> None:
    """More entities, another order of fields, an item before: what a comment is about is found by name."""
    entities = {"anchor": msgspec.structs.replace(MODEL.entities["fish"], name="anchor"), **MODEL.entities}
    more = msgspec.structs.replace(MODEL, entities=entities, questions=MODEL.questions[::-1])
    once = renewed(commented(), model=more)
    assert re.search(r"    # two lines\n    # of a boat: its 'name'\n    boat:  # beside a block\n", once)
    assert re.search(r"    # asked of whom\?\n(    # Anna knows\n)?    - text: How many of each", once)
    assert load(once).model == more


def test_one_whose_element_is_gone_goes_to_the_end_once_and_says_where_it_was() -> None:
    fewer = msgspec.structs.replace(MODEL, entities={"fish": MODEL.entities["fish"]})
    once = renewed(commented(), model=fewer)
    assert "\n# at model.entities.boat, which is gone: two lines\n" in once
    assert renewed(once, model=fewer) == once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("stores:\n  - sqlite  # small\n", "small"),
        ("stores: [  # in order\n    sqlite]\n", "in order"),
        ("stores: [sqlite,\n    # and no other\n    ]\n", "and no other"),
        ("stores:\n  # first\n  - sqlite\n", "# first"),
        ("start: |  # no date\n    2027-01-31\n  stores: [sqlite]\n", "no date"),
        ("start: >-\n    2027-01-31\n\n  # after a block scalar\n  stores: [sqlite]\n", "after a block scalar"),
    ],
)
def test_other_styles_that_a_person_may_write(written: str, kept: str) -> None:
    text = dump(BRIEF, MODEL).replace("stores: [sqlite]\n", written)
    found = load(text)
    once = renewed(text, found.brief, found.model)
    assert once.count(kept) == 1 and renewed(once, found.brief, found.model) == once
