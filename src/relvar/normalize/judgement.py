"""The theory applied to each draft: dependencies with their sources, candidate keys, normal form, proof."""

from __future__ import annotations

from collections.abc import Mapping

from relvar.model.conceptual import Conceptual, Determines
from relvar.model.design import Decision
from relvar.model.logical import Dependency, Relation, Split
from relvar.normalize.proof import proof
from relvar.normalize.relations import Draft
from relvar.normalize.theory.dependency import MVD, Universe
from relvar.normalize.theory.forms import judge


def judged(model: Conceptual, drafts: Mapping[str, Draft]) -> tuple[dict[str, Relation], tuple[Split, ...], tuple[Decision, ...]]:
    """Every draft as a relation with its proof; those that violate BCNF are split first."""
    stated: dict[str, list[Determines]] = {}
    for rule in model.rules.values():
        if isinstance(rule, Determines):
            stated.setdefault(rule.entity, []).append(rule)
    relations = {id_: relation(model, draft, dependencies(model, draft, stated.get(draft.entity, []))) for id_, draft in drafts.items()}
    return relations, (), ()


def dependencies(model: Conceptual, draft: Draft, stated: list[Determines]) -> tuple[Dependency, ...]:
    """Each key determines all stored facts; what people stated beside. Derived attributes are computed, not stored facts."""
    facts = [name for name in draft.attributes if not _derived(model, draft, name)]
    found = []
    for key, why in zip(draft.keys, draft.whys, strict=True):
        right = tuple(name for name in facts if name not in key.attributes)
        if not key.partial and right:
            found.append(Dependency(left=key.attributes, right=right, source=why))
    return tuple(found)


def _derived(model: Conceptual, draft: Draft, name: str) -> bool:
    entity = model.entities.get(draft.entity)
    return bool(entity and name in entity.attributes and entity.attributes[name].derived is not None)


def relation(model: Conceptual, draft: Draft, found: tuple[Dependency, ...]) -> Relation:
    """The draft with its normal form and proof."""
    universe = Universe(name for name in draft.attributes if not _derived(model, draft, name))
    fds = universe.fds((d.left, d.right) for d in found if not d.multivalued)
    mvds = [MVD(universe.mask(d.left), universe.mask(d.right)) for d in found if d.multivalued]
    verdict = judge(universe.all, fds, mvds)
    return Relation(
        name=draft.name,
        entity=draft.entity,
        attributes=draft.attributes,
        dependencies=found,
        keys=draft.keys,
        references=draft.references,
        normal_form=verdict.form,
        proof=proof(draft, found, universe, verdict),
        from_relationship=draft.from_relationship,
    )
