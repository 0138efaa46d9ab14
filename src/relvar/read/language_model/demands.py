"""Rules and questions that a model found. A kind of rule that the brief's grammar already found for the same thing is left as it is."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model import conceptual as c
from relvar.model import extraction as x
from relvar.model.brief import Quantity, Source
from relvar.model.expression import And, ColumnRef, Compare, Expression
from relvar.model.semantic import SemanticType
from relvar.read.enrich.adjacency import Told
from relvar.read.enrich.behaviour import asked
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import said
from relvar.read.language_model import conditions
from relvar.read.language_model.quoting import Quoting
from relvar.read.language_model.things import Ids
from relvar.read.language_model.weighing import source
from relvar.read.lexicon import named_type
from relvar.read.text.naming import identifier

TIMES = ("timestamp", "date")
LONGEST_TERM = 1_200  # months: a hundred years
MOST_IN_LIMIT = 1_000_000  # instances: what is more is no limit that people state
ASKED_A_DAY = 500.0  # as the rules assume where the text says no frequency (text/patterns.py: LISTS)
FREE_TYPES = ("short_text", "status", "type_name", "name", "title", "description", "priority", "grade")


def demands(draft: Draft, found: x.Extraction, ids: Ids, quoting: Quoting) -> None:
    """Lives before values, for a life names its values too; conditions last, for they look at the types."""
    for life in found.lives:
        _life(draft, life, ids.get(life.entity, ""), quoting)
    for values in found.values:
        _values(draft, values, ids.get(values.entity, ""), quoting)
    for rule in _simple(draft, found, ids, quoting):
        draft.rules.setdefault(_name(rule), rule)
    for wanted in found.conditions:
        _condition(draft, wanted, ids.get(wanted.entity, ""), quoting)
    for question in found.questions:
        _question(draft, question, ids.get(question.entity, ""), ids, quoting)


def _name(rule: c.Rule) -> str:
    ends = {c.AtMost: "limit", c.NoOverlap: "one_at_a_time", c.Retention: "retention"}
    return f"{rule.entity}_{ends[type(rule)]}"


def _ruled(draft: Draft, entity: str, kind: type) -> bool:
    return any(isinstance(r, kind) and r.entity == entity for r in draft.rules.values())


def _base(draft: Draft, entity: str, attribute: str) -> str:
    known = draft.entities[entity].attributes.get(attribute)
    return "" if known is None or known.multivalued else known.meaning.data.base


# --- closed lists and lives ---


def _listable(draft: Draft, entity: str, attribute: str) -> bool:
    """A text of one value, of which no list is known; its form gives way to the list."""
    known = [r for r in draft.rules.values() if isinstance(r, c.OneOf | c.LifeCycle) and (r.entity, r.attribute) == (entity, attribute)]
    names_one = any(i.members == (attribute,) for i in draft.entities[entity].identifiers)
    return not known and not names_one and _base(draft, entity, attribute) == "text"


def _retype(draft: Draft, entity: str, attribute: str, to: str) -> None:
    known = draft.entities[entity].attributes
    meaning: SemanticType = known[attribute].meaning
    if meaning.name not in FREE_TYPES:
        draft.set_entity(entity, attributes={**known, attribute: msgspec.structs.replace(known[attribute], meaning=named_type(to))})


def _values(draft: Draft, fact: x.FoundValues, entity: str, quoting: Quoting) -> None:
    values = tuple(dict.fromkeys(fact.values))
    if entity and len(values) > 1 and not _listable(draft, entity, fact.attribute):
        _disputed(draft, fact, entity, values, quoting)
    elif entity and len(values) > 1:
        _retype(draft, entity, fact.attribute, "type_name")
        rule = c.OneOf(entity=entity, attribute=fact.attribute, values=values, source=source(quoting, fact.quote, fact.attribute))
        draft.rules.setdefault(f"{entity}_{fact.attribute}_values"[:60], rule)


def _disputed(draft: Draft, fact: x.FoundValues, entity: str, values: tuple[str, ...], quoting: Quoting) -> None:
    """The rules' list stays; values that only the model found are asked for."""
    known = next((r for r in draft.rules.values() if isinstance(r, c.OneOf) and (r.entity, r.attribute) == (entity, fact.attribute)), None)
    more = [v for v in values if known is not None and v not in known.values]
    if known is not None and more:
        text = f"Has the {said(fact.attribute)} of {said(entity)} the values {', '.join(more)} too, beside {', '.join(known.values)}?"
        told = source(quoting, fact.quote, fact.attribute)
        if draft.denies(text, "no", f"the values that {entity}.{fact.attribute} may have", 0.5, told):
            rule_id = next(i for i, r in draft.rules.items() if r is known)
            draft.rules[rule_id] = msgspec.structs.replace(known, values=(*known.values, *more))


def _life(draft: Draft, fact: x.FoundLife, entity: str, quoting: Quoting) -> None:
    pairs = _reachable(tuple(dict.fromkeys((t.before, t.after) for t in fact.transitions if t.before != t.after)))
    if not entity or not pairs or _ruled(draft, entity, c.LifeCycle):
        return
    told = source(quoting, fact.quote, entity)
    if fact.attribute not in draft.entities[entity].attributes:
        made = c.Attribute(name=fact.attribute, meaning=named_type("status"), source=told)
        draft.set_entity(entity, attributes={**draft.entities[entity].attributes, fact.attribute: made})
    listed = next((r for r in draft.rules.values() if isinstance(r, c.OneOf) and (r.entity, r.attribute) == (entity, fact.attribute)), None)
    states = tuple(dict.fromkeys(state for pair in pairs for state in pair))
    if listed is not None and set(listed.values) == set(states):  # the same states: the rules only did not read what leads to what
        draft.rules = Told({i: r for i, r in draft.rules.items() if r is not listed})
    if not _listable(draft, entity, fact.attribute):
        return
    _retype(draft, entity, fact.attribute, "status")
    left = tuple(dict.fromkeys(before for before, _ in pairs))
    draft.rules[f"{entity}_life"] = c.LifeCycle(
        entity=entity,
        attribute=fact.attribute,
        initial=pairs[0][0],
        transitions=pairs,
        source=told,
        final=tuple(state for state in states if state not in left),
        open=left,
    )


def _reachable(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The transitions as far as the first state leads to them."""
    reached = {pairs[0][0]} if pairs else set()
    for _ in pairs:
        reached |= {after for before, after in pairs if before in reached}
    return tuple(pair for pair in pairs if pair[0] in reached)


# --- limits, calendars, terms ---


def _simple(draft: Draft, found: x.Extraction, ids: Ids, quoting: Quoting) -> Iterator[c.Rule]:
    for limit in found.limits:
        entity, way = ids.get(limit.entity, ""), _way(draft, ids.get(limit.entity, ""), ids.get(limit.per, ""))
        if way and 0 < limit.limit <= MOST_IN_LIMIT and not _ruled(draft, entity, c.AtMost):
            yield c.AtMost(entity=entity, relationship=way, limit=limit.limit, source=source(quoting, limit.quote, entity))
    for slot in found.no_overlaps:
        entity, way = ids.get(slot.entity, ""), _way(draft, ids.get(slot.entity, ""), ids.get(slot.per, ""))
        bases = {_base(draft, entity, slot.start), _base(draft, entity, slot.end)} if way and slot.start != slot.end else set()
        if len(bases) == 1 and bases <= set(TIMES) and not _ruled(draft, entity, c.NoOverlap):
            yield c.NoOverlap(entity=entity, per=(way,), start=slot.start, end=slot.end, source=source(quoting, slot.quote, entity))
    for term in found.retentions:
        entity = ids.get(term.entity, "")
        if entity and _base(draft, entity, term.since) in TIMES and 0 < term.months <= LONGEST_TERM and not _ruled(draft, entity, c.Retention):
            yield c.Retention(entity=entity, since=term.since, months=term.months, then=term.then, source=source(quoting, term.quote, entity))


def _way(draft: Draft, entity: str, far: str) -> str:
    """The reference that leads from an entity to another, or ""."""
    return next((i for i, _own, end in draft.parents(entity) if end.entity == far and far != entity), "") if entity and far else ""


# --- conditions ---


def _condition(draft: Draft, fact: x.FoundCondition, entity: str, quoting: Quoting) -> None:
    tree = conditions.condition(fact.must_hold, draft.entities[entity].attributes) if entity else None
    if tree is None or not _agrees(draft, entity, tree):
        return
    told = source(quoting, fact.quote, entity)
    name = f"{entity}_{identifier(tuple(fact.must_hold.split()))}"[:60].strip("_")
    rule = c.Check(entity=entity, condition=tree, says=told.words, source=told, bad=conditions.bad_value(tree))
    draft.rules.setdefault(name, rule)


def _agrees(draft: Draft, entity: str, tree: Expression) -> bool:
    """Whether rows are left that satisfy it beside the entity's other rules: no second word on a closed list or a pair of attributes."""
    others = [r for r in draft.rules.values() if r.entity == entity]
    pairs = {pair for r in others if isinstance(r, c.Check) for pair in conditions.compared(r.condition)}
    lists = {r.attribute for r in others if isinstance(r, c.OneOf | c.LifeCycle)}
    known: Expression = And(items=tuple(r.condition for r in others if isinstance(r, c.Check)))
    free = conditions.meets(conditions.ranges(known, ""), conditions.ranges(tree, ""))
    return free and not pairs & set(conditions.compared(tree)) and not lists & _texts(tree)


def _texts(tree: Expression) -> set[str]:
    """Attributes of which a condition names values."""
    if isinstance(tree, And):
        return {name for item in tree.items for name in _texts(item)}
    operand = tree.left if isinstance(tree, Compare) else getattr(tree, "operand", None)
    return {operand.column} if isinstance(operand, ColumnRef) else set()


# --- questions asked of the data ---


def _question(draft: Draft, fact: x.FoundQuestion, entity: str, ids: Ids, quoting: Quoting) -> None:
    filters = [_filter(draft, entity, ids.get(name, name), fact.compared) for name in fact.by] if entity else []
    if entity and fact.between and _base(draft, entity, fact.between) in (*TIMES, *conditions.NUMBERS):
        filters.append(c.Filter(op="range", attribute=fact.between))
    ordered = fact.newest_first if entity and _base(draft, entity, fact.newest_first) in TIMES else ""
    if not filters or None in filters:
        return
    told = source(quoting, fact.quote, entity)
    by = " and ".join(said(name) for name in (*fact.by, *((fact.between,) if fact.between else ())))
    name = f"{said(draft.entities[entity].plural)} by {by}{', newest first' if ordered else ''}"
    pattern = c.AccessPattern(
        name=name,
        entity=entity,
        source=told,
        filters=tuple(f for f in filters if f is not None),
        order=(f"-{ordered}",) if ordered else (),
        per_day=Quantity(value=ASKED_A_DAY, unit="a day", source=Source(kind="rule", words="a question, no frequency stated", confidence=0.4)),
    )
    if not asked(draft, pattern):
        draft.patterns.setdefault(identifier(tuple(name.replace(",", "").split())), pattern)


def _filter(draft: Draft, entity: str, name: str, how: x.Compared) -> c.Filter | None:
    base = _base(draft, entity, name)
    if base and draft.entities[entity].attributes[name].meaning.sensitivity != "secret":
        if how != "equals" and base == "text":
            return c.Filter(op="prefix" if how == "begins" else "search", attribute=name)
        return c.Filter(op="=", attribute=name) if how == "equals" else None
    way = _way(draft, entity, name)
    return c.Filter(op="=", path=(way,)) if way else None
