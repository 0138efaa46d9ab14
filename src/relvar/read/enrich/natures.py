"""What a bare event is by its nature: a rental has a start, an end and a state; a sale has an amount (lexicon/natures.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from relvar.model import conceptual as c
from relvar.model.expression import ColumnRef, Compare
from relvar.read.enrich import notation
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, inferred, said
from relvar.read.enrich.structure import default_of
from relvar.read.lexicon import named_type

PORTION = "portion"  # of the natures the one of things; the others are of events


@cache
def _natures() -> dict[str, tuple[str, dict[str, Any]]]:
    """Last word of a name -> the nature's name and entry."""
    table = tomllib.loads((files("relvar.read.lexicon") / "natures.toml").read_text(encoding="utf-8"))
    return {word: (name, entry) for name, entry in table.items() for word in entry["words"].split()}


def nameless(entity_id: str) -> bool:
    """Whether a thing has no name by its nature: a packet, a crate, a batch."""
    return _natures().get(entity_id.rsplit("_", 1)[-1], ("",))[0] == PORTION


def settle(draft: Draft) -> None:
    """Fill the events of which the text says nothing but the name, and no pack knows more."""
    known = set(draft.names.values())
    for entity_id, entity in list(draft.entities.items()):
        found = None if nameless(entity_id) else _natures().get(entity_id.rsplit("_", 1)[-1])
        if entity.entity_kind == "event" and not entity.attributes and not entity.supertype and entity_id not in known and found:
            _fill(draft, entity_id, *found)


def _fill(draft: Draft, entity_id: str, nature: str, entry: dict[str, Any]) -> None:
    source = inferred(f"{a(entity_id)} is {a(nature)} by nature: {said(nature)}", 0.5)
    lines = [notation.attribute(line) for line in notation.lines(entry["attributes"])]
    made = {
        line.name: c.Attribute(
            name=line.name,
            meaning=named_type(line.meaning),
            source=source,
            description=line.description,
            required=line.required,
            default=default_of(line),
            frozen="frozen" in line.flags,
        )
        for line in lines
    }
    keys = tuple(c.Identifier(members=(line.name,), source=source, primary=True) for line in lines if "key" in line.flags)
    entity = draft.entities[entity_id]
    draft.set_entity(entity_id, attributes=made, identifiers=(*entity.identifiers, *keys), immutable=entity.immutable or "immutable" in entry)
    if "states" in entry:
        _life(draft, entity_id, entry["states"])
    if "period" in entry:
        _period(draft, entity_id, *entry["period"])


def _life(draft: Draft, entity_id: str, states: str) -> None:
    source = inferred(f"the states of {a(entity_id)} are not named", 0.3)
    text = f"Which states has {a(entity_id)}, and which lead to which?"
    shown = states.replace(" > ", ", then ").replace("_", " ")
    said_states = draft.ask(text, shown, f"{entity_id}.status and the work lists by it", 0.5, source, "states")
    pairs = notation.transitions(notation.chain(said_states) if said_states else states)
    left = tuple(dict.fromkeys(state for state, _ in pairs))
    final = tuple(dict.fromkeys(after for _, after in pairs if after not in left))
    draft.rules[f"{entity_id}_life"] = c.LifeCycle(
        entity=entity_id, attribute="status", initial=pairs[0][0], transitions=pairs, source=source, final=final, open=left
    )


def _period(draft: Draft, entity_id: str, start: str, end: str) -> None:
    ends_later = Compare(op=">", left=ColumnRef(column=end), right=ColumnRef(column=start))
    says = f"{a(entity_id)} ends after it starts"
    draft.rules[f"{entity_id}_ends_after_start"] = c.Check(entity=entity_id, condition=ends_later, says=says, source=inferred(says))
    things = [(i, far.entity) for i, _own, far in draft.parents(entity_id) if draft.entities[far.entity].entity_kind == "thing"]
    if not things or any(isinstance(r, c.NoOverlap) for r in draft.rules.of(entity_id)):
        return
    relationship, thing = things[0]
    source = inferred(f"one {said(thing)} is in one {said(entity_id)} at a time", 0.5)
    text = f"May one {said(thing)} be in two {said(draft.entities[entity_id].plural)} at the same time?"
    if not draft.denies(text, "no", f"the rule {entity_id}_one_at_a_time, which refuses the second", 0.7, source):
        draft.rules[f"{entity_id}_one_at_a_time"] = c.NoOverlap(entity=entity_id, per=(relationship,), start=start, end=end, source=source)
