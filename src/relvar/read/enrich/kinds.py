"""What the text leaves open of kinds: whether one may be of two, and whether each is of one. Asked, and settled as the user answers."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, said
from relvar.read.lexicon import named_type

WEIGHT_EXCLUSIVE, WEIGHT_TOTAL = 0.55, 0.4  # a reference that refuses rows, against a column that may be empty
TYPE = "type"


def settle(draft: Draft) -> None:
    """Ask about each of the kinds what was assumed, and change the rule where the answer is another."""
    for id_, rule in list(draft.rules.items()):
        if isinstance(rule, c.Specialisation):
            draft.rules[id_] = _total(draft, _exclusive(draft, rule))


def _exclusive(draft: Draft, rule: c.Specialisation) -> c.Specialisation:
    names = [said(value) for value in named(draft, rule)]
    if "exclusive" not in rule.assumed or len(names) < 2:
        return rule
    text = f"Can {a(said(rule.entity))} be {a(names[0])} and {a(names[1])} at once?"
    changes = "whether a row of two kinds is refused by the references of their tables"
    if not draft.denies(text, "no" if rule.exclusive else "yes", changes, WEIGHT_EXCLUSIVE, rule.source):
        return rule
    return _made_overlapping(draft, rule) if rule.exclusive else _made_exclusive(draft, rule)


def named(draft: Draft, rule: c.Specialisation) -> tuple[str, ...]:
    """The names of all kinds, those too that have no entity."""
    known = _list_of(draft, rule)
    return known[1].values if known else tuple(rule.kinds)


def _list_of(draft: Draft, rule: c.Specialisation) -> tuple[str, c.OneOf] | None:
    """The closed list of what says of which kind one is, with its id."""
    of = (rule.entity, rule.attribute)
    return next(((id_, one) for id_, one in draft.rules.items() if isinstance(one, c.OneOf) and (one.entity, one.attribute) == of), None)


def _total(draft: Draft, rule: c.Specialisation) -> c.Specialisation:
    if "total" not in rule.assumed:
        return rule
    names = [a(said(value)) for value in named(draft, rule)]
    text = f"Is every {said(rule.entity)} {' or '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}?"
    changes = f"whether there may be {said(draft.entities[rule.entity].plural)} of no kind"
    if not draft.denies(text, "yes" if rule.total else "no", changes, WEIGHT_TOTAL, rule.source):
        return rule
    if rule.attribute:
        _set(draft, rule.entity, rule.attribute, replace(draft.entities[rule.entity].attributes[rule.attribute], required=not rule.total))
    return replace(rule, total=not rule.total)


def _made_overlapping(draft: Draft, rule: c.Specialisation) -> c.Specialisation:
    """No single word says any more of what kind it is; where the list has words without an entity, they stay to be said."""
    known = _list_of(draft, rule)
    if known is not None and set(known[1].values) == set(rule.kinds.values()):
        entity = draft.entities[rule.entity]
        draft.set_entity(rule.entity, attributes={name: it for name, it in entity.attributes.items() if name != rule.attribute})
        del draft.rules[known[0]]
    return replace(rule, exclusive=False, attribute="", kinds=dict.fromkeys(rule.kinds, ""))


def _made_exclusive(draft: Draft, rule: c.Specialisation) -> c.Specialisation:
    """A type that says of which kind it is."""
    name = TYPE if TYPE not in draft.entities[rule.entity].attributes else "kind"
    kinds = {kind: said(kind) for kind in rule.kinds}
    _set(draft, rule.entity, name, c.Attribute(name=name, meaning=named_type("type_name"), source=rule.source, required=rule.total))
    draft.rules[f"{rule.entity}_{name}_values"] = c.OneOf(entity=rule.entity, attribute=name, values=tuple(kinds.values()), source=rule.source)
    return replace(rule, exclusive=True, attribute=name, kinds=kinds)


def _set(draft: Draft, entity: str, name: str, attribute: c.Attribute) -> None:
    draft.set_entity(entity, attributes={**draft.entities[entity].attributes, name: attribute})


def without(rules: dict[str, c.Rule], entity: str) -> dict[str, c.Rule]:
    """The rules once an entity is gone: none speaks of it, and it is no kind of anything."""
    found: dict[str, c.Rule] = {}
    for id_, rule in rules.items():
        if isinstance(rule, c.Specialisation) and entity in rule.kinds:
            rule = replace(rule, kinds={kind: value for kind, value in rule.kinds.items() if kind != entity})
        if rule.entity != entity and not (isinstance(rule, c.Specialisation) and not rule.kinds):
            found[id_] = rule
    return found
