"""Edits between two designs lead from one to the other and back."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from relvar.engines.facts import facts
from relvar.model.changes import Alter, apply, reverse
from relvar.model.physical import Physical
from relvar.normalize import normalize
from relvar.plan import plan
from relvar.plan.diff import diff
from tests.unit.normalize.models import design, projects, shop

MODELS = {"shop": shop(), "projects": projects()}
POSTGRESQL = {"postgresql": facts("postgresql")}
WHOLE = {name: plan(normalize(design(model)), POSTGRESQL).physical["postgresql"] for name, model in MODELS.items()}
MAPPINGS = ("tables", "views", "behaviours", "queries", "transactions", "integrity", "roles", "grants", "policies", "settings", "jobs")


@st.composite
def parts(draw: st.DrawFn) -> Physical:
    """A design with some elements missing, and some renamed, at random."""
    whole = WHOLE[draw(st.sampled_from(sorted(WHOLE)))]
    gone = draw(st.sets(st.integers(0, 200), max_size=40))
    mappings = {name: _thin(getattr(whole, name), gone) for name in MAPPINGS}
    tables = {}
    for id_, table in mappings["tables"].items():
        inside = {name: _thin(getattr(table, name), gone) for name in ("columns", "constraints", "indexes")}
        fill = draw(st.sampled_from((0, 90)))
        name = draw(st.sampled_from((table.name, f"{table.name}_renamed")))
        tables[id_] = msgspec.structs.replace(table, **inside, fill_factor=fill, name=name)
    return msgspec.structs.replace(whole, **{**mappings, "tables": tables})


def _thin(mapping: dict[str, object], gone: set[int]) -> dict[str, object]:
    return {id_: element for number, (id_, element) in enumerate(mapping.items()) if number + len(id_) not in gone}


@given(parts(), parts())
@settings(max_examples=40, deadline=None)
def test_edits_lead_there_and_back(before: Physical, after: Physical) -> None:
    edits = diff(before, after)
    there = apply(before, edits)
    lasting = {"extensions": there.extensions, "context": there.context}  # these only ever grow
    assert there == msgspec.structs.replace(after, **lasting)
    undone = apply(there, [back for edit in reversed(edits) if (back := reverse(edit)) is not None])
    assert undone == msgspec.structs.replace(before, **lasting)


def test_no_difference_no_edit() -> None:
    assert all(diff(one, one) == () for one in WHOLE.values())


def test_a_new_name_is_a_rename() -> None:
    whole = WHOLE["shop"]
    user = whole.tables["user"]
    column = msgspec.structs.replace(user.columns["full_name"], name="display_name")
    user = msgspec.structs.replace(user, columns={**user.columns, "full_name": column})
    (edit,) = diff(whole, msgspec.structs.replace(whole, tables={**whole.tables, "user": user}))
    assert isinstance(edit, Alter) and (edit.table, edit.id) == ("user", "full_name")
