"""Conditions as text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvar.errors import ModelError
from relvar.model import expression as e
from relvar.read import formula

names = st.sampled_from(["price", "status", "starts_at", "quantity"])
constants = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda v: e.Constant(value=v)),
    st.text(min_size=0, max_size=8).map(lambda v: e.Constant(value=v)),
    st.booleans().map(lambda v: e.Constant(value=v)),
    st.decimals(-1000, 1000, places=2).map(lambda v: e.Constant(value=str(v), as_decimal=True)),
)
columns = names.map(lambda n: e.ColumnRef(column=n))
operands = st.one_of(columns, constants)
comparisons = st.builds(e.Compare, op=st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), left=columns, right=operands)
trees = st.recursive(
    st.one_of(comparisons, st.builds(e.IsNull, operand=columns, negated=st.booleans())),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda items: e.And(items=tuple(items))),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: e.Or(items=tuple(items))),
        inner.map(lambda item: e.Not(item=item)),
    ),
    max_leaves=8,
)


@given(trees)
def test_a_written_condition_reads_back_as_the_same_tree(tree: e.Expression) -> None:
    written = formula.text(tree)
    assert written is None or formula.parse(written) == tree


def test_the_forms_that_people_write() -> None:
    for written in (
        "price >= 0 and price < 100.50",
        "status in ('draft', 'sent') or closed_at is not null",
        "length(code) = 3 and code ~ '^[A-Z]+$'",
        "quantity * (unit_price + 2) > 0",
        "not (ends_at <= starts_at)",
    ):
        assert formula.text(formula.parse(written)) == written


@pytest.mark.parametrize("written", ["price >=", "price >= )", "(a = 1", "a = 'open", "a = 1 b = 2", "", "in (1)"])
def test_what_cannot_be_read_says_where(written: str) -> None:
    with pytest.raises(ModelError, match="cannot be read at"):
        formula.parse(written)
