"""A check that a value in a document is a number, a flag or a list, as an engine's own folder writes it and as its catalog tells it again.

Every such text is made of the column and the path that stand in it, and compared: no engine's words are known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from relvar.engines import NAMES, engine
from relvar.importing.ddl.dialects import dialect, dialects
from relvar.importing.lift.members import MARKS, path_of
from relvar.model import expression as e
from relvar.model.physical import Column, Physical, Table
from relvar.model.query import Output, Select
from relvar.model.semantic import DataType

BASES: tuple[e.JsonKind, ...] = get_args(e.JsonKind)
DOCUMENT = "document"  # the column of the texts that are made
TEXT = DataType(base="text")
AS_TYPES: dict[e.JsonKind, DataType] = {"number": DataType(base="decimal"), "boolean": DataType(base="boolean"), "list": TEXT}


def kind_of_member(text: str, dialect_name: str, columns: dict[str, str]) -> e.OfKind | None:
    """The kind that a condition asks of a value; None where it is another condition. `columns`: names in small letters to ids."""
    if dialect_name not in NAMES or dialect_name not in dialects() or not MARKS.search(text):
        return None
    tree = _tree(text, dialect_name)
    if tree is None:
        return None
    from sqlglot import exp

    named = {column.name.lower() for column in tree.find_all(exp.Column)}
    if len(named) != 1 or (name := named.pop()) not in columns:
        return None
    said = _plain(tree, dialect_name)
    for path in _paths(tree):
        for base in BASES:
            if said == _written(dialect_name, path, base):
                return e.OfKind(operand=e.Member(document=e.ColumnRef(column=columns[name]), path=path), base=base)
    return None


def known(of: e.OfKind) -> Column:
    """The value that stands in the document by that."""
    return Column(name=of.operand.path, data=AS_TYPES[of.base], nullable=True, many=of.base == "list")


def _paths(tree: Any) -> Iterator[str]:
    from sqlglot import exp

    texts = (*tree.find_all(exp.Literal), *(exp.Literal.string(node.this) for node in tree.find_all(exp.National)))
    found = (path_of(node) for node in (*tree.find_all(exp.JSONPath), *texts))
    yield from dict.fromkeys(".".join(path) for path in found if path)


@cache
def _written(name: str, path: str, base: e.JsonKind) -> str:
    """How the engine asks whether what stands in a document is of a kind; "" where it cannot."""
    column = Column(name=DOCUMENT, data=DataType(base="json"))
    table = Table(name="t", columns={DOCUMENT: column}, primary_key=(DOCUMENT,), primary_key_name="t_pk", comment="")
    here = e.ColumnRef(column=DOCUMENT)
    asked = Select(
        table="t", alias="t", outputs=(Output(expression=here, name="x"),), where=e.OfKind(operand=e.Member(document=here, path=path), base=base)
    )
    whole = engine(name).render(Physical(engine=name, tables={"t": table}), asked)
    tree = _tree(whole[whole.index("where ") + len("where ") :].strip().rstrip(";"), name)
    return _plain(tree, name) if tree is not None else ""


def _tree(text: str, dialect_name: str) -> Any:
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    def arrow(node: Any) -> Any:
        """The parser takes `f(a -> 'b')` for a function without a name."""
        if isinstance(node, exp.Lambda) and len(node.expressions) == 1:
            return exp.JSONExtract(this=exp.column(node.expressions[0].name), expression=node.this)
        return node

    try:
        return parse_one(text, dialect=dialect(dialect_name).tokens, into=exp.Condition).transform(arrow)
    except (SqlglotError, RecursionError):
        return None


def _plain(tree: Any, dialect_name: str) -> str:
    """The tree as one text, without what catalogues add: parentheses, types and character sets of constants, quotes, ANY (ARRAY[...]) for IN."""
    from sqlglot import exp

    def plain(node: Any) -> Any:
        while isinstance(node, exp.Paren) or (isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal)):
            node = node.this
        if isinstance(node, exp.Introducer):
            return node.expression
        if isinstance(node, exp.National):
            return exp.Literal.string(node.this)
        if isinstance(node, exp.Column):
            return exp.column(DOCUMENT)
        if isinstance(node, exp.EQ) and isinstance(node.expression, exp.Any):
            array = node.expression.this.find(exp.Array)
            return exp.In(this=node.this, expressions=array.expressions) if array is not None else node
        return node

    before = None
    while tree != before:  # what takes a node's place is not looked into
        before, tree = tree, tree.transform(plain)
    return str(tree.sql(dialect=dialect(dialect_name).tokens))
