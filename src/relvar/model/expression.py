"""Conditions and values as trees. Nothing is a string of SQL before it reaches an engine's folder."""

from __future__ import annotations

from typing import Literal

from relvar.model.noun import TaggedNoun

ArithmeticOperator = Literal["+", "-", "*", "/"]
CompareOperator = Literal["=", "<>", "<", "<=", ">", ">="]
Function = Literal[
    "lower",
    "length",  # characters of a text
    "trim",
    "coalesce",
    "now",  # instant of the transaction, no arguments
    "today",  # date in UTC, no arguments
    "new_uuid",  # random, version 4
    "new_ordered_uuid",  # time-ordered, version 7
    "concat",
    "count",  # no argument: rows
    "sum",
    "min",
    "max",
    "avg",
    "day",  # start of the UTC day of an instant
    "month",  # start of the UTC month of an instant
    "period",  # (start, end) -> half-open period
    "sha256",
]


class ColumnRef(TaggedNoun, frozen=True, kw_only=True):
    """A column by its name; `table` is an alias of the surrounding query, or "" where only one table is in sight."""

    column: str
    table: str = ""


class Member(TaggedNoun, frozen=True, kw_only=True):
    """What stands in a document (a column of base "json") under a key, as a plain value; absent is null. `path`: keys from outside in, parted
    by points. Its type is said by the column (`Column.members`).
    """

    document: ColumnRef
    path: str


class Constant(TaggedNoun, frozen=True, kw_only=True):
    """A constant. Decimals are given as text in `value` with `as_decimal`."""

    value: str | int | float | bool | None
    as_decimal: bool = False


class Parameter(TaggedNoun, frozen=True, kw_only=True):
    """A value the caller gives. `like` names the "table.column" (physical ids) it is compared with: its type and its samples."""

    name: str
    like: str


class Context(TaggedNoun, frozen=True, kw_only=True):
    """Who is asking, set per transaction ("tenant_id", "user_id"); absent means no row matches (fails closed).

    `like` names the "table.column" whose type it has.
    """

    name: str
    like: str


class Compare(TaggedNoun, frozen=True, kw_only=True):
    op: CompareOperator
    left: Expression
    right: Expression


class InList(TaggedNoun, frozen=True, kw_only=True):
    operand: Expression
    items: tuple[Constant, ...]


class IsNull(TaggedNoun, frozen=True, kw_only=True):
    operand: Expression
    negated: bool = False


class And(TaggedNoun, frozen=True, kw_only=True):
    items: tuple[Expression, ...]


class Or(TaggedNoun, frozen=True, kw_only=True):
    items: tuple[Expression, ...]


class Not(TaggedNoun, frozen=True, kw_only=True):
    item: Expression


class Call(TaggedNoun, frozen=True, kw_only=True):
    function: Function
    arguments: tuple[Expression, ...] = ()


class Arithmetic(TaggedNoun, frozen=True, kw_only=True):
    op: ArithmeticOperator
    left: Expression
    right: Expression


class Ago(TaggedNoun, frozen=True, kw_only=True):
    """The instant `amount` units before now; a negative amount lies ahead."""

    amount: int
    unit: Literal["minute", "hour", "day", "month", "year"]


class Matches(TaggedNoun, frozen=True, kw_only=True):
    """`operand` has the form of a POSIX extended regular expression, anchored.

    `simpler` is what an engine without regular expressions checks instead (a weaker condition; the loss is a decision).
    """

    operand: Expression
    regex: str
    simpler: Expression | None = None


class Like(TaggedNoun, frozen=True, kw_only=True):
    """SQL LIKE with a constant pattern (% and _)."""

    operand: Expression
    pattern: str


class StartsWith(TaggedNoun, frozen=True, kw_only=True):
    """`operand` begins with the parameter: a search as one types."""

    operand: Expression
    prefix: Parameter


class Contains(TaggedNoun, frozen=True, kw_only=True):
    """The parameter stands anywhere within `operand`: a search for a part of a word."""

    operand: Expression
    part: Parameter


class Holds(TaggedNoun, frozen=True, kw_only=True):
    """A document has all that the parameter has, itself a document: the same values under the same keys, whichever the caller names."""

    document: ColumnRef
    part: Parameter


class Elements(TaggedNoun, frozen=True, kw_only=True):
    """The values of a list that stands in a document; `Column.many` of the member says that it is one."""

    operand: Member


class Includes(TaggedNoun, frozen=True, kw_only=True):
    """One of the values is the item."""

    elements: Elements
    item: Expression


JsonKind = Literal["number", "boolean", "list"]


class OfKind(TaggedNoun, frozen=True, kw_only=True):
    """What stands in a document is of that kind of JSON. What is absent is of every kind, null is a number and a flag that is not known."""

    operand: Member
    base: JsonKind


class TextSearch(TaggedNoun, frozen=True, kw_only=True):
    """Words of the parameter occur in the columns: full-text search."""

    columns: tuple[ColumnRef, ...]
    words: Parameter


class Overlaps(TaggedNoun, frozen=True, kw_only=True):
    """Two half-open intervals share an instant."""

    start: Expression
    end: Expression
    other_start: Expression
    other_end: Expression


class Exists(TaggedNoun, frozen=True, kw_only=True):
    """A row of `table` (alias `alias`) satisfies `where`."""

    table: str
    alias: str
    where: Expression


Expression = (
    ColumnRef
    | Member
    | Constant
    | Parameter
    | Context
    | Compare
    | InList
    | IsNull
    | And
    | Or
    | Not
    | Call
    | Arithmetic
    | Ago
    | Matches
    | Like
    | StartsWith
    | Contains
    | Holds
    | Elements
    | Includes
    | OfKind
    | TextSearch
    | Overlaps
    | Exists
)
