"""The theory applied to each draft: dependencies with their sources, splits where needed, candidate keys, normal form, proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from relvar.errors import ModelError
from relvar.model.conceptual import Conceptual, Determines, JoinDependency
from relvar.model.design import Decision
from relvar.model.logical import Dependency, NormalForm, Relation, Split
from relvar.normalize.given import MADE_UP, given
from relvar.normalize.proof import proof
from relvar.normalize.relations import Draft
from relvar.normalize.split import parted


def judged(model: Conceptual, drafts: Mapping[str, Draft]) -> tuple[dict[str, Relation], tuple[Split, ...], tuple[Decision, ...]]:
    """Every draft as a relation with its proof; those that violate BCNF, or a stated form beyond it, are split first.

    Raises ModelError for a join dependency that leaves out a fact of its entity.
    """
    stated, users = _stated(model), _users(drafts)
    relations: dict[str, Relation] = {}
    splits: list[Split] = []
    decisions: list[Decision] = []
    taken = set(drafts)
    for draft in drafts.values():
        rules = stated.get(draft.entity, {}) if draft.entity else {}
        whole = (*dependencies(model, draft, rules), *_joins(model, draft, rules))
        result = parted(model, draft, given(draft, _facts(model, draft), whole), taken, users.get(draft.id, ()))
        splits += result.splits
        decisions += result.decisions
        for part in result.drafts:
            own = whole if part is draft else dependencies(model, part, rules)
            relations[part.id] = relation(model, part, own, result.forms.get(part.id))
    return relations, tuple(splits), tuple(decisions)


Stated = Mapping[str, Determines | JoinDependency]


def _stated(model: Conceptual) -> dict[str, dict[str, Determines | JoinDependency]]:
    """By entity and rule id."""
    found: dict[str, dict[str, Determines | JoinDependency]] = {}
    for id_, rule in model.rules.items():
        if isinstance(rule, Determines | JoinDependency):
            found.setdefault(rule.entity, {})[id_] = rule
    return found


def _users(drafts: Mapping[str, Draft]) -> dict[str, tuple[str, ...]]:
    """Who refers to each draft."""
    found: dict[str, dict[str, None]] = {}
    for draft in drafts.values():
        for reference in draft.references.values():
            found.setdefault(reference.relation, {})[draft.name] = None
    return {id_: tuple(names) for id_, names in found.items()}


def _facts(model: Conceptual, draft: Draft) -> tuple[str, ...]:
    """Derived attributes are computed from the same row, not stored facts: no dependency of theirs can be broken."""
    return tuple(name for name in draft.attributes if not _derived(model, draft, name))


def dependencies(model: Conceptual, draft: Draft, stated: Stated) -> tuple[Dependency, ...]:
    """Each key determines all stored facts; beside them what people stated of these attributes."""
    facts = _facts(model, draft)
    found = [Dependency(left=(), right=facts, source=draft.whys[0])] if any(a.purpose == "only_row" for a in draft.attributes.values()) else []
    for key, why in zip(draft.keys, draft.whys, strict=True):
        right = tuple(name for name in facts if name not in key.attributes)
        if not key.partial and right:
            found.append(Dependency(left=key.attributes, right=right, source=why))
    return (*found, *_of_people(draft, facts, stated))


def _of_people(draft: Draft, facts: Sequence[str], stated: Stated) -> Iterator[Dependency]:
    """Rules by attribute and relationship ids, as attributes of the relation; those that lie elsewhere by now, or say nothing, are left out."""
    for rule in stated.values():
        if isinstance(rule, JoinDependency):
            continue
        left, right = _attributes(draft, rule.left), _attributes(draft, rule.right)
        if rule.multivalued:
            yield from _multivalued(draft, facts, rule, left, right)
            continue
        right = tuple(name for name in right if name not in left)
        if right and {*left, *right} <= set(facts) and not any(set(k.attributes) == set(left) for k in draft.keys if not k.partial):
            yield Dependency(left=left, right=right, source=rule.source)


def _multivalued(draft: Draft, facts: Sequence[str], rule: Determines, left: Sequence[str], right: Sequence[str]) -> Iterator[Dependency]:
    """Within a tenant; of a part what lies there, unless that is all of it, which says nothing."""
    left = (*_tenant(draft), *(name for name in left if name not in _tenant(draft)))
    here = tuple(name for name in right if name in facts and name not in left)
    told = [name for name in facts if draft.attributes[name].purpose not in MADE_UP]
    if here and set(left) <= set(facts) and set(told) - {*left, *here}:
        yield Dependency(left=left, right=here, source=rule.source, multivalued=True)


def _joins(model: Conceptual, draft: Draft, stated: Stated) -> Iterator[Dependency]:
    """Join dependencies speak of the whole entity: a fact that one leaves out is an error, for what it says then is not known."""
    told = {name for name in _facts(model, draft) if draft.attributes[name].purpose not in MADE_UP}
    for id_, rule in stated.items():
        if not isinstance(rule, JoinDependency):
            continue
        parts = tuple((*_tenant(draft), *(n for n in _attributes(draft, part) if n not in _tenant(draft))) for part in rule.parts)
        named = {name for part in parts for name in part}
        for names, wrong in ((told - named, "leaves out"), (named - told, "names what is kept elsewhere:")):
            if names:
                what = f"rule {id_}: the join dependency {wrong} {', '.join(sorted(names))} of {draft.entity}"
                raise ModelError(what=what, remedy=f"its parts together name exactly {', '.join(sorted(told))}, or the relationships that hold them")
        yield Dependency(left=(), right=(), source=rule.source, parts=parts)


def _tenant(draft: Draft) -> tuple[str, ...]:
    """Whose row it is: no rule of people speaks across tenants."""
    return tuple(name for name, attribute in draft.attributes.items() if attribute.purpose == "tenant")


def _attributes(draft: Draft, members: Sequence[str]) -> tuple[str, ...]:
    by_relationship = {r.relationship: r.attributes for r in draft.references.values() if r.relationship}
    return tuple(dict.fromkeys(name for member in members for name in by_relationship.get(member, (member,))))


def _derived(model: Conceptual, draft: Draft, name: str) -> bool:
    entity = model.entities.get(draft.entity)
    return bool(entity and name in entity.attributes and entity.attributes[name].derived is not None)


def relation(model: Conceptual, draft: Draft, found: tuple[Dependency, ...], beyond: NormalForm | None = None) -> Relation:
    """The draft with its normal form and proof. `beyond`: the form in which multivalued and join dependencies left it, as a part."""
    known = given(draft, _facts(model, draft), found)
    verdict = known.judged()
    if beyond is not None and not verdict.violations:
        verdict = verdict._replace(form=beyond)
    return Relation(
        name=draft.name,
        entity=draft.entity,
        attributes=draft.attributes,
        dependencies=found,
        keys=draft.keys,
        likely_key=draft.likely_key if set(draft.likely_key) <= set(draft.attributes) else (),
        references=draft.references,
        normal_form=verdict.form,
        proof=proof(draft, known, verdict),
        from_relationship=draft.from_relationship,
    )
