"""The value of a column that says nothing of a person any more: as its checks want it, and unique where the key fits."""

from __future__ import annotations

import re

import pytest

from relvar.engines.erasing import Erased, erased
from relvar.model.expression import ColumnRef, Expression, Like, Matches
from relvar.model.physical import CheckConstraint, Column, Constraint, Table
from relvar.model.semantic import DataType

INTEGER = DataType(base="integer")


def table(length: int, regex: str = "", samples: str = "", key: DataType = INTEGER) -> Table:
    columns: dict[str, Column] = {
        "id": Column(name="id", data=key),
        "said": Column(name="said", data=DataType(base="text", length=length), samples=samples),
    }
    condition: Expression = Matches(operand=ColumnRef(column="said"), regex=regex, simpler=Like(operand=ColumnRef(column="said"), pattern="%"))
    checks: dict[str, Constraint] = {"ck": CheckConstraint(name="ck", condition=condition, says="", bad={})} if regex else {}
    return Table(name="rows", columns=columns, primary_key=("id",), primary_key_name="pk", constraints=checks, comment="")


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (table(200), Erased("erased ")),
        (table(25), Erased("erased")),
        (table(24), Erased("erased", keyed=False)),
        (table(4), Erased("eras", keyed=False)),
        (table(40, key=DataType(base="uuid")), Erased("erased", keyed=False)),
        (table(254, "^[^@ ]+@[^@ ]+[.][^@ ]+$", "email"), Erased("erased-", "@example.invalid")),
        (table(16, "^[+][1-9][0-9]{6,14}$"), Erased("+1000000", keyed=False)),
        (table(30, "^(a|b)+$"), Erased("erased ")),  # richer than is read: the check refuses it, and the job's failure is told
    ],
)
def test_a_value_that_names_nobody(made: Table, wanted: Erased) -> None:
    assert erased(made, "said") == wanted
    assert not wanted.constant.startswith("+") or re.match(r"^[+][1-9][0-9]{6,14}$", wanted.constant)
