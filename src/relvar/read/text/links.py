"""Statements about how many of one entity another has, gathered per pair and turned into relationships both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from relvar.model.brief import Source
from relvar.model.conceptual import End, OnDelete, Relationship
from relvar.read.text.naming import Key, identifier
from relvar.read.text.sureness import Sure
from relvar.read.text.words import listed

STATED = 0.9  # confidence of a bound that the text counts
TOLD_BY_NUMBER = 0.7  # singular or plural of the noun
ASSUMED = 0.4
# verbs of which one subject does many and one object sees many: students enrol in many courses, courses have many students
SHARED = frozenset(
    [
        "enrol",
        "enroll",
        "attend",
        "join",
        "participate",
        "borrow",
        "follow",
        "like",
        "subscribe",
        "study",
        "teach",
        "read",
        "watch",
        "play",
        "favorite",
        "choose",
        "select",
        "pick",
        "prefer",
        "say",
        "tell",
        "bookmark",
        "favourite",
        "use",
        "visit",
        "rate",
        "review",
        "vote",
        "register",
        "link",
        "tag",
        "label",
        "relate",
        "associate",
        "connect",
        "speak",
        "know",
        "act",
        "star",
        "contribute",
        "compete",
        "collaborate",
        "involve",
        "serve",
        "cover",
        "treat",
        "supply",
        "buy",
        "purchase",
        "sell",
        "rent",
        "hire",
        "handle",
        "access",
        "share",
        "view",
        "certify",
        "qualify",
        "cast",
        "exhibit",
    ]
)
PART_VERBS = frozenset(["have", "include", "contain", "comprise", "consist", "possess"])


@dataclass(slots=True)
class Statement:
    """One instance of `of` has between least and most of `entity`."""

    least: int | None
    most: int | None
    sure: float
    source: Source


@dataclass(slots=True)
class Link:
    """All that is said of the pair (a, b) in one role; a is who was named first. `a_has`: how many b one a has."""

    a: Key
    b: Key
    role: str
    verb: str
    source: Source
    a_has: list[Statement] = field(default_factory=list)
    b_has: list[Statement] = field(default_factory=list)
    part: bool = False
    identifying: bool = False

    def told(self, key: Key) -> bool:
        """Whether something is said of how many of the other one of these has."""
        return bool(self.a_has if key == self.a else self.b_has)

    def best(self, statements: list[Statement]) -> Statement | None:
        return max(statements, key=lambda s: s.sure, default=None)


class Links:
    """The links of a text, in the order in which they were first told."""

    def __init__(self) -> None:
        self.links: dict[tuple[frozenset[Key], str], Link] = {}
        self._roles: dict[frozenset[Key], list[str]] = {}  # of each pair, in the order in which they were first told

    def tell(self, a: Key, b: Key, statement: Statement, verb: str, role: str = "", back: Statement | None = None, part: bool = False) -> Link:
        """One a has so many b. `back`: one b has so many a. `role`: what the b is to the a."""
        where = (frozenset((a, b)), role)
        link = self.links.get(where)
        if link is None:
            link = self.links[where] = Link(a, b, role, verb, statement.source)
            self._roles.setdefault(where[0], []).append(role)
        if link.verb in PART_VERBS and verb not in PART_VERBS:
            link.verb = verb if link.a == a else link.verb
        forth, reverse = (link.a_has, link.b_has) if link.a == a else (link.b_has, link.a_has)
        forth.append(statement)
        if back is not None:
            reverse.append(back)
        link.part |= part
        return link

    def told_at(self) -> Iterator[int]:
        """Where the text says something of a tie: a relationship shows one of these sentences, and the others were understood as well."""
        statements = (statement for link in self.links.values() for statement in (*link.a_has, *link.b_has))
        return (statement.source.start for statement in statements if statement.source.start is not None)

    def between(self, a: Key, b: Key) -> list[Link]:
        pair = frozenset((a, b))
        return [link for role in self._roles.get(pair, ()) if (link := self.links.get((pair, role))) is not None]


def _default_back(link: Link, forth: Statement | None) -> int | None:
    """How many a one b has where the text is silent: one owner of what is had, many where a points at b."""
    if forth is not None and forth.most == 1:
        return None
    return None if link.verb in SHARED else 1


def built(link: Link, ids: dict[Key, str]) -> tuple[str, Relationship]:
    """The relationship of a link, its reference at the end that has one of the other."""
    a_has, b_has = link.best(link.a_has), link.best(link.b_has)
    a_most = a_has.most if a_has else _default_back(link, b_has)
    b_most = b_has.most if b_has else _default_back(link, a_has)
    a_least = a_has.least if a_has and a_has.least is not None else (1 if a_most == 1 and a_has else 0)
    b_least = b_has.least if b_has and b_has.least is not None else (1 if b_most == 1 else 0)
    if link.identifying and link.part:
        b_least, b_most = 1, 1  # a part has one whole
    a_most, b_most = (None if m is not None and m > 1 else m for m in (a_most, b_most))
    if a_most == 1 and b_most is None:  # read from the side of the one: the b that a points at comes first
        first = End(entity=ids[link.b], role=link.role, minimum=a_least, maximum=1)
        second = End(entity=ids[link.a], minimum=b_least, maximum=None)
        name = _name(ids[link.a], link.role or ids[link.b])
        verb = _reverse(link.verb)
    else:
        first = End(entity=ids[link.a], minimum=b_least, maximum=b_most)
        second = End(entity=ids[link.b], role=link.role if b_most is None and a_most is None else "", minimum=a_least, maximum=a_most)
        name = _name(ids[link.b], ids[link.a]) if b_most == 1 else _name(ids[link.a], link.role or ids[link.b])
        verb = link.verb
    action: OnDelete = "cascade" if link.identifying else "clear" if _reference_minimum(first, second) == 0 else "restrict"
    return name, Relationship(
        verb=verb.replace("_", " ") or "has",
        first=first,
        second=second,
        source=link.source,
        identifying=link.identifying,
        on_delete=action,
    )


def _reference_minimum(first: End, second: End) -> int:
    return first.minimum if first.maximum == 1 else second.minimum if second.maximum == 1 else 1


def _name(holder: str, other: str) -> str:
    return identifier((holder, other))


def _reverse(verb: str) -> str:
    return "has" if verb in PART_VERBS or verb in ("belong", "") else verb


def sureness(link: Link, a_first: bool) -> Sure:
    """How sure the text is of the ends' bounds: how many b one a has bounds the end of b."""
    of_b, of_a = (statement.sure if (statement := link.best(told)) else 0.0 for told in (link.a_has, link.b_has))
    return Sure(of_a, of_b) if a_first else Sure(of_b, of_a)


def is_created(verb: str) -> bool:
    """Verbs whose object comes into being by the subject: it has exactly one of them."""
    return verb in listed("create")
