"""One way into expressions: what lies in one, in reading order, and the same with some of it changed."""

from __future__ import annotations

import msgspec

from relvar.model import expression as e
from relvar.model.walking import columns_in, every, mapped, nodes, requalified

A, B = e.ColumnRef(column="a"), e.ColumnRef(column="b", table="t")
NESTED = e.Exists(table="t", alias="t", where=e.And(items=(e.Compare(op="=", left=A, right=B), e.IsNull(operand=A))))
WHOLE = e.Not(item=NESTED)


def test_everything_is_met_once_in_reading_order() -> None:
    assert [type(node).__name__ for node in nodes(WHOLE)] == ["Not", "Exists", "And", "Compare", "ColumnRef", "ColumnRef", "IsNull", "ColumnRef"]
    assert list(columns_in(({"x": WHOLE}, "b", None))) == ["a", "b", "a"]
    assert list(every(e.Exists, WHOLE)) == [NESTED]


def test_what_is_changed_is_changed_wherever_it_lies_and_the_rest_stays() -> None:
    assert {c.table for c in every(e.ColumnRef, requalified(WHOLE, "r"))} == {"r", "t"}
    assert mapped(WHOLE, lambda node: None) == WHOLE
    assert mapped((WHOLE, 1), lambda node: A if isinstance(node, e.Exists) else None) == (msgspec.structs.replace(WHOLE, item=A), 1)
