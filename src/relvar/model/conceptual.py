"""The conceptual model: entities, relationships, rules and what people do with them. No table is known here."""

from __future__ import annotations

from typing import Literal

from relvar.model.brief import Quantity, Scale, Source
from relvar.model.expression import Expression
from relvar.model.hosting import Hosted
from relvar.model.noun import Noun, TaggedNoun
from relvar.model.semantic import SemanticType

EntityKind = Literal[
    "party",  # a person or organization: holds personal data, outlives its history
    "thing",  # exists by itself: product, room, device
    "event",  # happened at an instant: order, reading, visit
    "part",  # cannot exist without its owner: order line
    "lookup",  # a short list others point to: species, category
    "association",  # joins two others: enrolment, tagging
]
PASSING: tuple[EntityKind, ...] = ("event", "part")  # work that passes through its states; things and people stay in theirs
Operation = Literal["read", "insert", "update", "delete"]
Scope = Literal["all", "tenant", "own"]
OnDelete = Literal["restrict", "cascade", "clear"]


class Attribute(Noun, frozen=True, kw_only=True):
    """A property of an entity. Its id is the key in the entity's mapping; `name` is what people call it (snake_case)."""

    name: str
    meaning: SemanticType
    source: Source
    description: str = ""
    required: bool = True
    default: Expression | None = None
    derived: Expression | None = None  # computed from other attributes of the same entity, by their ids
    frozen: bool = False  # never changes after the row is made (price as sold)
    multivalued: bool = False  # becomes a relation of its own
    members: dict[str, Attribute] = {}  # of a document: what is known to stand in it, by key ("battery.level" lies deeper)


class Identifier(Noun, frozen=True, kw_only=True):
    """A set of attribute ids (and relationship ids, for the far end) whose values name one instance. `primary`: how people name it."""

    members: tuple[str, ...]
    source: Source
    primary: bool = False
    where: Expression | None = None  # unique only among the instances that satisfy this
    ignore_case: bool = False


class Entity(Noun, frozen=True, kw_only=True):
    """A kind of thing the software keeps. Ids are snake_case singulars, the name at birth, and never change."""

    name: str
    plural: str
    entity_kind: EntityKind
    source: Source
    description: str = ""
    attributes: dict[str, Attribute] = {}
    identifiers: tuple[Identifier, ...] = ()
    likely_identifier: tuple[str, ...] = ()  # members that would name an occurrence, though nobody said so: asked, never enforced
    supertype: str = ""
    immutable: bool = False  # rows are added and never changed: ledger entries, readings, audit
    traced: bool = False  # the text asks who changed it, and when
    public: bool = False  # its key is shown outside (URL, receipt): must not leak counts
    added: bool = False  # not named in the brief: brought by a pack or a rule
    reason: str = ""  # for what was added: which pattern, rule or role reaches it


class End(Noun, frozen=True, kw_only=True):
    """One end of a relationship, read: one instance of the other end has `minimum` to `maximum` of `entity`. maximum None: many."""

    entity: str
    role: str = ""  # name of the reference where it is not the entity's own: "payer"
    minimum: int = 0
    maximum: int | None = None


class Relationship(Noun, frozen=True, kw_only=True):
    """A binary association. `verb` reads from `first` to `second` ("places"): a user places orders.

    The reference stands at the end whose instances have at most one of the other. M:N (both maxima None or >1) becomes an
    association relation. `identifying`: the second end's key contains the first's (order line). `on_delete`, for the row
    that refers when the referred one goes: "restrict" (history), "cascade" (true parts), "clear" (reference emptied).
    """

    verb: str
    first: End
    second: End
    source: Source
    identifying: bool = False
    on_delete: OnDelete = "restrict"
    frozen: bool = False  # the reference never changes after the row is made


# --- rules: each names its entity by id and attributes by id ---


class Check(TaggedNoun, frozen=True, kw_only=True):
    """A condition over one instance's attributes (ids as columns)."""

    entity: str
    condition: Expression
    says: str  # the rule in words
    source: Source
    bad: dict[str, str | int | float | bool | None] = {}  # attribute values that break it, for the proof


class OneOf(TaggedNoun, frozen=True, kw_only=True):
    """A closed list of values."""

    entity: str
    attribute: str
    values: tuple[str, ...]
    source: Source


class LifeCycle(TaggedNoun, frozen=True, kw_only=True):
    """A state attribute and its allowed transitions; also a OneOf. `final` states never change again; `open` states are work to do."""

    entity: str
    attribute: str
    initial: str
    transitions: tuple[tuple[str, str], ...]
    source: Source
    final: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class NoOverlap(TaggedNoun, frozen=True, kw_only=True):
    """Instances that share the same `per` (attribute or relationship ids) never overlap in [start, end).

    `live`: only states that compete, of the entity's life cycle; empty: all.
    """

    entity: str
    per: tuple[str, ...]
    start: str
    end: str
    source: Source
    live: tuple[str, ...] = ()


class Total(TaggedNoun, frozen=True, kw_only=True):
    """`entity.attribute` = sum over `of` (entity reached by `relationship`) of `term` (its attribute ids); kept by the database."""

    entity: str
    attribute: str
    of: str
    relationship: str
    term: Expression
    source: Source


class StockLevel(TaggedNoun, frozen=True, kw_only=True):
    """`entity.attribute` never falls below zero however many take from it at once; `of.quantity` takes through `relationship`."""

    entity: str
    attribute: str
    of: str
    quantity: str
    relationship: str
    source: Source


class AtMost(TaggedNoun, frozen=True, kw_only=True):
    """At most `limit` instances of `entity` for one instance at the far end of `relationship` (in `live` states)."""

    entity: str
    relationship: str
    limit_attribute: str = ""  # attribute id of the far entity that holds the limit, or ""
    limit: int = 0
    live: tuple[str, ...] = ()
    source: Source


class Retention(TaggedNoun, frozen=True, kw_only=True):
    """How long instances are kept after `since` (attribute id), in months; `then`: deleted or emptied of personal data.

    Or, where `months` is 0, how many: the `newest` by `since`, of each instance that `per` (relationship ids) leads to; or so many that they
    take `bytes`.
    """

    entity: str
    since: str
    months: int
    then: Literal["delete", "anonymise"]
    source: Source
    newest: int = 0
    bytes: int = 0
    per: tuple[str, ...] = ()


class Determines(TaggedNoun, frozen=True, kw_only=True):
    """A dependency people state: instances equal in `left` (attribute or relationship ids) are equal in `right`. "A postal code has one city"."""

    entity: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    source: Source
    multivalued: bool = False


class JoinDependency(TaggedNoun, frozen=True, kw_only=True):
    """An instance is there wherever each of its parts (attribute or relationship ids) is in some instance: "an agent who sells a product, for a
    company that makes it, sells that company's". Together the parts name every fact of the entity.
    """

    entity: str
    parts: tuple[tuple[str, ...], ...]
    source: Source


class Specialisation(TaggedNoun, frozen=True, kw_only=True):
    """`entity` is the supertype of `kinds`: subtype entity id -> what `attribute` says of its instances.

    `exclusive`: no instance is of two kinds; `attribute` (of the supertype, with a closed list that may hold more values) then names its
    kind, and is "" where kinds may overlap. `total`: each instance is of one of the kinds, or of a value that has no entity.
    `assumed`: which of the two the text does not say.
    """

    entity: str
    kinds: dict[str, str]
    source: Source
    attribute: str = ""
    exclusive: bool = True
    total: bool = True
    assumed: tuple[str, ...] = ()


Rule = Check | OneOf | LifeCycle | NoOverlap | Total | StockLevel | AtMost | Retention | Determines | JoinDependency | Specialisation


class Filter(Noun, frozen=True, kw_only=True):
    """A condition of an access pattern. `path`: relationship ids from the pattern's entity, then `attribute` (id), or "" for
    the reference or key itself; `member`: the key within the attribute, where that is a document; op "holds": any of its values, by
    the key that the caller names. `values`: constant states for op "in"; otherwise the caller gives the value.
    """

    op: Literal["=", "range", "in", "prefix", "part", "search", "holds", "is_null", "since"]
    attribute: str = ""
    member: str = ""
    path: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    days: int = 0  # for "since": instants of the last n days; 0 = from now on


class AccessPattern(Noun, frozen=True, kw_only=True):
    """A question people ask of the data. `measure`s and `group_by` make it a report. Frequency is per day."""

    name: str  # a sentence: "a customer's orders, newest first"
    entity: str
    source: Source
    operation: Literal["read_one", "list", "aggregate", "exists"] = "list"
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ()  # attribute ids, in a report measures; "-placed_at" is descending
    limit: int = 0
    show: tuple[str, ...] = ()  # attribute ids wanted; empty: all
    include: tuple[str, ...] = ()  # relationship ids whose entities are fetched along
    group_by: tuple[
        str, ...
    ] = ()  # attribute ids, "month(placed_at)", "day(placed_at)", or relationship ids ("loan_book.book_shelf": one after the other)
    measures: tuple[str, ...] = ()  # "count", "sum(total)", "avg(rating)"
    roles: tuple[str, ...] = ()
    per_day: Quantity
    latency_ms: int = 0  # wish; 0: the scale's
    staleness_s: int = 0  # how old the answer may be; 0: as of now


class Step(Noun, frozen=True, kw_only=True):
    """One statement of a use case, in the words of the model."""

    action: Literal["insert", "update", "delete", "lock", "check"]
    entity: str
    note: str = ""
    sets: tuple[str, ...] = ()  # attribute ids that an update sets
    relationship: str = ""  # how it hangs on the first step's entity


RaceKind = Literal["last_item", "same_slot", "same_key", "opposite_orders", "lost_update", "seat_limit", "state_change"]


class UseCase(Noun, frozen=True, kw_only=True):
    """Something people do that writes more than one row, or that two may do at once. `races` says how it can go wrong."""

    name: str
    entity: str
    steps: tuple[Step, ...]
    invariant: str
    source: Source
    races: tuple[RaceKind, ...] = ()
    guarded_by: str = ""  # id of the rule that must hold
    idempotent: bool = False
    roles: tuple[str, ...] = ()
    per_day: Quantity


class Volume(Noun, frozen=True, kw_only=True):
    """Instances of one entity: standing at the start and arriving a day, with the arithmetic as text."""

    initial: Quantity
    per_day: Quantity
    after_years: float  # rows when the scale's years have passed (after retention)
    arithmetic: str
    skew: float = 0.0  # Zipf exponent of references to it; 0: even
    updates_per_row: float = 0.0  # updates in a row's life
    greatest: float | None = None  # of one instance of `greatest_of`, where the text says how many the one that has most has; no rule
    greatest_of: str = ""


class Permission(Noun, frozen=True, kw_only=True):
    """What a role may do with an entity. `scope`: all, those of its tenant, or its own (through relationship `through`).
    `hidden`: attribute ids it never sees in the clear. `fixed`: those it never changes, though it may change the rest.
    """

    entity: str
    operations: tuple[Operation, ...]
    scope: Scope = "all"
    through: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()


class Restriction(Noun, frozen=True, kw_only=True):
    """What the text keeps from roles: one operation on an entity, or, with `attribute`, reading or changing that. `only`: these may and nobody
    else; `never`: these may not.
    """

    entity: str
    operation: Operation
    source: Source
    attribute: str = ""
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Actor(Noun, frozen=True, kw_only=True):
    """A role in the sense of the brief: customer, nurse, dispatcher."""

    name: str
    description: str
    source: Source
    permissions: tuple[Permission, ...] = ()


Form = Literal["", "yes or no", "states", "numbers"]


class Question(Noun, frozen=True, kw_only=True):
    """What the text left open, what was assumed, and how much the answer would change (0 to 1).

    `form`: how an answer looks that the reading understands; "" where only the brief itself can answer.
    """

    text: str
    assumed: str
    changes: str
    weight: float
    source: Source
    form: Form = ""


class Override(Noun, frozen=True, kw_only=True):
    """A user's decision in model.yaml, honoured by the advisor named before the colon of `decision` ("advisor:subject")."""

    choice: str
    because: str = ""


class Conceptual(Noun, frozen=True, kw_only=True):
    """The whole conceptual model, keyed by stable ids (the name at birth)."""

    entities: dict[str, Entity] = {}
    relationships: dict[str, Relationship] = {}
    rules: dict[str, Rule] = {}
    patterns: dict[str, AccessPattern] = {}
    use_cases: dict[str, UseCase] = {}
    volumes: dict[str, Volume] = {}
    actors: dict[str, Actor] = {}
    restrictions: dict[str, Restriction] = {}
    scale: Scale
    tenant: str = ""  # entity id of the tenant, where customers are kept apart
    regimes: tuple[str, ...] = ()  # "GDPR", "HIPAA", "PCI DSS"
    traits: tuple[str, ...] = ()  # "time series", "hierarchy", "offline first", ...
    hosting: tuple[Hosted, ...] = ()  # where the text says that it runs, in its order
    domain: str = ""  # pack that fitted best
    domain_source: str = ""  # of a user's own pack: its file, version and hash
    questions: tuple[Question, ...] = ()
    ignored: tuple[str, ...] = ()  # phrases of the brief that became nothing
    decisions: dict[str, Override] = {}
