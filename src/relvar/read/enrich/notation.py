"""The short notation of domain packs (documented in lexicon/packs/README.md), line by line, into plain parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

LAST_WORDS = ("restrict", "cascade", "clear", "identifying", "frozen")
CARDINALITY = {
    "N:1": (1, 1, 0, None),
    "N:?": (0, 1, 0, None),
    "+:1": (1, 1, 1, None),
    "1:1": (1, 1, 0, 1),
    "1:?": (0, 1, 0, 1),
    "M:N": (0, None, 0, None),
}
OPERATORS = ("=", "range", "in", "prefix", "part", "search", "is_null", "since")


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """`name[?] type flags | description`."""

    name: str
    meaning: str
    required: bool
    flags: frozenset[str]
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class RelationshipLine:
    """`child cardinality parent verb flags`; the numbers are minimum and maximum of the parent, then of the child."""

    child: str
    parent: str
    verb: str
    numbers: tuple[int, int | None, int, int | None]
    flags: frozenset[str]
    role: str


@dataclass(frozen=True, slots=True)
class Condition:
    """`op target values`: one filter of a pattern; the target's segments are parted by a slash."""

    op: str
    target: tuple[str, ...]
    values: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """`action entity[.attribute,attribute] : note`."""

    action: str
    entity: str
    sets: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PermissionLine:
    """`operations entity [own:path | tenant] [hidden:attributes]`."""

    operations: tuple[str, ...]
    entity: str
    scope: str = "all"
    through: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """`n x standing user` (a day for each that stands), `n x new order` (for each that arrives), or `n` a day."""

    times: float
    of: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many of an entity there are. `per`: for each of `of`, standing and arriving; `yearly`: arriving a year for each standing;
    `standing`: standing for each standing; with `of` empty, a number by itself."""

    kind: str
    times: float
    of: str = ""
    skew: float | None = None
    updates: float | None = None
    words: str = field(default="")


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def attribute(line: str) -> AttributeLine:
    head, _, description = line.partition("|")
    name, meaning, *flags = head.split()
    default = next((flag.removeprefix("default=") for flag in flags if flag.startswith("default=")), "")
    return AttributeLine(name.replace("?", ""), meaning, "?" not in name, frozenset(flags), default, description.strip())


def relationship(line: str) -> RelationshipLine:
    child, cardinality, parent, *rest = line.split()
    role = next((word.removeprefix("role=") for word in rest if word.startswith("role=")), "")
    verb = " ".join(word for word in rest if word not in LAST_WORDS and not word.startswith("role="))
    return RelationshipLine(child, parent, verb or "has", CARDINALITY[cardinality], frozenset(rest) & frozenset(LAST_WORDS), role)


def condition(text: str) -> Condition:
    op, target, *values = text.split()
    if op not in OPERATORS:
        raise ValueError(text)
    days = int(values[0]) if op == "since" else 0
    return Condition(op, tuple(target.split("/")), tuple(values) if op == "in" else (), days)


def step(text: str) -> StepLine:
    head, _, note = text.partition(" : ")
    action, what = head.split(maxsplit=1)
    entity, _, sets = what.partition(".")
    return StepLine(action, entity.strip(), tuple(s.strip() for s in sets.split(",") if s.strip()), note.strip())


def permission(text: str) -> PermissionLine:
    operations, entity, *rest = text.split()
    scope, through, hidden = "all", (), ()  # type: tuple[str, tuple[str, ...], tuple[str, ...]]
    for word in rest:
        if word.startswith("own:"):
            scope, through = "own", tuple(word.removeprefix("own:").split("/"))
        elif word.startswith("hidden:"):
            hidden = tuple(word.removeprefix("hidden:").split(","))
        else:
            scope = word
    return PermissionLine(tuple(operations.split(",")), entity, scope, through, hidden)


def rate(text: str) -> Rate:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?: x (standing|new) (\w+))?", text)
    if found is None:
        raise ValueError(text)
    return Rate(float(found[1]), found[3] or "", found[2] == "new")


def ratio(text: str) -> Ratio:
    """`2.6 per order`, `4 yearly user`, `0.02 standing user`, `50`; then `skew 0.8` and `updates 3`."""
    found = re.match(r"(\d+(?:\.\d+)?)(?: (per|yearly|standing) (\w+))?(?= skew | updates |$)", text)
    if found is None:
        raise ValueError(text)
    skew, updates = re.search(r"skew ([\d.]+)", text), re.search(r"updates ([\d.]+)", text)
    return Ratio(
        kind=found[2] or "standing",
        times=float(found[1]),
        of=found[3] or "",
        skew=float(skew[1]) if skew else None,
        updates=float(updates[1]) if updates else None,
    )


def chain(text: str) -> str:
    """What a user says of states, "drawn, cast, tuned; drawn to cancelled", in the notation of `transitions`."""
    chains = (re.split(r"\s*(?:,\s*(?:and |then )?|>|->|\bto\b|\bthen\b|\band\b)\s*", part.strip().rstrip(".")) for part in text.split(";"))
    return "; ".join(" > ".join(re.sub(r"\W+", "_", state.lower()).strip("_") for state in states if state.strip()) for states in chains)


def transitions(text: str) -> tuple[tuple[str, str], ...]:
    """`a > b > c; a > d` as pairs, in order."""
    pairs: list[tuple[str, str]] = []
    for chain in text.split(";"):
        states = [state.strip() for state in chain.split(">")]
        pairs += [pair for pair in pairwise(states) if pair not in pairs]
    return tuple(pairs)
