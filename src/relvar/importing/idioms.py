"""The texts that an engine's own folder writes for functions without arguments, so that they are known again when they are read."""

from __future__ import annotations

from functools import cache

from relvar.engines import NAMES, engine
from relvar.importing.lift.expressions import squeezed
from relvar.model import expression as e
from relvar.model.physical import Column, Physical, Table
from relvar.model.query import Output, Select
from relvar.model.semantic import DataType

NULLARY: tuple[e.Function, ...] = ("now", "today", "new_uuid", "new_ordered_uuid")


@cache
def idioms(name: str) -> dict[str, e.Function]:
    """Text without spaces -> function of the model; empty where no engine of that name is known."""
    if name not in NAMES:
        return {}
    column = Column(name="x", data=DataType(base="text"))
    table = Table(name="t", columns={"x": column}, primary_key=("x",), primary_key_name="t_pk", comment="")
    store = Physical(engine=name, tables={"t": table})
    found: dict[str, e.Function] = {}
    for function in NULLARY:
        outputs = (Output(expression=e.Call(function=function), name="made"),)
        text = engine(name).render(store, Select(table="t", alias="t", outputs=outputs))
        body = text.strip().rstrip(";")
        found[squeezed(body[len("select") : body.rindex(" as made")])] = function
    return found
