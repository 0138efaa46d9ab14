"""Splitting a relation that is below the form its dependencies ask for, or deciding not to, with the reason and both ways shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.model.conceptual import Conceptual
from relvar.model.design import Decision
from relvar.model.logical import NormalForm, Split
from relvar.model.walking import columns_in
from relvar.normalize.given import Given, given
from relvar.normalize.keeping import ADVISOR, KEEP, THIRD, TOGETHER, kept, split_decision, stays, written
from relvar.normalize.parts import home, taken_apart
from relvar.normalize.relations import Draft
from relvar.normalize.theory.chase import chase, drawn
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.decompose import Decomposition, Step, by_synthesis, form_beyond, into_boyce_codd, into_fifth, third_and_beyond
from relvar.normalize.theory.preserve import unheld
from relvar.normalize.theory.synthesize import into_third


class Parted(NamedTuple):
    """What became of one draft: its parts (itself alone where nothing was split), the steps, the decisions, and by draft id the form
    beyond BCNF that multivalued and join dependencies leave a part in.
    """

    drafts: tuple[Draft, ...]
    splits: tuple[Split, ...] = ()
    decisions: tuple[Decision, ...] = ()
    forms: dict[str, NormalForm] = {}


def parted(model: Conceptual, draft: Draft, known: Given, taken: set[str], users: Sequence[str]) -> Parted:
    """The draft split until every part is in BCNF, 4NF where multivalued and 5NF where join dependencies are stated, if that loses no
    functional dependency. `users`: relations that refer to it.
    """
    if not known.judged().violations:
        return Parted((draft,))
    universe = known.universe
    way = into_fifth(universe.all, known.fds, known.mvds, known.joins) if known.beyond else into_boyce_codd(universe.all, known.fds)
    override = model.decisions.get(f"{ADVISOR}:{draft.id}") or model.decisions.get(f"{KEEP}:{draft.id}")
    if override is not None and override.choice == TOGETHER:
        because = "; ".join([override.because or "you chose so", *stays(model, draft, known, (universe.all,))])
        return Parted((draft,), decisions=(kept(draft, known, way, because, overridden=True),))
    torn = _torn(model, draft, known, way)
    if torn:
        because = f"{', '.join(torn)} is computed from one row and would need facts of both parts"
        because = "; ".join([because, *stays(model, draft, known, (universe.all,))])
        return Parted((draft,), decisions=(kept(draft, known, way, because),))
    if known.left_out and users:
        return _referred(model, draft, known, way, taken, users)
    if way.lost:
        return _third(model, draft, known, way, taken)
    return _apart(draft, known, way.parts, tuple(_split(draft, known, step) for step in way.steps), taken)


def _torn(model: Conceptual, draft: Draft, known: Given, way: Decomposition) -> list[str]:
    """Derived attributes that would lose an input to another relation."""
    universe = known.universe
    leaving = set(universe.of(universe.all & ~home(draft, known, way.parts)))
    derived = [name for name in draft.attributes if name not in universe.bits and name not in known.left_out]
    facts = model.entities[draft.entity].attributes if derived else {}
    return [name for name in derived if leaving & set(columns_in(facts[name].derived))]


def _referred(model: Conceptual, draft: Draft, known: Given, way: Decomposition, taken: set[str], users: Sequence[str]) -> Parted:
    """A row that others refer to is a thing, which no part is any more: functional dependencies split it, the others do not."""
    facts = [name for name in draft.attributes if name in known.universe.bits or name in known.left_out]
    plain = parted(model, draft, given(draft, facts, tuple(d for d in known.found if d.functional)), taken, users)
    because = f"{', '.join(users)} {'refers' if len(users) == 1 else 'refer'} to one row of it, which no part would be"
    because = "; ".join([because, *stays(model, draft, known, (known.universe.all,), functional=False)])
    return plain._replace(decisions=(*plain.decisions, kept(draft, known, way, because)))


def _third(model: Conceptual, draft: Draft, known: Given, way: Decomposition, taken: set[str]) -> Parted:
    """BCNF would lose a dependency: synthesis goes as far as third normal form, and what stays is a decision."""
    universe, fds = known.universe, known.fds
    first = into_third(universe.all, fds)
    further = third_and_beyond(universe.all, fds, known.mvds, known.joins)
    lost = "; ".join(written(universe, fd, way.parts) for fd in way.lost)
    because = f"splitting further would put {lost}"
    decision = kept(draft, known, way, "; ".join([because, *stays(model, draft, known, further.parts)]), choice=THIRD)
    if len(further.parts) == 1:
        return Parted((draft,), decisions=(decision,))
    steps = [by_synthesis(universe.all, canonical(fds), first, fds[-1])] if len(first) > 1 else []
    splits = tuple(_split(draft, known, step) for step in (*steps, *further.steps))
    apart = _apart(draft, known, further.parts, splits, taken)
    return apart._replace(decisions=(*apart.decisions, decision))


def _apart(draft: Draft, known: Given, parts: Sequence[int], splits: tuple[Split, ...], taken: set[str]) -> Parted:
    made = taken_apart(draft, known, parts, taken)
    forms = {one.id: form for part, one in made if (form := _form(known, part)) is not None}
    fds = canonical(known.functional())
    loose = unheld(known.universe.all, parts, fds, known.mvds, known.joins) if known.beyond else ()
    decision = split_decision(draft, splits, [one.id for _, one in made], [[known.universe.of(piece) for piece in one] for one in loose])
    return Parted(tuple(one for _, one in made), splits, (decision,), forms)


def _form(known: Given, part: int) -> NormalForm | None:
    """The form of a part as far as multivalued and join dependencies decide it; None where none was stated."""
    if known.beyond is None:
        return None
    return form_beyond(part, known.universe.all, known.functional(), known.implied(), known.joins)


def _split(draft: Draft, known: Given, step: Step) -> Split:
    """A step with its proof: the chase of the parts for what they have together, in the whole relation's tableau."""
    universe = known.universe
    try:
        result = chase(universe.all, step.parts, known.fds, known.implied(), known.joins, step.whole)
        tableau, lossless = drawn(universe, step.whole, step.parts, result), result.lossless
    except OverflowError:  # too large to show; a split on a dependency that holds is lossless all the same (Heath 1971, Fagin 1977)
        tableau, lossless = (), True
    parts = tuple(universe.of(part) for part in step.parts)
    return Split(relation=draft.id, violated=known.dependency(step), parts=parts, tableau=tableau, lossless=lossless)
