"""What a source holds that exists already: tables as they were written or found, each with its place. Nothing is judged here.

Texts of types, defaults and conditions are kept in the words of their dialect: what they mean for a design is the lift's business
(`importing/lift`), whether they are right is that of the rules. What no reader understood is a `Leftover`, never dropped.
"""

from __future__ import annotations

from typing import Literal

from relvar.model.noun import Noun
from relvar.model.qualified import qualified, unqualified

Numbering = Literal["", "always", "by default", "sequence", "counter"]
ObjectKind = Literal[
    "view", "materialized view", "trigger", "function", "procedure", "event", "sequence", "enum", "domain", "type", "schema", "extension",
    "role", "grant", "policy", "rule", "statistics", "virtual table", "partition", "synonym", "partitioning", "catalog of words",
]  # fmt: skip


class Place(Noun, frozen=True, kw_only=True, order=True):
    """Where something stands: a file as the user named it (or a catalog), and a line from 1; 0 where there is none."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Place()
UNSEEN = "unseen"  # an option of a column of which no value was seen: its type is none


class FoundColumn(Noun, frozen=True, kw_only=True):
    """`numbered`: "always" and "by default" are identities, "sequence" a default of nextval (serial), "counter" AUTO_INCREMENT."""

    name: str
    type: str
    nullable: bool = True
    default: str = ""
    generated: str = ""
    stored: bool = True
    numbered: Numbering = ""
    on_update: str = ""
    collation: str = ""
    comment: str = ""
    options: dict[str, str] = {}
    place: Place = NOWHERE


class FoundPart(Noun, frozen=True, kw_only=True):
    """A member of a key or index: a `column`, or an expression's `text`. `prefix`: only so many characters of the column."""

    column: str = ""
    text: str = ""
    descending: bool = False
    nulls: Literal["", "first", "last"] = ""
    prefix: int = 0
    operator_class: str = ""
    collation: str = ""


class FoundKey(Noun, frozen=True, kw_only=True):
    """A primary key or unique constraint. `clustered`: None where nothing is said of it."""

    name: str = ""
    parts: tuple[FoundPart, ...]
    include: tuple[str, ...] = ()
    deferrable: bool = False
    deferred: bool = False
    nulls_equal: bool = False
    clustered: bool | None = None
    method: str = ""
    invisible: bool = False
    comment: str = ""
    options: dict[str, str] = {}
    place: Place = NOWHERE

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.column for part in self.parts)


class FoundCheck(Noun, frozen=True, kw_only=True):
    name: str = ""
    condition: str
    validated: bool = True
    comment: str = ""
    place: Place = NOWHERE


class FoundReference(Noun, frozen=True, kw_only=True):
    """A foreign key. Actions are "" where the source says none. `inline`: written at its column, which some engines ignore.
    `verb`: what the one referred to does to those that refer, where a diagram says it."""

    name: str = ""
    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ()
    on_delete: str = ""
    on_update: str = ""
    match: str = ""
    deferrable: bool = False
    deferred: bool = False
    validated: bool = True
    inline: bool = False
    verb: str = ""
    place: Place = NOWHERE


class FoundIndex(Noun, frozen=True, kw_only=True):
    """`method` as the dialect calls it, "" where it says none. `concurrent`: built without blocking writers. `upholds`: what goes with it
    beside a plan, where the rest does not say so ("expiry")."""

    name: str = ""
    parts: tuple[FoundPart, ...]
    unique: bool = False
    where: str = ""
    include: tuple[str, ...] = ()
    method: str = ""
    nulls_equal: bool = False
    clustered: bool | None = None
    invisible: bool = False
    concurrent: bool = False
    upholds: str = ""
    comment: str = ""
    options: dict[str, str] = {}
    place: Place = NOWHERE

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.column for part in self.parts)


class FoundDependency(Noun, frozen=True, kw_only=True):
    """What was seen to hold in all of `rows` rows: those equal in `left` are equal in `right`, and it is no chance.

    `copies`: columns of `right` whose values stand in the table that `left` refers to as well, and under which name there.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    rows: int
    copies: dict[str, str] = {}
    place: Place = NOWHERE


class FoundTable(Noun, frozen=True, kw_only=True):
    """A table. `schema` is "" for the dialect's default one. `exclusions`: constraints of the kind EXCLUDE, as written;
    `dependencies`: what rows showed, where rows were read."""

    name: str
    schema: str = ""
    columns: dict[str, FoundColumn] = {}
    primary: FoundKey | None = None
    uniques: tuple[FoundKey, ...] = ()
    checks: tuple[FoundCheck, ...] = ()
    references: tuple[FoundReference, ...] = ()
    indexes: tuple[FoundIndex, ...] = ()
    exclusions: tuple[FoundCheck, ...] = ()
    dependencies: tuple[FoundDependency, ...] = ()
    partition: str = ""
    inherits: str = ""
    options: dict[str, str] = {}
    comment: str = ""
    place: Place = NOWHERE

    @property
    def id(self) -> str:
        """The name by which others refer to it."""
        return qualified(self.schema, self.name)


class FoundObject(Noun, frozen=True, kw_only=True):
    """Something beside the tables, kept as it was written. `on`: the table it belongs to; `values`: the labels of an enum."""

    kind: ObjectKind
    name: str
    on: str = ""
    text: str = ""
    values: tuple[str, ...] = ()
    comment: str = ""
    place: Place = NOWHERE


class FoundArray(Noun, frozen=True, kw_only=True):
    """An array in documents. `longest`: the most elements seen in one; `bound`: the most that the validator lets in, None without one."""

    longest: int
    bound: int | None = None


class FoundCollection(Noun, frozen=True, kw_only=True):
    """A collection as its engine keeps it, by the documents that were looked at. Paths have dots.

    `largest`: bytes of the largest document; `most`: bytes of the largest that the engine takes; `validated`: a validator refuses others;
    `form`: how it is kept, "" as most are; `indexes`: name -> paths; `uniques`: paths that an index lets each value stand at once only;
    `distinct`: paths of a value in every document, and another one in each; `shard_key`: path -> "ranged" or "hashed", in order; `kinds`:
    path -> names of the types seen; `fields`: path -> the table and the column that it is as rows; `upholds`: index -> what goes with it
    beside a plan ("unique", "expiry").

    In the engine's own words, as JSON: `definitions`: index -> all of it; `validator`: the validator with its level and action, "" without
    one; `shown`: the narrowest schema that lets in every document which was looked at, "" where there was none.
    """

    name: str
    documents: int = 0
    largest: int = 0
    most: int = 0
    validated: bool = False
    form: Literal["", "capped", "time series"] = ""
    arrays: dict[str, FoundArray] = {}
    indexes: dict[str, tuple[str, ...]] = {}
    uniques: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    shard_key: dict[str, Literal["ranged", "hashed"]] = {}
    kinds: dict[str, tuple[str, ...]] = {}
    fields: dict[str, tuple[str, str]] = {}
    upholds: dict[str, str] = {}
    definitions: dict[str, str] = {}
    validator: str = ""
    shown: str = ""
    place: Place = NOWHERE


class FoundStatement(Noun, frozen=True, kw_only=True):
    """A statement of a file, in order. `verb`: its first words ("alter table")."""

    verb: str
    text: str
    place: Place = NOWHERE


class Leftover(Noun, frozen=True, kw_only=True):
    """What was not understood, where, and why."""

    text: str
    why: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"{self.place}: {self.text}: {self.why}"


class Existing(Noun, frozen=True, kw_only=True):
    """Everything that a source holds. `dialect`: that of the texts of its types, defaults and conditions (postgresql, mysql ...);
    `language`: sql, or what else it is written in (dbml, prisma ...). `collections`: what documents lie in, where they do; `tables` is then the
    same as rows."""

    source: str
    dialect: str
    language: str = "sql"
    tables: dict[str, FoundTable] = {}
    collections: dict[str, FoundCollection] = {}
    objects: tuple[FoundObject, ...] = ()
    statements: tuple[FoundStatement, ...] = ()
    leftovers: tuple[Leftover, ...] = ()

    @property
    def enums(self) -> dict[str, tuple[str, ...]]:
        """The words of each list that is a type, by its name in small letters, as columns name it."""
        return {unqualified(found.name).name.lower(): found.values for found in self.objects if found.kind == "enum"}
