"""The drafts that a decomposition makes of one: names, keys and references of the parts, and what stays at home."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from relvar.model.logical import Key, Reference, RelationAttribute
from relvar.normalize.given import Given
from relvar.normalize.relations import Draft
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD
from relvar.normalize.theory.keys import candidate_keys, minimize
from relvar.normalize.theory.project import project


def home(draft: Draft, known: Given, parts: Sequence[int]) -> int:
    """The part that keeps the id: that of the primary key; where that is made up, the largest, of equals the last."""
    names = next(key.attributes for key in draft.keys if key.primary)
    primary = known.universe.mask(name for name in names if name not in known.left_out)
    if known.left_out:
        return max(reversed(parts), key=int.bit_count)
    return next((part for part in parts if primary & ~part == 0), parts[-1])


def taken_apart(draft: Draft, known: Given, parts: Sequence[int], taken: set[str]) -> list[tuple[int, Draft]]:
    """A draft for each part, that of home first; the others are named after their keys."""
    main = home(draft, known, parts)
    made = [(part, _part(draft, known, part, _keys_of(part, main, known), taken)) for part in parts if part != main]
    return [(main, _main(draft, known, main, [one for _, one in made])), *made]


def _keys_of(part: int, main: int, known: Given) -> list[int]:
    """Candidate keys of a part; first one that the main part holds, so that it can refer to it."""
    return sorted(_keys(part, known.functional()), key=lambda mask: mask & ~main != 0)


def _keys(part: int, fds: Sequence[FD]) -> tuple[int, ...]:
    """One alone where the dependencies inside are too many to project."""
    try:
        return candidate_keys(part, project(part, fds)).masks
    except OverflowError:
        return (minimize(part, part, Closure(fds)),)


def _part(draft: Draft, known: Given, part: int, masks: Sequence[int], taken: set[str]) -> Draft:
    if not masks[0]:
        return _constants(draft, known, part, taken)
    universe = known.universe
    names, key = universe.of(part), universe.of(masks[0])
    name = _named(draft, names, key, taken)
    taken.add(name)
    keyed = {n for mask in masks for n in universe.of(mask)}
    attributes = {n: _required(draft, n) if n in keyed else draft.attributes[n] for n in names}
    references = {id_: r for id_, r in draft.references.items() if set(r.attributes) <= set(names)}
    because = f"{', '.join(key)} determines {', '.join(n for n in names if n not in key)}" if masks[0] != part else "all of it is key"
    keys = tuple(Key(attributes=universe.of(mask), primary=mask == masks[0]) for mask in masks)
    whys = tuple(known.said_of(mask) for mask in masks)
    return Draft(name, name, "", attributes, keys, whys, references, because)


def _named(draft: Draft, names: Sequence[str], key: Sequence[str], taken: set[str]) -> str:
    """After its key; what is all key after the thing and everything in it but whose it is."""
    if len(key) == len(names):
        return "_".join([draft.id, *(n.removesuffix("_id") for n in names if draft.attributes[n].purpose != "tenant")])
    joined = "_".join(key)
    return joined.removesuffix("_id") if joined.removesuffix("_id") not in taken else f"{draft.id}_{joined}"


def _constants(draft: Draft, known: Given, part: int, taken: set[str]) -> Draft:
    """What nothing determines is the same in every row: one row holds it, and its key allows no second."""
    names, name, key = known.universe.of(part), f"{draft.id}_constant", "only_row"
    taken.add(name)
    attributes = {key: RelationAttribute(name=key, purpose="only_row"), **{n: draft.attributes[n] for n in names}}
    keys = (Key(attributes=(key,), primary=True, surrogate=True),)
    return Draft(name, name, "", attributes, keys, (known.said_of(0),), {}, "it is the same everywhere, so one row holds it")


def _required(draft: Draft, name: str) -> RelationAttribute:
    return msgspec.structs.replace(draft.attributes[name], required=True)


def _main(draft: Draft, known: Given, main: int, made: Sequence[Draft]) -> Draft:
    """What stays, with references to what was split off; where the primary key is made up, with the key that tells its facts apart."""
    universe = known.universe
    stored = set(universe.of(universe.all & ~main))
    told = _told_apart(draft, known, main)
    keyed = {name for key in told for name in key.attributes}
    attributes = {name: _required(draft, name) if name in keyed else one for name, one in draft.attributes.items() if name not in stored}
    references = {id_: r for id_, r in draft.references.items() if set(r.attributes) <= set(attributes)}
    for part in made:
        key = part.keys[0].attributes
        if set(key) <= set(attributes) and len(part.attributes) > len(key):
            required = all(attributes[name].required for name in key)
            references[f"{draft.id}_{part.id}"] = Reference(attributes=key, relation=part.id, to=key, required=required)
    keys = [(key, why) for key, why in zip(draft.keys, draft.whys, strict=True) if set(key.attributes) <= set(attributes)]
    keys += [(key, known.said_of(universe.mask(key.attributes))) for key in told]
    return draft._replace(attributes=attributes, references=references, keys=tuple(k for k, _ in keys), whys=tuple(w for _, w in keys))


def _told_apart(draft: Draft, known: Given, main: int) -> list[Key]:
    """Candidate keys of what stays beside a made-up one, which alone would let the same fact stand there twice."""
    if not known.left_out:
        return []
    masks = _keys(main, known.functional())
    there = [set(key.attributes) for key in draft.keys if not key.partial]
    return [Key(attributes=names) for mask in masks if set(names := known.universe.of(mask)) not in there]
