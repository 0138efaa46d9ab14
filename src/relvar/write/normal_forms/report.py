"""The report of `relvar normalize` on stated dependencies: the result first, with --explain every step and its evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator

from relvar.normalize.stated.study import Study, closures
from relvar.normalize.stated.ways import Part, Repeated, Way
from relvar.normalize.stated.wording import arrow, braced, join, names, said
from relvar.normalize.theory.dependency import FD, Universe
from relvar.normalize.theory.joins import follows_from_keys

KEYS_SHOWN = 12  # more are counted
STEPS_SHOWN = 40


def report(study: Study, *, explain: bool = False) -> Iterator[str]:
    """Lines of text."""
    universe = study.universe
    yield f"{study.stated.name}({names(universe, universe.all)})"
    yield ""
    yield from _keys(study)
    yield from _cover(study)
    yield from _form(study)
    if explain:
        yield from _closures(study)
    if study.third and study.finest:
        yield ""
        for way in _distinct(study.third, study.finest):
            yield from _way(study, way, explain=explain)
    yield ""
    yield f"Decision       {_chosen(study)}, because {study.because}"
    for remark in study.remarks:
        yield f"Remark         {remark}"


def _chosen(study: Study) -> str:
    return study.chosen.name if study.chosen else "keep it as it is"


def _distinct(third: Way, finest: Way) -> tuple[Way, ...]:
    same = {part.attributes for part in third.parts} == {part.attributes for part in finest.parts}
    return (finest,) if same else (third, finest)


def _keys(study: Study) -> Iterator[str]:
    universe, keys = study.universe, study.verdict.keys
    shown = "; ".join(braced(universe, mask) for mask in keys.masks[:KEYS_SHOWN])
    more = f" and {len(keys.masks) - KEYS_SHOWN:,} more" if len(keys.masks) > KEYS_SHOWN else ""
    yield f"Keys           {shown}{more}"
    if not keys.complete:
        yield f"               stopped at {len(keys.masks):,}: there may be more"
    yield f"Prime          {names(universe, keys.prime) or 'none'}"


def _cover(study: Study) -> Iterator[str]:
    count = f"  {len(study.cover)} dependencies" if len(study.cover) > STEPS_SHOWN else "" if study.stated.statements else "  empty"
    yield f"Minimal cover{count}"
    for fd in study.cover[:STEPS_SHOWN]:
        yield f"  {arrow(study.universe, fd)}{_because(study, fd)}"
    for mvd in study.mvds:
        left, right = ", ".join(study.universe.of(mvd.left)) or "∅", ", ".join(study.universe.of(mvd.right & ~mvd.left))
        yield f"  {left} ↠ {right}"
    for parts in study.joins:
        yield f"  {join(study.universe, parts)}"


def _because(study: Study, fd: FD) -> str:
    """Where the dependency was stated, if it was so."""
    for statement in study.stated.statements:
        if statement.kind == "functional" and study.universe.mask(statement.left) == fd.left:
            return f"    line {statement.line}" + (f": {statement.because}" if statement.because else "")
    return "    follows"


def _form(study: Study) -> Iterator[str]:
    verdict, universe = study.verdict, study.universe
    if not verdict.violations:
        yield f"Normal form    {verdict.form}: {_held(study)}"
        return
    order = ("2NF", "3NF", "EKNF", "BCNF", "4NF", "5NF")
    reached = "EKNF" if study.elementary else verdict.form
    doubt = "" if verdict.decided else " at least"
    yield f"Normal form    {reached}{doubt}"
    for name in order:
        if name == "EKNF" and study.elementary is False:
            yield "  not EKNF: an elementary dependency starts from no key and ends in no elementary key"
        if name in verdict.violations:
            yield f"  not {name}: {_violated(study, name, verdict.violations[name], universe)}"


def _held(study: Study) -> str:
    if not study.stated.statements:
        return "no dependency is stated, so it is all key"
    return f"every stated dependency {'follows from the keys' if study.joins else 'starts from a key'}"


def _violated(study: Study, name: str, bad: FD, universe: Universe) -> str:
    if name == "5NF":
        broken = next(parts for parts in study.joins if not follows_from_keys(parts, universe.all, study.verdict.keys.masks))
        return f"{join(universe, broken)} does not follow from the keys, whose parts no shared key unites (Fagin 1979)"
    left, right = ", ".join(universe.of(bad.left)) or "∅", ", ".join(universe.of(bad.right & ~bad.left))
    if name == "4NF":
        return f"{left} ↠ {right}, and {left} is no key"
    why = {
        "2NF": "part of a key determines an attribute of no key",
        "3NF": "the left side is no key, the right side part of none",
        "BCNF": "the left side is no key",
    }
    return f"{left} → {right}: {why[name]}"


def _closures(study: Study) -> Iterator[str]:
    universe = study.universe
    yield "Closures"
    masks = dict.fromkeys((*study.verdict.keys.masks[:KEYS_SHOWN], *(fd.left for fd in study.cover[:STEPS_SHOWN])))
    for mask, reached in closures(study, tuple(masks)):
        end = "all: a superkey" if reached & universe.all == universe.all else names(universe, reached)
        yield f"  {braced(universe, mask)}+ = {end}"


def _way(study: Study, way: Way, *, explain: bool) -> Iterator[str]:
    universe = study.universe
    mark = "  <- chosen" if study.chosen is way else ""
    missing = len(way.lost) + len(way.unheld)
    count = "1 relation" if len(way.parts) == 1 else f"{len(way.parts)} relations"
    yield f"{way.name}: {count}, {f'{missing} lost' if missing else 'no dependency lost'}{mark}"
    for part in way.parts:
        yield f"  ({names(universe, part.attributes)})  {_judged(universe, part)}"
    for lost in way.lost:
        joined = " and ".join(braced(universe, part, round_=True) for part in lost.join)
        yield f"  lost: {arrow(universe, lost.fd)}"
        left, right = ", ".join(universe.of(lost.fd.left)), ", ".join(universe.of(lost.fd.right & ~lost.fd.left))
        yield f"    each write to {joined} must join them and look for the same {left} with another {right}"
    for pieces in way.unheld:
        yield f"  lost: {join(universe, pieces)}"
        yield "    no key upholds it: each write to a relation must join them all and look for rows that are then missing"
    for one in way.repeated:
        yield f"  stays: {_stays(universe, one)}"
    if explain:
        yield from _steps(study, way)
        yield from _proof(study, way)


def _stays(universe: Universe, one: Repeated) -> str:
    """The redundancy that is left, and what a write must look at for it."""
    step = one.step
    if step.joined:
        pieces = [braced(universe, piece, round_=True) for piece in step.parts]
        return (
            f"{' and '.join(pieces)} are stored again in every row that joins them: rows less different ones copies too many of each; "
            "a write must look for the rows that its own completes, and add or remove those too"
        )
    left, right = ", ".join(universe.of(step.left)) or "nothing", ", ".join(universe.of(step.right & ~step.left))
    if step.multivalued:
        rest = ", ".join(universe.of(one.part & ~step.left & ~step.right))
        each = f" ({one.each:,} rows of one {left} on average, where {_fewest(one.each):,} facts could do)" if one.each else ""
        return (
            f"each {right} of one {left} is stored again with each {rest} of it: m × n rows for m + n facts{each}; "
            "a write must add or remove the row of every combination"
        )
    copies = f"{one.copies:,} copies too many" if one.copies is not None else f"rows less different values of {left} copies too many"
    return f"{right} is stored again in every row with the same {left}: {copies}; a write must look at the other rows with its {left}"


def _fewest(rows: int) -> int:
    """The least m + n of which m × n is so many."""
    return math.ceil(2 * math.sqrt(rows))


def _judged(universe: Universe, part: Part) -> str:
    if part.form is None:
        return "too many dependencies inside to name its keys"
    if part.keys == (0,):
        return f"{part.form}, the empty set is its key: one row"
    keys = " ".join(braced(universe, mask) for mask in part.keys[:3])
    more = f" and {len(part.keys) - 3} more" if len(part.keys) > 3 else ""
    return f"{part.form}, key{'s' if len(part.keys) > 1 else ''} {keys}{more}"


def _steps(study: Study, way: Way) -> Iterator[str]:
    universe = study.universe
    if way.steps:
        yield "  steps"
    for number, step in enumerate(way.steps[:STEPS_SHOWN], start=1):
        parts = " and ".join(braced(universe, part, round_=True) for part in step.parts[:8])
        more = f" and {len(step.parts) - 8} more" if len(step.parts) > 8 else ""
        how = "by synthesis " if len(step.parts) > 2 and not step.joined else ""
        yield f"    {number}. {braced(universe, step.whole, round_=True)}: {said(universe, step)}, so {how}into {parts}{more}"
    if len(way.steps) > STEPS_SHOWN:
        yield f"    and {len(way.steps) - STEPS_SHOWN} more"


def _proof(study: Study, way: Way) -> Iterator[str]:
    universe = study.universe
    if len(way.parts) < 2:
        return
    if way.order:
        yield "  joining loses and invents nothing (Heath 1971):"
        yield f"    begin with {braced(universe, way.order[0].part, round_=True)}"
        for joined in way.order[1 : STEPS_SHOWN + 1]:
            yield f"    join {braced(universe, joined.part, round_=True)} on {braced(universe, joined.on)}, which determines all of it"
        if len(way.order) > STEPS_SHOWN + 1:
            yield f"    and {len(way.order) - STEPS_SHOWN - 1} more"
    if way.tableau:
        yield "  the chase: a row a part, `a` where it holds the attribute; a row of nothing but `a` proves it"
        yield from (f"    {line}" for line in way.tableau)
    elif not way.order:
        yield "  lossless because every step keeps its left side in both parts (Heath 1971), or is a join dependency that was stated"
