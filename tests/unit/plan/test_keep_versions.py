"""What a brief asks of the past: versions by the engine where it has them, else a trail; a trail of all that changes where one is asked for."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.engines import NAMES
from relvar.model.behaviour import Audit
from relvar.model.physical import Physical

BRIEF = """A service with parts and depots. Each part has a code, a name and a colour, and belongs to a depot. A depot has a name and a city.
Staff change the colour of a part. {asked}"""


def designed(asked: str, engine: str) -> Physical:
    return api.design(api.brief_of(BRIEF.format(asked=asked), [engine])).physical[engine]


def audited(physical: Physical) -> set[str]:
    return {b.table for b in physical.behaviours.values() if isinstance(b, Audit)}


@pytest.mark.parametrize("engine", NAMES)
def test_what_was_is_kept_where_it_is_asked_for(engine: str) -> None:
    physical = designed("Keep a version history.", engine)
    kept = {i for i, t in physical.tables.items() if t.versions_months}
    assert {"part", "depot"} == kept | audited(physical) and not kept & audited(physical)
    assert bool(kept) == (engine == "sqlserver")


def test_an_audit_trail_that_is_asked_for_is_kept_of_all_that_changes() -> None:
    assert audited(designed("Keep an audit trail.", "sqlite")) == {"part", "depot"}
    assert audited(designed("", "sqlite")) == set()


def test_who_changed_a_row_is_in_no_version() -> None:
    both = designed("Keep a version history. Keep an audit trail.", "sqlserver")
    assert audited(both) == {"part", "depot"} and not [i for i, t in both.tables.items() if t.versions_months]
