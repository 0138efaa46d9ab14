"""Splitting a relation that is not in Boyce-Codd normal form, or deciding not to, with the reason and both ways shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import Conceptual
from relvar.model.design import Decision, Evidence, Manual, Words
from relvar.model.expression import ColumnRef
from relvar.model.logical import Dependency, Key, Reference, RelationAttribute, Split
from relvar.model.noun import Noun
from relvar.normalize.relations import Draft
from relvar.normalize.theory.chase import chase, drawn
from relvar.normalize.theory.decompose import Decomposition, Step, into_boyce_codd, into_fourth
from relvar.normalize.theory.dependency import FD, MVD, Universe
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.keys import candidate_keys
from relvar.normalize.theory.project import project, violation
from relvar.normalize.theory.synthesize import into_third

ADVISOR = "normalize"
KEEP = "keep_third_normal_form"
TOGETHER = "keep together"
BERNSTEIN = Manual(title="Beeri and Bernstein 1979: no decomposition into BCNF preserves every dependency in general")


class Parted(NamedTuple):
    """What became of one draft: its parts (itself alone where nothing was split), the steps, the decisions."""

    drafts: tuple[Draft, ...]
    splits: tuple[Split, ...]
    decisions: tuple[Decision, ...]


def parted(model: Conceptual, draft: Draft, found: Sequence[Dependency], universe: Universe, taken: set[str]) -> Parted:
    """The draft split until every part is in BCNF (4NF where multivalued dependencies are stated), if that loses no dependency."""
    fds = universe.fds((d.left, d.right) for d in found if not d.multivalued)
    mvds = [MVD(universe.mask(d.left), universe.mask(d.right)) for d in found if d.multivalued]
    verdict = judge(universe.all, fds, mvds)
    if not verdict.violations:
        return Parted((draft,), (), ())
    way = into_fourth(universe.all, fds, mvds) if mvds else into_boyce_codd(universe.all, fds)
    override = model.decisions.get(f"{ADVISOR}:{draft.id}") or model.decisions.get(f"{KEEP}:{draft.id}")
    if override is not None and override.choice == TOGETHER:
        return Parted((draft,), (), (_kept(draft, found, universe, way, override.because or "you chose so", overridden=True),))
    torn = _torn(model, draft, universe, way)
    if torn:
        because = f"{', '.join(torn)} is computed from one row and would need facts of both parts"
        return Parted((draft,), (), (_kept(draft, found, universe, way, because),))
    if way.lost:
        return _third(draft, found, universe, way, taken)
    splits = tuple(_split(draft, found, universe, step) for step in way.steps)
    return _taken_apart(draft, found, universe, way.parts, splits, taken)


def _torn(model: Conceptual, draft: Draft, universe: Universe, way: Decomposition) -> list[str]:
    """Derived attributes that would lose an input to another relation."""
    primary = universe.mask(next(key.attributes for key in draft.keys if key.primary))
    home = next((part for part in way.parts if primary & ~part == 0), way.parts[-1])
    leaving = set(universe.of(universe.all & ~home))
    derived = [name for name in draft.attributes if name not in universe.bits]
    facts = model.entities[draft.entity].attributes if derived else {}
    return [name for name in derived if leaving & set(_inputs(facts[name].derived))]


def _inputs(node: object) -> Iterator[str]:
    """Attributes that an expression reads."""
    if isinstance(node, ColumnRef):
        yield node.column
    elif isinstance(node, Noun):
        for name in node.__struct_fields__:
            yield from _inputs(getattr(node, name))
    elif isinstance(node, tuple):
        for item in node:
            yield from _inputs(item)


def _third(draft: Draft, found: Sequence[Dependency], universe: Universe, way: Decomposition, taken: set[str]) -> Parted:
    """BCNF would lose a dependency: synthesis goes as far as third normal form, and what stays is a decision."""
    lost = "; ".join(_arrow(universe, fd) for fd in way.lost)
    fds = universe.fds((d.left, d.right) for d in found if not d.multivalued)
    parts = into_third(universe.all, fds)
    because = f"splitting further would put {lost} across two relations, where no key can uphold it and each write would have to join them"
    kept = _kept(draft, found, universe, way, "; ".join([because, *_stays(universe, parts, fds)]))
    if len(parts) == 1:
        return Parted((draft,), (), (kept,))
    result = chase(universe.all, parts, fds)
    bad = judge(universe.all, fds).violations.get("3NF", fds[-1])
    split = Split(
        relation=draft.id,
        violated=Dependency(left=universe.of(bad.left), right=universe.of(bad.right), source=_source(found, universe, bad.left)),
        parts=tuple(universe.of(part) for part in parts),
        tableau=drawn(universe, universe.all, parts, result),
        lossless=result.lossless,
    )
    apart = _taken_apart(draft, found, universe, parts, (split,), taken)
    return apart._replace(decisions=(*apart.decisions, kept))


def _stays(universe: Universe, parts: Sequence[int], fds: Sequence[FD]) -> Iterator[str]:
    """What is stored more than once in parts below BCNF, and what a write must look at for it."""
    for part in parts:
        bad = violation(part, fds)
        if bad is not None:
            left, right = ", ".join(universe.of(bad.left)), ", ".join(universe.of(bad.right))
            yield f"{right} stays in every row with the same {left} (rows less the different {left} times too often), which a write looks at"


def _taken_apart(
    draft: Draft, found: Sequence[Dependency], universe: Universe, parts: Sequence[int], splits: tuple[Split, ...], taken: set[str]
) -> Parted:
    """The part that holds the primary key keeps the id; the others are named after their keys."""
    fds = universe.fds((d.left, d.right) for d in found if not d.multivalued)
    primary = universe.mask(next(key.attributes for key in draft.keys if key.primary))
    main = next((part for part in parts if primary & ~part == 0), parts[-1])
    made = [_part(draft, universe, part, _keys_of(part, main, fds), found, taken) for part in parts if part != main]
    home = _main(draft, universe, main, made)
    decision = Decision(
        advisor=ADVISOR,
        subject=draft.id,
        choice=f"split into {', '.join(part.id for part in (home, *made))}",
        because="; ".join(_repeated(split) for split in splits),
        evidence=tuple(dict.fromkeys(Words(source=split.violated.source) for split in splits)),
        instead_of=(TOGETHER,),
    )
    return Parted((home, *made), splits, (decision,))


def _repeated(split: Split) -> str:
    left, right = ", ".join(split.violated.left), ", ".join(split.violated.right)
    if not left:
        return f"{right} is the same in every row, which would repeat it"
    return f"{left} determines {right}, which would be repeated in every row with the same {left}"


def _keys_of(part: int, main: int, fds: Sequence[FD]) -> list[int]:
    """Candidate keys of a part; first one that the main part holds, so that it can refer to it."""
    keys = candidate_keys(part, project(part, fds)).masks
    return sorted(keys, key=lambda mask: mask & ~main != 0)


def _part(draft: Draft, universe: Universe, part: int, masks: Sequence[int], found: Sequence[Dependency], taken: set[str]) -> Draft:
    if not masks[0]:
        return _constants(draft, universe, part, found, taken)
    names, key = universe.of(part), universe.of(masks[0])
    joined = "_".join(key) if masks[0] != part else f"{draft.id}_{'_'.join(names)}"
    name = joined.removesuffix("_id") if joined.removesuffix("_id") not in taken else f"{draft.id}_{joined}"
    taken.add(name)
    keyed = {n for mask in masks for n in universe.of(mask)}
    attributes = {n: _required(draft, n) if n in keyed else draft.attributes[n] for n in names}
    references = {id_: r for id_, r in draft.references.items() if set(r.attributes) <= set(names)}
    because = f"{', '.join(key)} determines {', '.join(n for n in names if n not in key)}" if masks[0] != part else "all of it is key"
    keys = tuple(Key(attributes=universe.of(mask), primary=mask == masks[0]) for mask in masks)
    whys = tuple(_source(found, universe, mask) for mask in masks)
    return Draft(name, name, "", attributes, keys, whys, references, because)


def _constants(draft: Draft, universe: Universe, part: int, found: Sequence[Dependency], taken: set[str]) -> Draft:
    """What nothing determines is the same in every row: one row holds it, and its key allows no second."""
    names, name, key = universe.of(part), f"{draft.id}_constant", "only_row"
    taken.add(name)
    attributes = {key: RelationAttribute(name=key, purpose="only_row"), **{n: draft.attributes[n] for n in names}}
    keys = (Key(attributes=(key,), primary=True, surrogate=True),)
    return Draft(name, name, "", attributes, keys, (_source(found, universe, 0),), {}, "it is the same everywhere, so one row holds it")


def _required(draft: Draft, name: str) -> RelationAttribute:
    return msgspec.structs.replace(draft.attributes[name], required=True)


def _main(draft: Draft, universe: Universe, main: int, made: Sequence[Draft]) -> Draft:
    """What stays, with references to what was split off."""
    stored = set(universe.of(universe.all & ~main))
    attributes = {name: attribute for name, attribute in draft.attributes.items() if name not in stored}
    references = {id_: r for id_, r in draft.references.items() if set(r.attributes) <= set(attributes)}
    for part in made:
        key = part.keys[0].attributes
        if set(key) <= set(attributes) and len(part.attributes) > len(key):
            required = all(attributes[name].required for name in key)
            references[f"{draft.id}_{part.id}"] = Reference(attributes=key, relation=part.id, to=key, required=required)
    keys = [(key, why) for key, why in zip(draft.keys, draft.whys, strict=True) if set(key.attributes) <= set(attributes)]
    return draft._replace(attributes=attributes, references=references, keys=tuple(k for k, _ in keys), whys=tuple(w for _, w in keys))


def _split(draft: Draft, found: Sequence[Dependency], universe: Universe, step: Step) -> Split:
    fds = universe.fds((d.left, d.right) for d in found if not d.multivalued)
    mvds = [MVD(universe.mask(d.left), universe.mask(d.right)) for d in found if d.multivalued]
    inner = [MVD(m.left, m.right & step.whole) for m in mvds if m.left & ~step.whole == 0]
    result = chase(step.whole, step.parts, fds, inner)
    return Split(
        relation=draft.id,
        violated=Dependency(
            left=universe.of(step.left),
            right=universe.of(step.right & ~step.left),
            source=_source(found, universe, step.left),
            multivalued=step.multivalued,
        ),
        parts=tuple(universe.of(part) for part in step.parts),
        tableau=drawn(universe, step.whole, step.parts, result),
        lossless=result.lossless,
    )


def _kept(draft: Draft, found: Sequence[Dependency], universe: Universe, way: Decomposition, because: str, *, overridden: bool = False) -> Decision:
    parts = " and ".join(f"({', '.join(universe.of(part))})" for part in way.parts)
    return Decision(
        advisor=KEEP,
        subject=draft.id,
        choice=TOGETHER,
        because=f"{because}; a rule between rows upholds it instead, and an integrity check looks for rows that break it",
        evidence=(*_evidence(found, universe, way.steps), BERNSTEIN),
        instead_of=(f"split into {parts}",),
        overridden=overridden,
    )


def _source(found: Sequence[Dependency], universe: Universe, left: int) -> Source:
    names = set(universe.of(left))
    return next((d.source for d in found if set(d.left) == names), found[0].source)


def _evidence(found: Sequence[Dependency], universe: Universe, steps: Sequence[Step]) -> tuple[Evidence, ...]:
    sources = [_source(found, universe, step.left) for step in steps]
    return tuple(Words(source=source) for number, source in enumerate(sources) if source not in sources[:number])


def _arrow(universe: Universe, fd: FD) -> str:
    return f"{', '.join(universe.of(fd.left)) or 'nothing'} determines {', '.join(universe.of(fd.right & ~fd.left))}"
