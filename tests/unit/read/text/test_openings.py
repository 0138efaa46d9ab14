"""Names are looked for only where one may begin, and of as many words as one has that begins so."""

from __future__ import annotations

from relvar.read.text.mentions import Things, abstract
from relvar.read.text.openings import Openings


def test_only_as_many_words_as_names_have() -> None:
    openings = Openings()
    for name in (("loan",), ("loan", "desk", "clerk"), ("crane",)):
        openings.add(name)
    assert list(openings.sizes("loan", 4)) == [3, 1]
    assert list(openings.sizes("loan", 2)) == [1]
    assert list(openings.sizes("cranes", 4)) == [1], "a name of one word may stand in the plural"
    assert not openings.sizes("desk", 4), "it begins no name"


def test_things_are_found_by_their_plural_and_by_their_id() -> None:
    things = Things()
    things[("loan", "desk")] = {("number",)}
    things[("crane",)] = {("weight",)}
    said = abstract("Loan desks have two cranes and a crane_id", things)
    assert said is not None and said.text == "Xs have two Ys and a Y" and said.things == (("loan", "desk"), ("crane",))
    assert abstract("A desk has a loan", things) is None
