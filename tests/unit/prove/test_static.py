"""Static claims hold for a sound design, and each is refuted by the fault it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from relvar import api
from relvar.model.changes import Add, Alter, Drop, apply
from relvar.model.design import Decision, Design
from relvar.model.expression import ColumnRef
from relvar.model.physical import Column, ForeignKey, Index, IndexPart, Physical
from relvar.model.semantic import DataType
from relvar.prove.static import CHECKS, check


@pytest.fixture(scope="module")
def shop() -> Design:
    return api.design(api.brief_of("E-commerce platform with users, products, orders", ["postgresql"]), "")


def test_nothing_speaks_against_the_shop(shop: Design) -> None:
    assert [f.key for f in check(shop) if f.verdict == "refuted"] == []
    silent = {
        "tenants_share_references",
        "language_model_answered",
        "nothing_is_lost_in_silence",
        "contracts_are_kept",
        "documents_stay_small",
        "indexes_hold_one_array",
        "rows_are_filtered",
        "host_carries",
    }  # nothing of theirs is in this design
    assert {f.check for f in check(shop)} >= {c.__name__ for c in CHECKS} - silent


def _first(physical: Physical, kind: type) -> tuple[str, str, Any]:
    return next((t, c, x) for t, table in physical.tables.items() for c, x in table.constraints.items() if isinstance(x, kind))


def _cascade(design: Design) -> Design:
    table, id_, key = next(
        (t, c, x)
        for t, o in design.physical["postgresql"].tables.items()
        if t == "order"
        for c, x in o.constraints.items()
        if isinstance(x, ForeignKey)
    )
    return _changed(design, Alter(collection="constraints", table=table, id=id_, before=key, after=msgspec.structs.replace(key, on_delete="cascade")))


def _twin(design: Design) -> Design:
    table, id_, index = next(
        (t, i, x) for t, o in design.physical["postgresql"].tables.items() for i, x in o.indexes.items() if not x.unique and x.method == "ordered"
    )
    return _changed(design, Add(collection="indexes", table=table, id="twin", element=msgspec.structs.replace(index, name=f"{id_}_twin")))


def _unserved(design: Design) -> Design:
    physical = design.physical["postgresql"]
    table, _, key = _first(physical, ForeignKey)
    drops = [Drop(collection="indexes", table=table, id=i, element=x) for i, x in physical.tables[table].indexes.items()]
    column = Column(name="other", data=DataType(base="integer"), comment="")
    twin = msgspec.structs.replace(key, name="other_fk", columns=("other",) if len(key.columns) == 1 else key.columns)
    return _changed(
        design,
        *drops,
        Add(collection="columns", table=table, id="other", element=column),
        Add(collection="constraints", table=table, id="other_fk", element=twin),
    )


def _reserved(design: Design) -> Design:
    table = next(iter(design.physical["postgresql"].tables))
    column = Column(name="select", data=DataType(base="text"), comment="")
    return _changed(design, Add(collection="columns", table=table, id="select", element=column))


def _flag(design: Design) -> Design:
    column = Column(name="is_active", data=DataType(base="boolean"), comment="")
    return _changed(design, Add(collection="columns", table="order", id="is_active", element=column))


def _wide(design: Design) -> Design:
    """A key of one column more than the engine takes."""
    column = next(iter(design.physical["postgresql"].tables["order"].columns))
    parts = (IndexPart(expression=ColumnRef(column=column)),) * 33
    return _changed(design, Add(collection="indexes", table="order", id="wide_ix", element=Index(name="wide_ix", parts=parts)))


def _groundless(design: Design) -> Design:
    decision = Decision(advisor="somebody", subject="order", choice="so", because="it feels right", evidence=())
    return design.with_(decisions=(*design.decisions, decision))


def _idle(design: Design) -> Design:
    index = next(x for o in design.physical["postgresql"].tables.values() for x in o.indexes.values())
    bare = Index(name="idle_ix", parts=index.parts[-1:])
    return _changed(design, Add(collection="indexes", table="order", id="idle_ix", element=bare))


def _changed(design: Design, *changes: Any) -> Design:
    physical = apply(design.physical["postgresql"], changes)
    return design.with_(physical={"postgresql": physical})


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("no_cascade_to_history", _cascade),
        ("no_redundant_index", _twin),
        ("every_reference_is_served", _unserved),
        ("names_fit", _reserved),
        ("limits_hold", _wide),
        ("one_life_cycle", _flag),
        ("decisions_have_evidence", _groundless),
        ("every_element_is_explained", _idle),
    ],
)
def test_each_claim_sees_its_fault(shop: Design, claim: str, fault: Callable[[Design], Design]) -> None:
    assert claim in {f.check for f in check(fault(shop)) if f.verdict == "refuted"}
