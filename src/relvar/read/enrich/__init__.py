"""Enrichment: what the domain's pack and general judgement add to what the text said. The text wins; conflicts become questions."""

from __future__ import annotations

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.read.enrich import (
    access,
    behaviour,
    generic,
    kinds,
    notation,
    one_thing,
    periods,
    questions,
    reached,
    rules,
    structure,
    surroundings,
    use_cases,
)
from relvar.read.enrich.choosing import choose
from relvar.read.enrich.consistent import consistent
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.pack import Pack
from relvar.read.enrich.rates import Rates


def enrich(conceptual: Conceptual, brief: Brief, packs: tuple[Pack, ...] = ()) -> Conceptual:
    """The model with everything that a design needs: structure, rules, volumes, patterns, use cases, actors.

    `packs` are the user's own, asked before those of the lexicon. Raises ModelError on a dangling id.
    """
    from relvar.read.volumes import volumes

    draft = Draft(conceptual, brief.answers)
    surroundings.settle_tenant(draft, brief.text, brief.depth)
    pack = choose(brief.text, packs)
    if pack is not None:
        structure.match(draft, pack)
        if structure.is_foreign(draft, pack):
            draft.names.clear()
            pack = None
    if pack is not None:
        draft.domain, draft.domain_source = pack.name, pack.origin
        if brief.depth != "minimal":
            one_thing.join(draft, pack)
        structure.merge(draft, pack, brief.text, brief.depth)
        rules.merge(draft, pack)
    kinds.settle(draft)
    if brief.depth != "minimal":  # who is kept apart from whom is judgement, unless the text says it in so many words
        draft.tenant = draft.tenant or (draft.names.get(pack.content.get("tenant", ""), "") if pack else "")
        surroundings.find_tenant(draft, brief.text)
    generic.fill(draft, brief.depth)
    if brief.depth != "minimal":
        periods.order(draft)
    ratios = {name: notation.ratio(text) for name, text in pack.table("volume").items()} if pack else {}
    draft.volumes = volumes(draft, ratios)
    rates = Rates(draft.volumes, draft.entities)
    if pack is not None:
        behaviour.merge(draft, pack, rates)
    questions.ask(draft, rates)
    use_cases.do(draft, rates)
    access.grant(draft)
    reached.prune(draft)
    surroundings.ask_about_scale(draft)
    draft.regimes = surroundings.regimes(draft.done(), brief.text)
    return consistent(draft.done())
