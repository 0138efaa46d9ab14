"""The theory applied to each draft: dependencies with their sources, splits where needed, candidate keys, normal form, proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from relvar.model.conceptual import Conceptual, Determines
from relvar.model.design import Decision
from relvar.model.logical import Dependency, Relation, Split
from relvar.normalize.proof import proof
from relvar.normalize.relations import Draft
from relvar.normalize.split import parted
from relvar.normalize.theory.dependency import MVD, Universe
from relvar.normalize.theory.forms import judge


def judged(model: Conceptual, drafts: Mapping[str, Draft]) -> tuple[dict[str, Relation], tuple[Split, ...], tuple[Decision, ...]]:
    """Every draft as a relation with its proof; those that violate BCNF are split first."""
    stated = _stated(model)
    relations: dict[str, Relation] = {}
    splits: list[Split] = []
    decisions: list[Decision] = []
    taken = set(drafts)
    for draft in drafts.values():
        found = dependencies(model, draft, stated.get(draft.entity, []) if draft.entity else [])
        result = parted(model, draft, found, _universe(model, draft), taken)
        splits += result.splits
        decisions += result.decisions
        for part in result.drafts:
            own = found if part is draft else dependencies(model, part, stated.get(draft.entity, []))
            relations[part.id] = relation(model, part, own)
    return relations, tuple(splits), tuple(decisions)


def _stated(model: Conceptual) -> dict[str, list[Determines]]:
    found: dict[str, list[Determines]] = {}
    for rule in model.rules.values():
        if isinstance(rule, Determines):
            found.setdefault(rule.entity, []).append(rule)
    return found


def _universe(model: Conceptual, draft: Draft) -> Universe:
    """Derived attributes are computed from the same row, not stored facts: no dependency of theirs can be broken."""
    return Universe(name for name in draft.attributes if not _derived(model, draft, name))


def dependencies(model: Conceptual, draft: Draft, stated: Sequence[Determines]) -> tuple[Dependency, ...]:
    """Each key determines all stored facts; beside them what people stated of these attributes."""
    facts = _universe(model, draft).names
    found = [Dependency(left=(), right=facts, source=draft.whys[0])] if any(a.purpose == "only_row" for a in draft.attributes.values()) else []
    for key, why in zip(draft.keys, draft.whys, strict=True):
        right = tuple(name for name in facts if name not in key.attributes)
        if not key.partial and right:
            found.append(Dependency(left=key.attributes, right=right, source=why))
    return (*found, *_of_people(draft, facts, stated))


def _of_people(draft: Draft, facts: Sequence[str], stated: Sequence[Determines]) -> Iterator[Dependency]:
    """Rules by attribute and relationship ids, as attributes of the relation; those that lie elsewhere by now, or say nothing, are left out."""
    for rule in stated:
        left, right = _attributes(draft, rule.left), _attributes(draft, rule.right)
        right = tuple(name for name in right if name not in left)
        if right and {*left, *right} <= set(facts) and not any(set(k.attributes) == set(left) for k in draft.keys if not k.partial):
            yield Dependency(left=left, right=right, source=rule.source, multivalued=rule.multivalued)


def _attributes(draft: Draft, members: Sequence[str]) -> tuple[str, ...]:
    by_relationship = {r.relationship: r.attributes for r in draft.references.values() if r.relationship}
    return tuple(dict.fromkeys(name for member in members for name in by_relationship.get(member, (member,))))


def _derived(model: Conceptual, draft: Draft, name: str) -> bool:
    entity = model.entities.get(draft.entity)
    return bool(entity and name in entity.attributes and entity.attributes[name].derived is not None)


def relation(model: Conceptual, draft: Draft, found: tuple[Dependency, ...]) -> Relation:
    """The draft with its normal form and proof."""
    universe = _universe(model, draft)
    fds = universe.fds((d.left, d.right) for d in found if not d.multivalued)
    mvds = [MVD(universe.mask(d.left), universe.mask(d.right)) for d in found if d.multivalued]
    verdict = judge(universe.all, fds, mvds)
    return Relation(
        name=draft.name,
        entity=draft.entity,
        attributes=draft.attributes,
        dependencies=found,
        keys=draft.keys,
        likely_key=draft.likely_key if set(draft.likely_key) <= set(draft.attributes) else (),
        references=draft.references,
        normal_form=verdict.form,
        proof=proof(draft, found, universe, verdict),
        from_relationship=draft.from_relationship,
    )
