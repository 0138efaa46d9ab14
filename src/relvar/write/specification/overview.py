"""Overview: what it is for, whether the engine carries it, and which promises of the brief the database keeps itself."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.engines.hosting import at
from relvar.model.behaviour import Expire
from relvar.model.brief import Brief
from relvar.model.conceptual import (
    AtMost,
    Check,
    Determines,
    JoinDependency,
    LifeCycle,
    NoOverlap,
    OneOf,
    Retention,
    Rule,
    Specialisation,
    StockLevel,
    Total,
)
from relvar.model.design import Design
from relvar.model.figures import count, in_months, size
from relvar.model.logical import Dependency
from relvar.model.physical import Physical
from relvar.write.page import ASSUMABLE, quantity, source, table


def overview(design: Design, store: str) -> Iterator[str]:
    yield from _carries(design)
    yield from _facts(design)
    yield from _approach(design)
    yield "### What the database itself promises"
    yield ""
    rows = ((_promise(design, rule), _kept_by(design, rule), source(rule.source)) for rule in design.conceptual.rules.values())
    yield from table(("promise", "kept by", "from"), rows)


def _carries(design: Design) -> Iterator[str]:
    for store, topology in design.topology.items():
        load = topology.capacity
        if load.carries:
            continue
        ratio = max(
            load.writes_per_second / max(load.sustained_writes_per_second, 1e-9),
            load.reads_per_second / max(load.sustained_reads_per_second, 1e-9),
        )
        title = engine(design.physical[store].engine).title
        yield f"**{title} does not carry the stated load**: the peak asks {count(load.writes_per_second)} writes/s and "
        yield f"{count(load.reads_per_second)} reads/s; one node sustains {count(load.sustained_writes_per_second)} writes/s and "
        instead = next((m.how for m in topology.measures.values() if m.needed), "another engine or fewer writes")
        yield f"{count(load.sustained_reads_per_second)} reads/s ({ratio:.1f} times too much). Instead: {instead}"
        yield ""


def _facts(design: Design) -> Iterator[str]:
    brief, scale = design.brief, design.conceptual.scale
    engines = ", ".join(_place(p) for p in design.physical.values())
    rows: list[tuple[str, str, str]] = [
        ("brief", _first(brief.text), ""),
        ("database", engines, ""),
        *_readers(brief),
        ("domain", _domain(design), ""),
    ]
    rows += [(_plural(design, name), count(q.value), source(q.source)) for name, q in scale.counts.items()]
    rows += [(f"{_plural(design, name)} a day", count(q.value), source(q.source)) for name, q in scale.rates.items()]
    for name in (*ASSUMABLE, "availability"):
        if (value := getattr(scale, name)) is not None and value.source.kind != "rule":
            rows.append((name.replace("_", " "), quantity(value), source(value.source)))
    rows += [("regions", ", ".join(scale.regions), "")] if scale.regions else []
    rows += [("regimes", ", ".join(design.conceptual.regimes), "")] if design.conceptual.regimes else []
    yield from table(("fact", "value", "from"), rows)


def _place(physical: Physical) -> str:
    """The engine, and where it runs if not on a machine of one's own."""
    found = at(physical)
    return found.title if found is not None else engine(physical.engine).title


def _domain(design: Design) -> str:
    """The pack that fitted, and for a user's own the very file it came from."""
    model = design.conceptual
    return f"{model.domain} ({model.domain_source})" if model.domain_source else model.domain or "no pack fits: generic rules"


def _readers(brief: Brief) -> list[tuple[str, str, str]]:
    found = brief.extraction
    if found is None:
        return []
    if found.failed:
        return [("read by", f"the rules alone: {found.by} was asked and gave nothing that could be used ({found.failed})", "")]
    return [("read by", f"the rules, and {found.by}, which found {found.count()} facts; where the two disagree a question is open", "")]


def _first(text: str, length: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _approach(design: Design) -> Iterator[str]:
    for store, topology in design.topology.items():
        physical, load = design.physical[store], topology.capacity
        biggest = max(physical.tables.values(), key=lambda t: t.rows, default=None)
        yield "### Approach" + (f" ({store})" if len(design.topology) > 1 else "")
        yield ""
        if biggest is not None:
            years = count(design.conceptual.scale.years.value)
            rows = [
                ("tables", f"{len(physical.tables)}, on one {engine(physical.engine).title} node"),
                (f"after {years} years", f"{size(load.heap_bytes + load.index_bytes)}, {size(load.hot_bytes)} of it hot"),
                ("largest", f"`{biggest.name}`, {count(biggest.rows)} rows"),
                ("peak", f"{count(load.reads_per_second)} reads/s, {count(load.writes_per_second)} writes/s"),
            ]
            rows += [(m.means, m.how if m.needed else f"not before {m.until}") for m in topology.measures.values()]
            yield from table(("", ""), rows)


def _name(design: Design, entity: str) -> str:
    found = design.conceptual.entities.get(entity)
    return found.name.replace("_", " ") if found else entity


def _plural(design: Design, phrase: str) -> str:
    found = next((e for e in design.conceptual.entities.values() if phrase in (e.name, e.name.replace("_", " "))), None)
    return (found.plural if found else phrase).replace("_", " ")


def _shared(design: Design, entity: str, member: str) -> str:
    """What several rows of an entity may have in common: the other end of a relationship, or an attribute."""
    relationship = design.conceptual.relationships.get(member)
    if relationship is None:
        return member.replace("_", " ")
    other = relationship.second if relationship.first.entity == entity else relationship.first
    return _name(design, other.entity)


def _promise(design: Design, rule: Rule) -> str:
    name = _name(design, rule.entity)
    if isinstance(rule, Check):
        return f"{name}: {rule.says}"
    if isinstance(rule, OneOf):
        return f"{name}.{rule.attribute} is one of {', '.join(rule.values)}"
    if isinstance(rule, LifeCycle):
        return f"{name}.{rule.attribute} moves only " + ", ".join(f"{a} → {b}" for a, b in rule.transitions)
    if isinstance(rule, NoOverlap):
        shared = " and ".join(_shared(design, rule.entity, member) for member in rule.per)
        return f"two {_plural(design, name)} of one {shared} never overlap in time"
    if isinstance(rule, Total):
        return f"{name}.{rule.attribute} equals the sum over its {_name(design, rule.of)} rows"
    if isinstance(rule, StockLevel):
        return f"{name}.{rule.attribute} never falls below zero, however many take at once"
    if isinstance(rule, AtMost):
        parent = _shared(design, rule.entity, rule.relationship)
        return f"at most {rule.limit_attribute or count(rule.limit)} {_plural(design, name)} for one {parent}"
    if isinstance(rule, Determines):
        return f"{name}: {', '.join(rule.left)} {'yields many' if rule.multivalued else 'determines'} {', '.join(rule.right)}"
    if isinstance(rule, JoinDependency):
        return f"{name} is there wherever {' and '.join('(' + ', '.join(part) + ')' for part in rule.parts)} are"
    if isinstance(rule, Specialisation):
        return _of_kinds(design, rule)
    assert isinstance(rule, Retention)
    if not rule.months:
        each = f" of one {' and '.join(rule.per)}" if rule.per else ""
        return f"all but the newest {size(rule.bytes) + ' of ' if rule.bytes else count(rule.newest) + ' '}{name}{each} are deleted, by {rule.since}"
    return f"{name} is {'emptied of personal data' if _is_emptied(design, rule) else 'deleted'} {in_months(rule.months)} after {rule.since}"


def _of_kinds(design: Design, rule: Specialisation) -> str:
    kinds = ", ".join(_name(design, kind) for kind in rule.kinds)
    among = "one of them at most" if rule.exclusive else "perhaps several of them"
    others = "" if rule.total else ", perhaps none"
    return f"{kinds}: kinds of {_name(design, rule.entity)}, {among}{others}"


def _is_emptied(design: Design, rule: Retention) -> bool:
    """Whether rows stay without what is personal: as the brief says, or because others that must stay refer to them."""
    behaviours = [b for physical in design.physical.values() for b in physical.behaviours.values()]
    return rule.then != "delete" or any(isinstance(b, Expire) and b.table == rule.entity and b.anonymise for b in behaviours)


def _kept_by(design: Design, rule: Rule) -> str:
    if isinstance(rule, Determines | JoinDependency) and _stays(design, rule):
        functional = isinstance(rule, Determines) and not rule.multivalued
        return "a rule between rows" if functional else "nothing but the writes"
    if isinstance(rule, Specialisation) and not rule.exclusive:
        return "a shared key"
    return KEPT_BY[type(rule)]


def _stays(design: Design, rule: Determines | JoinDependency) -> bool:
    """Whether a relation still holds the dependency without a key that upholds it."""
    for relation in design.logical.relations.values():
        keys = [set(key.attributes) for key in relation.keys if not key.partial]
        for one in relation.dependencies:
            if one.source == rule.source and _is(design, rule, one) and not any(key <= set(one.left) for key in keys):
                return True
    return False


def _is(design: Design, rule: Determines | JoinDependency, one: Dependency) -> bool:
    """Whether it is the rule's: relationships have become columns, attributes kept their names."""
    if isinstance(rule, JoinDependency):
        return len(one.parts) == len(rule.parts)
    facts = design.conceptual.entities[rule.entity].attributes
    named = all(name in one.left for name in rule.left if name in facts) and len(rule.left) <= len(one.left)
    return one.multivalued == rule.multivalued and not one.parts and named


KEPT_BY: dict[type, str] = {
    Check: "check constraint",
    OneOf: "check constraint",
    LifeCycle: "transition rule on update",
    NoOverlap: "overlap rule, half-open intervals",
    Total: "kept under the parent row's lock",
    StockLevel: "conditional decrement and a check",
    AtMost: "count under the parent row's lock",
    Retention: "scheduled job",
    Determines: "a relation of its own",
    JoinDependency: "a relation of its own for each part",
    Specialisation: "a shared key, with the kind in the reference",
}
