"""A reading as plain facts, and a brief of the corpus with the facts that a careful analyst reads in it.

A fact is one line of text. Names in a corpus file may offer alternatives: "move|hive_move"; the first is the canonical one.
Only what the brief itself says counts: what a pack or a rule brought is left out on both sides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from relvar.model import conceptual as c
from relvar.model.brief import Source

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("entities", "attributes", "identifiers", "relationships", "rules", "roles", "patterns", "volumes")
Facts = dict[str, set[str]]


class Case(NamedTuple):
    """One brief of the corpus. `also`: other name -> canonical name, of entities and of "entity.attribute".

    `kinds`: what its facts are complete in.
    """

    name: str
    style: str
    text: str
    scale: str
    expected: Facts
    also: dict[str, str]
    kinds: tuple[str, ...]


def cases() -> list[Case]:
    """Every brief of the corpus, in the order of its file names."""
    return [_case(path) for path in sorted(CORPUS.glob("*.toml"))]


def _case(path: Path) -> Case:
    raw = tomllib.loads(path.read_text())
    also: dict[str, str] = {}
    expected: Facts = {kind: set() for kind in KINDS}
    for names, attributes in raw["entities"].items():
        entity = _canonical(names, also)
        expected["entities"].add(entity)
        for words in attributes:
            names_of = [f"{entity}.{name}" for name in words.split("|")]
            also |= dict.fromkeys(names_of[1:], names_of[0])
            expected["attributes"].add(names_of[0])
    for kind in KINDS[2:]:
        expected[kind] = {normal(fact) for fact in raw.get(kind, [])}
    return Case(path.stem, raw["style"], raw["text"].strip(), raw.get("scale", ""), expected, also, tuple(raw.get("kinds", KINDS)))


def _canonical(names: str, also: dict[str, str]) -> str:
    first, *rest = names.split("|")
    also.update(dict.fromkeys(rest, first))
    return first


def normal(fact: str) -> str:
    """One space between words; ends of a relationship in alphabetical order."""
    words = " ".join(fact.split())
    left, dash, right = words.partition(" -- ")
    return " -- ".join(sorted((left, right))) if dash else words


def facts(model: c.Conceptual, also: dict[str, str]) -> Facts:
    """What a reading says, by kind, under the corpus' names."""
    name = _Names(also)
    return {
        "entities": {name.entity(e) for e, entity in model.entities.items() if _said(entity.source)},
        "attributes": {name.attribute(e, a) for e, entity in model.entities.items() for a, found in entity.attributes.items() if _said(found.source)},
        "identifiers": {
            f"{name.entity(e)}: {', '.join(sorted(name.member(model, e, m) for m in i.members))}"
            for e, entity in model.entities.items()
            for i in entity.identifiers
            if _said(i.source)
        },
        "relationships": {normal(_relationship(name, r)) for r in model.relationships.values() if _said(r.source)},
        "rules": {fact for r in model.rules.values() if _said(r.source) for fact in _rule(name, model, r)},
        "roles": {name.entity(a) for a, actor in model.actors.items() if _said(actor.source)},
        "patterns": {_pattern(name, model, p) for p in model.patterns.values() if _said(p.source)},
        "volumes": set(_volumes(name, model)),
    }


class _Names:
    def __init__(self, also: dict[str, str]) -> None:
        self.also = also

    def entity(self, id_: str) -> str:
        return self.also.get(id_, id_)

    def attribute(self, entity: str, id_: str) -> str:
        plain = id_.removeprefix(f"{entity}_") if id_ == f"{entity}_number" else id_  # a grave's "number" may be called its grave number
        found = f"{self.entity(entity)}.{plain}"
        return self.also.get(found, found)

    def member(self, model: c.Conceptual, entity: str, id_: str) -> str:
        """An attribute, or the far end of a relationship."""
        first, _, rest = id_.partition(".")
        relationship = model.relationships.get(first)
        if relationship is not None and rest:  # one relationship after the other
            ends = {relationship.first.entity, relationship.second.entity}
            return self.member(model, next(iter(ends - {entity}), entity), rest)
        if relationship is None:
            return self.attribute(entity, id_).partition(".")[2]
        ends = [relationship.first.entity, relationship.second.entity]
        return self.entity(ends[1] if ends[0] == entity else ends[0])


def _said(source: Source) -> bool:
    return source.kind in ("brief", "scale")


def _bounds(end: c.End) -> str:
    return f"{end.minimum}..{'*' if end.maximum is None else end.maximum}"


def _relationship(name: _Names, r: c.Relationship) -> str:
    """ "1..1 beekeeper -- 0..* hive": a hive has one beekeeper, a beekeeper any number of hives."""
    return f"{_bounds(r.first)} {name.entity(r.first.entity)} -- {_bounds(r.second)} {name.entity(r.second.entity)}"


def _rule(name: _Names, model: c.Conceptual, rule: c.Rule) -> Iterator[str]:
    entity = name.entity(rule.entity)
    match rule:
        case c.OneOf():
            yield f"{name.attribute(rule.entity, rule.attribute)} one of {', '.join(sorted(rule.values))}"
        case c.LifeCycle():
            yield from (f"{entity} {a} -> {b}" for a, b in rule.transitions)
        case c.NoOverlap():
            yield f"{entity} no overlap per {', '.join(sorted(name.member(model, rule.entity, p) for p in rule.per))}"
        case c.AtMost():
            yield f"{entity} at most {rule.limit or rule.limit_attribute} per {name.member(model, rule.entity, rule.relationship)}"
        case c.Retention():
            yield f"{entity} kept {rule.months} months"
        case c.Specialisation():
            kinds = (" | " if rule.exclusive else " + ").join(sorted(name.entity(kind) for kind in rule.kinds))
            yield f"{kinds} of {'every' if rule.total else 'some'} {entity}"
        case c.Check():
            yield f"{entity} check {rule.says}"
        case c.Total() | c.StockLevel():
            yield f"{entity} {type(rule).__name__.lower()} {rule.attribute} of {name.entity(rule.of)}"
        case c.Determines():
            yield f"{entity} {', '.join(sorted(rule.left))} determines {', '.join(sorted(rule.right))}"
        case c.JoinDependency():
            yield f"{entity} joins {'; '.join(sorted(', '.join(sorted(part)) for part in rule.parts))}"


def _pattern(name: _Names, model: c.Conceptual, p: c.AccessPattern) -> str:
    """ "ticket by agent, status", "ticket counted by agent, month"; "latest ticket" where the newest come first."""
    grouped = [re.sub(r"\(.*\)", "", g) if "(" in g else name.member(model, p.entity, g) for g in p.group_by]
    asked = [_asked(name, model, p, f) for f in p.filters if f.op != "since"]
    words = [f"{'counted' if p.operation == 'aggregate' else ''} by {', '.join(sorted({*grouped, *asked}))}"] if grouped or asked else []
    latest = "latest " if p.order and p.order[0].startswith("-") and p.operation == "list" else ""
    return normal(f"{latest}{name.entity(p.entity)} {' '.join(words)}")


def _asked(name: _Names, model: c.Conceptual, p: c.AccessPattern, one: c.Filter) -> str:
    entity = p.entity
    for step in one.path:
        r = model.relationships[step]
        entity = r.second.entity if r.first.entity == entity else r.first.entity
    return name.attribute(entity, one.attribute).partition(".")[2] if one.attribute else name.entity(entity)


def _volumes(name: _Names, model: c.Conceptual) -> Iterator[str]:
    """ "beekeeper 300", "ticket 5000 a day"."""
    for entity, volume in model.volumes.items():
        if _said(volume.initial.source) and volume.initial.value:
            yield f"{name.entity(entity)} {volume.initial.value:g}"
        elif _said(volume.per_day.source) and volume.per_day.value:
            yield f"{name.entity(entity)} {volume.per_day.value:g} a day"
