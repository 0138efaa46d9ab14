"""Documents: which rows lie together in one document, and what a collection of them is. Tables, columns and keys by physical id.

The tables of a document store are record types: nothing makes them. A collection says where their rows lie: the rows of its `root`
are its documents, the rows of an embedded table lie inside the document of the row that they refer to.
"""

from __future__ import annotations

from typing import Literal

from relvar.model.expression import Expression
from relvar.model.noun import Noun, TaggedNoun

KeyKind = Literal["ascending", "descending", "text", "hashed"]


class Embedding(Noun, frozen=True, kw_only=True):
    """The rows of a table inside the documents of `parent`, which they name by the foreign key `reference`.

    `many`: an array, else one sub-document. `scalar`: the array holds nothing but this column's values. `most`: elements of the fullest
    document that the design reckons with; the validator refuses more.
    """

    parent: str
    reference: str
    field: str
    many: bool
    scalar: str = ""
    average: float = 1.0
    most: int = 0


class Copy(Noun, frozen=True, kw_only=True):
    """Extended reference: columns of the row that `table` names by `reference`, kept beside the reference under `field`."""

    table: str
    reference: str
    field: str
    columns: tuple[str, ...]


class Derived(Noun, frozen=True, kw_only=True):
    """A field computed from another of the same row and kept equal by the validator: the lower case of a text, to be searched by."""

    table: str
    column: str
    function: Literal["lower"]
    field: str


class Subset(Noun, frozen=True, kw_only=True):
    """The newest rows of a table that refers to this collection's, kept in the document too: read with it, the rest elsewhere."""

    table: str
    reference: str
    field: str
    order: str
    keep: int
    columns: tuple[str, ...]


class Outlier(Noun, frozen=True, kw_only=True):
    """The first `keep` rows of a table that refers to this collection's lie in the document, under `field`, and in no collection of their
    own; those of the few documents that have more flow over into it, and such a document says so by `marker`. An element has the fields
    of a document of its own but the reference.
    """

    table: str
    reference: str
    field: str
    marker: str
    keep: int
    average: float


class Tree(Noun, frozen=True, kw_only=True):
    """Rows that refer to their own kind: `field` holds the keys of all above, nearest last, so that a whole subtree is one question."""

    reference: str
    field: str


Granularity = Literal["seconds", "minutes", "hours"]


class TimeSeries(Noun, frozen=True, kw_only=True):
    """Measurements, kept in columns by `meta` and time, which leave after `expire_seconds` (0: never)."""

    time: str
    meta: tuple[str, ...]
    granularity: Granularity
    expire_seconds: int = 0


class Capped(Noun, frozen=True, kw_only=True):
    """The oldest documents give way once the collection has reached its size."""

    bytes: int
    documents: int = 0


class DocumentKey(Noun, frozen=True, kw_only=True):
    """One part of an index: a path ("lines.product_id") and how it is kept."""

    path: str
    kind: KeyKind = "ascending"


class DocumentIndex(TaggedNoun, frozen=True, kw_only=True):
    """An index of a collection. `where`: only documents that satisfy it (over columns of `table`). `serves`: patterns and rules.

    `of`: the "table.index" (or key) it stands for. `expire_seconds`: documents leave so long after the time in its one path.
    """

    name: str
    keys: tuple[DocumentKey, ...]
    unique: bool = False
    table: str = ""
    where: Expression | None = None
    expire_seconds: int = 0
    serves: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    because: str = ""


class Collection(TaggedNoun, frozen=True, kw_only=True):
    """A collection. Ids are table ids of the root. `key`: the column that is `_id`, "" where `_id` is made by the driver."""

    name: str
    root: str
    key: str
    comment: str
    embedded: dict[str, Embedding] = {}
    copies: tuple[Copy, ...] = ()
    derived: tuple[Derived, ...] = ()
    subsets: tuple[Subset, ...] = ()
    outliers: tuple[Outlier, ...] = ()
    tree: Tree | None = None
    time_series: TimeSeries | None = None
    capped: Capped | None = None
    indexes: dict[str, DocumentIndex] = {}
    shard_key: tuple[DocumentKey, ...] = ()
    revision: bool = False  # a number that use cases raise first, where a rule spans documents that share this one: the second conflicts
    schema_version: int = 1
    documents: float = 0.0
    average_bytes: float = 0.0
    largest_bytes: float = 0.0
    patterns: tuple[str, ...] = ()  # names of the patterns of documents that were applied here
