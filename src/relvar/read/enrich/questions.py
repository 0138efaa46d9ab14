"""Access patterns that follow from the model itself, for every entity that nobody asks about yet: "a boat's catches, newest first"."""

from __future__ import annotations

from relvar.model import conceptual as c
from relvar.read.enrich import generic
from relvar.read.enrich.behaviour import asked
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.rates import Rates
from relvar.read.enrich.spell import a, inferred, said

PAGE = 50
# reads for each row that arrives, and looks at each row that stands, a day: rules of thumb for business software, printed as assumptions
LISTS_FOR_NEW, LISTS_OF_STANDING, LOOKUPS_OF_STANDING, NAMES_OF_STANDING, WORK_LISTS, REPORTS = 2.0, 0.2, 0.3, 0.02, 48.0, 20.0
SMALL = 1_000  # rows; a list that short is read as a whole
REPORT_DAYS = 365
LISTED = ("event", "part", "thing", "association")


def ask(draft: Draft, rates: Rates) -> None:
    """Add the patterns; what is asked already, by the text or a pack, is left alone."""
    thought_through = set(draft.names.values())  # the pack says how these are searched and counted
    fetched = {i for p in draft.patterns.values() for i in p.include}
    for entity_id, entity in list(draft.entities.items()):
        fetched |= _by_identifier(draft, rates, entity_id, entity)
        _by_parent(draft, rates, entity_id, entity, fetched)
        _work_list(draft, rates, entity_id)
        _schedule(draft, rates, entity_id)
        if entity_id not in thought_through:
            _by_name(draft, rates, entity_id, entity)
            _report(draft, rates, entity_id, entity)


def _add(draft: Draft, pattern_id: str, pattern: c.AccessPattern) -> bool:
    """Whether it was added: nobody asks it yet."""
    if pattern_id in draft.patterns or asked(draft, pattern):
        return False
    draft.patterns[pattern_id] = pattern
    return True


def _owner(name: str) -> str:
    return f"{a(name)}'s"


def _by_identifier(draft: Draft, rates: Rates, entity_id: str, entity: c.Entity) -> set[str]:
    """What is read along with the one that is named: ids of relationships."""
    along: set[str] = set()
    for identifier in entity.identifiers:
        attributes = [m for m in identifier.members if m in entity.attributes]
        if len(attributes) != 1 or len(identifier.members) != 1 or entity.entity_kind == "lookup" or attributes[0].endswith("idempotency_key"):
            continue
        parts = [i for i, _own, far in draft.children(entity_id) if _goes_along(draft, entity_id, far.entity)]
        name = f"{a(entity_id)} by its {said(attributes[0])}"
        source = inferred(f"{said(attributes[0])} names one {said(entity_id)}")
        new = entity.entity_kind == "event"
        per_day = rates.quantity(LISTS_FOR_NEW if new else LOOKUPS_OF_STANDING, entity_id, new, source)
        filters = (c.Filter(op="=", attribute=attributes[0]),)
        pattern = c.AccessPattern(
            name=name, entity=entity_id, source=source, operation="read_one", filters=filters, include=tuple(parts), per_day=per_day
        )
        if _add(draft, f"{entity_id}_by_{attributes[0]}", pattern):
            along.update(parts)
    return along


def _goes_along(draft: Draft, whole: str, part: str) -> bool:
    """Parts are read with their whole, secrets never."""
    entity = draft.entities[part]
    secret = any(attribute.meaning.sensitivity == "secret" for attribute in entity.attributes.values())
    return entity.entity_kind == "part" and part != whole and not secret


def _by_parent(draft: Draft, rates: Rates, entity_id: str, entity: c.Entity, fetched: set[str]) -> None:
    """`fetched`: relationships over which some question reads along already."""
    if entity.entity_kind not in LISTED:
        return
    moment = generic.moment(draft, entity_id) if entity.entity_kind == "event" else ""
    for relationship_id, own, far in draft.parents(entity_id):
        if relationship_id in fetched and entity.entity_kind == "part":
            continue
        single = own.maximum == 1
        if far.entity == entity_id or (draft.entities[far.entity].entity_kind == "lookup" and entity.entity_kind != "thing"):
            continue
        if any(p.filters and p.filters[0].path == (relationship_id,) and p.filters[0].op == "=" for p in draft.patterns.of(entity_id)):
            continue
        parent = far.role or far.entity
        source = inferred(f"{said(parent)} and {said(entity_id)} are related: people go from one to the other")
        new = rates.volumes[entity_id].per_day.value > rates.volumes[entity_id].initial.value * 0.01
        per_day = rates.quantity(LISTS_FOR_NEW if new else LISTS_OF_STANDING, entity_id, new, source)
        pattern = c.AccessPattern(
            name=f"{_owner(parent)} {said(entity_id if single else entity.plural)}{', newest first' if moment and not single else ''}",
            entity=entity_id,
            source=source,
            operation="read_one" if single else "list",
            filters=(c.Filter(op="=", path=(relationship_id,)),),
            order=(f"-{moment}",) if moment and not single else (),
            limit=PAGE if moment and not single else 0,
            per_day=per_day,
        )
        _add(draft, f"{entity_id}_of_{parent}", pattern)


def _by_name(draft: Draft, rates: Rates, entity_id: str, entity: c.Entity) -> None:
    name = generic.named_by(draft, entity_id)
    if entity.entity_kind not in ("party", "thing") or not name or rates.volumes[entity_id].after_years < SMALL:
        return
    if any(f.attribute == name for p in draft.patterns.of(entity_id) for f in p.filters):
        return
    source = inferred(f"people know a {said(entity_id)} by its {said(name)}")
    pattern = c.AccessPattern(
        name=f"{said(entity.plural)} whose {said(name)} begins with these letters",
        entity=entity_id,
        source=source,
        filters=(c.Filter(op="prefix", attribute=name),),
        order=(name,),
        limit=20,
        per_day=rates.quantity(NAMES_OF_STANDING, entity_id, False, source),
    )
    _add(draft, f"{entity_id}_by_{name}", pattern)


def _work_list(draft: Draft, rates: Rates, entity_id: str) -> None:
    for rule in draft.rules.of(entity_id):
        if not isinstance(rule, c.LifeCycle) or not rule.open or not rule.final:
            continue
        if any(f.op == "in" and f.attribute == rule.attribute for p in draft.patterns.of(entity_id) for f in p.filters):
            continue
        moment = generic.moment(draft, entity_id)
        source = inferred(f"{', '.join(rule.open)} are work to do")
        pattern = c.AccessPattern(
            name=f"{said(draft.entities[entity_id].plural)} that are {' or '.join(rule.open)}{', oldest first' if moment else ''}",
            entity=entity_id,
            source=source,
            filters=(c.Filter(op="in", attribute=rule.attribute, values=rule.open),),
            order=(moment,) if moment else (),
            limit=2 * PAGE,
            per_day=rates.quantity(WORK_LISTS, "", False, source),
        )
        _add(draft, f"{entity_id}_to_do", pattern)


def _schedule(draft: Draft, rates: Rates, entity_id: str) -> None:
    """What must not overlap is looked at as a calendar: one resource, from a time to a time."""
    for rule in draft.rules.of(entity_id):
        if not isinstance(rule, c.NoOverlap):
            continue
        relationship = next((member for member in rule.per if member in draft.relationships), "")
        if not relationship:
            continue
        ends = draft.relationships[relationship]
        far = ends.first if ends.second.entity == entity_id else ends.second
        source = inferred(f"{said(entity_id)} must not overlap: whoever plans looks at the calendar")
        pattern = c.AccessPattern(
            name=f"{_owner(far.role or far.entity)} calendar between two instants",
            entity=entity_id,
            source=source,
            filters=(c.Filter(op="=", path=(relationship,)), c.Filter(op="range", attribute=rule.start)),
            order=(rule.start,),
            per_day=rates.quantity(3.0, entity_id, True, source),
        )
        _add(draft, f"{entity_id}_calendar_of_{far.role or far.entity}", pattern)


def _report(draft: Draft, rates: Rates, entity_id: str, entity: c.Entity) -> None:
    moment = generic.moment(draft, entity_id) if entity.entity_kind == "event" and not entity.added else ""
    if not moment or any(p.measures for p in draft.patterns.of(entity_id)):
        return
    amounts = [
        n for n, a in entity.attributes.items() if a.meaning.name in ("money", "signed_money", "quantity", "weight", "duration_hours") and a.required
    ]
    source = inferred(f"whoever answers for the {said(entity.plural)} counts them")
    pattern = c.AccessPattern(
        name=f"{said(entity.plural)} by month{', with the sum of ' + said(amounts[0]) if amounts else ''}",
        entity=entity_id,
        source=source,
        operation="aggregate",
        filters=(c.Filter(op="since", attribute=moment, days=REPORT_DAYS),),
        group_by=(f"month({moment})",),
        measures=("count", *(f"sum({a})" for a in amounts[:1])),
        per_day=rates.quantity(REPORTS, "", False, source),
        staleness_s=3600,
    )
    _add(draft, f"{entity_id}_by_month", pattern)
