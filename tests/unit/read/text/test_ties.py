"""Sentences about who belongs to whom: what they tie together, and how many of the one have how many of the other."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual, End


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))


def ties(text: str) -> set[str]:
    """Relationships as "0..1 team -- 4..* dog", the ends in alphabetical order."""
    return {" -- ".join(sorted((end(r.first), end(r.second)), key=lambda e: e.split()[1])) for r in read(text).relationships.values()}


def end(one: End) -> str:
    return f"{one.minimum}..{'*' if one.maximum is None else one.maximum} {one.entity}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A panel has a number. Each panel is made up of pieces of slate. A window consists of panels.", {"1..* panel -- 1..1 window"}),
        ("Criers have a name. Each crier wears one uniform. A uniform has a size.", {"0..* crier -- 1..1 uniform"}),
        ("Shelves have a number. A chamber has a name. A shelf has only one chamber.", {"1..1 chamber -- 0..* shelf"}),
        ("Kegs have a number. A batch has a date. Each batch is filled into kegs.", {"1..1 batch -- 0..* keg"}),
        ("A song has a title. Concerts have a date and a programme of several songs.", {"0..* concert -- 0..* song"}),
        ("A crier has a name. An escort has a phone number. A crier may be accompanied by an escort.", {"0..* crier -- 0..1 escort"}),
        (
            "Plumbers have a name. Districts have a name. Plumbers know districts: one plumber for several districts.",
            {"0..* district -- 1..1 plumber"},
        ),
        ("There are a number of hives at each apiary; hives have a hive ID. An apiary has an altitude.", {"1..1 apiary -- 0..* hive"}),
        ("A box has a number. Dogs have a name. No box is occupied by two dogs at once.", set()),
    ],
)
def test_counts_bind_the_end_that_they_speak_of(text: str, expected: set[str]) -> None:
    assert ties(text) == expected


@pytest.mark.parametrize(
    ("text", "entity", "attributes", "ends"),
    [
        (
            "Cranes have a number. Operators have a name. The hours are kept per crane and operator.",
            "crane_operator",
            {"hours"},
            {"crane", "operator"},
        ),
        (
            "A cry has a title. Judges have a name. For each cry and judge, the marks for clarity and volume are recorded.",
            "cry_judge",
            {"mark_for_clarity", "volume"},
            {"cry", "judge"},
        ),
        (
            "Drivers: name. Buses: plate. Lines: number. "
            "For each trip it must be recorded which bus ran on which line, who drove it, and the start time.",
            "trip",
            {"start_time"},
            {"bus", "line", "driver"},
        ),
        ("Pumps have a model. For exchanges, the old pump and the new pump are recorded.", "exchange", set(), {"pump"}),
        (
            "A member has a name. Several members take part in a callout, each with a role. A callout has a date.",
            "participation",
            {"role"},
            {"member", "callout"},
        ),
        ("A donor has a name. A donor may donate once in eight weeks. Each donation has a volume.", "donation", {"volume"}, {"donor"}),
        ("When a bell is repaired, the date is recorded. The cost and the reason are noted as well.", "repair", {"date", "cost", "reason"}, {"bell"}),
    ],
)
def test_what_is_kept_of_several_together_points_at_each(text: str, entity: str, attributes: set[str], ends: set[str]) -> None:
    model = read(text)
    assert attributes <= set(model.entities[entity].attributes)
    assert ends <= {e.entity for r in model.relationships.values() if entity in (r.first.entity, r.second.entity) for e in (r.first, r.second)}


def test_a_clause_tells_what_a_role_is_and_whose_a_list_is() -> None:
    model = read(
        "Guides have a name. Expeditions have a date. Each expedition has a leader and a cook, both of whom are guides. "
        "Jobs have a title. Jobs are assigned to translators and to reviewers, whose name and email are stored."
    )
    roles = {(r.first.role or r.second.role) for r in model.relationships.values() if {r.first.entity, r.second.entity} == {"guide", "expedition"}}
    assert roles == {"leader_guide", "cook_guide"}
    assert all({"name", "email"} <= set(model.entities[e].attributes) for e in ("translator", "reviewer"))


def test_rows_of_one_kind_are_tied_to_each_other() -> None:
    assert "0..* species -- 0..* species" in ties("Each species has a name. Species may be confused with other species. Each species has a genus.")
