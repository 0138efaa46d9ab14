"""A pattern that is looked for only where its words stand finds what it would find anyway."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvar.read import scale
from relvar.read.text import (
    apart,
    circumstances,
    document,
    handled,
    hosting,
    manner,
    ordering,
    paces,
    presence,
    reporting,
    rights,
    searching,
    showing,
    states,
    tenancy,
)
from relvar.read.text.demands import comparing, deletion, derived, fixed, formats, limits, lives, settling, uniqueness
from relvar.read.text.forms import labels, screens, sheets
from relvar.read.text.sought import BLANK_LINE, Cued, Said, Sought, cues, cues_in

LETTERS = "".join(chr(code) for code in range(32, 127)) + "\n×’"
OF_TEXTS = (scale, circumstances, handled, labels, screens, sheets)
OF_SENTENCES = (apart, document, handled, manner, ordering, paces, presence, reporting, rights, searching, showing, states)
OF_DEMANDS = (comparing, deletion, derived, fixed, formats, limits, lives, settling, uniqueness)


def every() -> Iterator[tuple[str, Sought]]:
    for module in dict.fromkeys((*OF_TEXTS, *OF_SENTENCES, *OF_DEMANDS)):
        for name, value in vars(module).items():
            if isinstance(value, Sought):
                yield f"{module.__name__} {name}", value
    yield from (("DELETED", cued) for cued in deletion.DELETED)
    yield from ((f"KEPT {at}", cued) for at, cued in enumerate(tenancy.KEPT))
    yield from ((name, sought) for name, sought in circumstances.COMPILED)
    yield from ((name, sought) for name, sought in circumstances.REGIMES if isinstance(sought, Sought))
    yield from ((f"{way.host} {way.pattern.groups}", way.pattern) for way in hosting._ways())


@pytest.mark.parametrize(("name", "sought"), list(every()))
@settings(max_examples=15)
@given(data=st.data())
def test_words_stand_wherever_the_pattern_matches(name: str, sought: Sought, data: st.DataObject) -> None:
    plain = re.compile(sought.written, sought.flags)
    text = data.draw(st.from_regex(plain, alphabet=LETTERS))
    text = text.lower() if isinstance(sought, Cued) else BLANK_LINE.sub("\n", text)  # no wish goes on behind a blank line
    found = plain.search(text)
    assert found is None or sought.search(text) is not None, (name, text)


def test_text_without_the_words_is_not_searched() -> None:
    sought = Sought(r"\bgrow\w* by (\d+) %", "grow", "%")
    assert sought.search("It grows by 5 %.") is not None
    assert sought.search("It grows by 5.") is None and not sought.may_stand("It grows.")
    assert "pattern" not in vars(Sought(r"\bGDPR\b", "gdpr")), "most patterns are never compiled"


def test_paragraphs_are_searched_where_they_stand() -> None:
    sought = Sought(r"\bgrow\w* by (\d+) %", "grow", "%")
    text = "It grows.\r\n\r\n5 % of it are old.\n\nIt grows by 5 %.\n \nIt will grow by 7 %, they say."
    assert [text[slice(*found.span(1))] for found in sought.finditer(text)] == ["5", "7"]
    assert sought.sub(lambda found: "?" * len(found[0]), text).count("?") == len("grows by 5 %grow by 7 %")
    assert sought.search("It grows\n\nby 5 %.") is None


def test_cues_are_looked_for_as_they_stand() -> None:
    cued = Cued(r"\bonly (\w+) may\b", "only ", "may|can")
    assert cued.search("only clerks may") is not None
    assert not cued.may_stand("only clerks") and not cued.may_stand("onlyclerks may") and cued.search("Only clerks may") is None


def test_a_sentence_knows_the_cues_that_stand_in_it() -> None:
    some = cues("deletion of", "ab", " x ", "per ")
    said = "the deletion of 3 x 5 cables is done per\nday"
    for text in (said, Said(said)):
        assert cues_in(text) & some == {"deletion of", "ab", " x "}, "a blank is a blank"
    assert not cues_in("deletion\nof cars") & some and cues_in("superb copper cups") & some == {"per "}
