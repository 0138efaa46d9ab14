"""Sentences of two known things, or of one with one fact: who is counted against whom, and what names it, in whatever turn of phrase."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual

BEFORE = "Each crane has a model and a colour. Each depot has a city and a size. "


def read(said: str) -> Conceptual:
    text = f"{BEFORE}{said} Depots have a remark." if said.endswith((".", "?")) else f"{BEFORE}\n\n{said}\n\nDepots have a remark."
    return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))


def most(model: Conceptual) -> dict[str, int | None]:
    """At most how many of each one row of the other has."""
    (tie,) = model.relationships.values()
    return {end.entity: end.maximum for end in (tie.first, tie.second)}


@pytest.mark.parametrize(
    "said",
    [
        "A crane cannot be in more than one depot at a time.",
        "No crane belongs to two depots.",
        "A crane never exists without its depot.",
        "There is exactly one depot for each crane.",
        "One depot per crane, many cranes per depot.",
        "To every crane exactly one depot is assigned.",
        "The depot is the parent of its cranes.",
        "We need to know in which depot each crane stands.",
        "How many depots can a crane have? Only one.",
        "Depot (1) to crane (n)",
        "- Depot → Crane: one to many",
        "Depots to cranes is one to many.",
    ],
)
def test_many_of_one(said: str) -> None:
    assert most(read(said)) == {"crane": None, "depot": 1}


@pytest.mark.parametrize(
    "said",
    [
        "A depot is not limited to one crane, nor is a crane limited to one depot.",
        "In one depot there can be several cranes, and one crane can be in several depots.",
        "To a crane several depots can be assigned, and to a depot several cranes.",
        "Any number of depots may be attached to any number of cranes.",
        "A crane may belong to several depots and the other way round.",
        "We need a junction table for cranes and depots.",
        "Can a depot have several cranes? Yes, and a crane can have several depots.",
        "Crane n:m depot",
    ],
)
def test_many_of_many(said: str) -> None:
    assert most(read(said)) == {"crane": None, "depot": None}


@pytest.mark.parametrize(
    "said",
    [
        "Two cranes never share a serial number.",
        "The same serial number must not be given to two cranes.",
        "Duplicate crane serial numbers are not allowed.",
        "If the serial number already exists, the crane is rejected.",
        "Each serial number belongs to exactly one crane.",
        "By the serial number we tell cranes apart.",
        "The serial number alone identifies a crane.",
        "The primary key of a crane is its serial number.",
        "Unique per crane: serial number.",
    ],
)
def test_what_names_a_thing(said: str) -> None:
    (identifier,) = read(said).entities["crane"].identifiers
    assert identifier.members == ("serial_number",)


def test_a_thing_that_elsewhere_is_a_fact_names_nothing() -> None:
    text = "Each guest has a height and an age. Each allergy has a purpose and a price. Each allergy belongs to exactly one guest."
    model = api.read(api.brief_of(text, ["postgresql"], depth="minimal"))
    assert most(model) == {"allergy": None, "guest": 1}


@pytest.mark.parametrize("said", ["Cranes form a hierarchy.", "A crane may be part of a larger crane.", "Cranes may be linked to one another."])
def test_tied_to_its_own_kind(said: str) -> None:
    (tie,) = read(said).relationships.values()
    assert tie.first.entity == tie.second.entity == "crane"


@pytest.mark.parametrize(
    "said",
    [
        "See every crane in every depot at a glance.",
        "Crane and depot, all in one place.",
        "No more searching for a crane in the wrong depot.",
        "The serial number of a crane need not be unique.",
        "The same colour can be used for two cranes.",
        "The model is unique within a depot.",
    ],
)
def test_what_ties_and_names_nothing(said: str) -> None:
    model = read(said)
    assert not model.relationships
    assert not model.entities["crane"].identifiers
