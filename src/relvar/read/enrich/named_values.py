"""Names and values as rows: "each property has a name and a value" are parts of what they tell of, and one of them is its name."""

from __future__ import annotations

import msgspec

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, inferred, said
from relvar.read.lexicon import named_type

NAMES = ("name", "key")
VALUE = "value"
BESIDE = ("unit",)  # what may stand beside a value and says no more than how it is meant
UNTYPED = "measurement"  # what a value is taken for where it is one of an instrument


def settle_named_values(draft: Draft) -> None:
    """The identifier, and the reference by which a name and a value go with their owner."""
    for entity_id, entity in list(draft.entities.items()):
        names = [name for name in NAMES if name in entity.attributes]
        if len(names) != 1 or set(entity.attributes) - {*names, *BESIDE} != {VALUE} or entity.identifiers:
            continue
        around = draft.around(entity_id)
        if len(around) == 1 and around[0][2].maximum == 1 and around[0][2].minimum == 1 and around[0][2].entity != entity_id:
            _settle(draft, entity_id, names[0], around[0])


def _settle(draft: Draft, entity_id: str, name: str, around: tuple[str, c.End, c.End]) -> None:
    relationship, _, owner = around
    why = inferred(f"{a(entity_id)} is told of one {said(owner.entity)} by its {name}")
    entity = draft.entities[entity_id]
    value = entity.attributes[VALUE]
    if value.meaning.name == UNTYPED:  # of this name a number, of that a word
        value = msgspec.structs.replace(value, meaning=named_type("short_text"))
    draft.set_entity(
        entity_id,
        entity_kind="part",
        attributes={**entity.attributes, VALUE: value},
        identifiers=(c.Identifier(members=(relationship, name), source=why, primary=True),),
    )
    whole = draft.relationships[relationship]
    draft.relationships[relationship] = msgspec.structs.replace(whole, identifying=True, on_delete="cascade")
