"""The index of what lies at an entity says at any moment what a search would say."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from relvar.read.enrich.adjacency import Told
from relvar.read.enrich.pack import mentions

ENTITIES = st.sampled_from("abc")
STEPS = st.lists(st.tuples(st.sampled_from(["set", "delete", "default", "ask"]), st.sampled_from("vwxyz"), ENTITIES), max_size=30)


class Fact(NamedTuple):
    """What speaks of one entity."""

    entity: str
    number: int


@given(STEPS)
def test_index_follows_every_change(steps: list[tuple[str, str, str]]) -> None:
    told: Told[Fact] = Told({"first": Fact("a", -1)})
    for number, (step, key, entity) in enumerate(steps):
        if step == "set":
            told[key] = Fact(entity, number)
        elif step == "default":
            told.setdefault(key, Fact(entity, number))
        elif step == "delete" and key in told:
            del told[key]
        assert told.of(entity) == [fact for fact in told.values() if fact.entity == entity]
        assert told.at(entity) == [name for name, fact in told.items() if fact.entity == entity]


@given(st.lists(st.sampled_from(["kite", "kites", "line", "kite-line", "lines,"]), max_size=12).map(" ".join))
def test_phrases_are_counted_as_in_the_text(text: str) -> None:
    plain = f" {text.replace('-', ' ').replace(',', '')} "
    for phrase in ("kite", "kite line", "line"):
        assert mentions(phrase, text) == sum(plain.count(f" {phrase}{ending} ") for ending in ("", "s", "es"))
