"""Why a relation has its keys and its normal form, in words that can be checked by hand."""

from __future__ import annotations

from relvar.model.logical import Dependency
from relvar.normalize.relations import Draft
from relvar.normalize.theory.dependency import Universe
from relvar.normalize.theory.forms import Verdict

SHOWN = 3  # keys spelled out in the proof; the table lists all


def proof(draft: Draft, found: tuple[Dependency, ...], universe: Universe, verdict: Verdict) -> tuple[str, ...]:
    """Lines: why this primary key, the closures, the keys, and the form with its reason."""
    primary = next(key.attributes for key in draft.keys if key.primary)
    lines = [f"Primary key ({', '.join(primary)}): {draft.because}."]
    lines += [_closure(universe, mask, found) for mask in verdict.keys.masks[:SHOWN]]
    lines.append(_keys(universe, verdict))
    lines.append(_form(universe, verdict, found))
    derived = [name for name in draft.attributes if name not in universe.bits]
    if derived:
        lines.append(f"{', '.join(derived)}: computed by the database from the same row, so no dependency of it can be broken.")
    return tuple(lines)


def _closure(universe: Universe, mask: int, found: tuple[Dependency, ...]) -> str:
    names = ", ".join(universe.of(mask))
    if mask == universe.all:
        return f"{{{names}}} is the whole relation: no part of it determines the rest, so it is all key."
    rest = ", ".join(universe.of(universe.all & ~mask))
    return f"{{{names}}}+ = {{{names}}} and {rest}: all of it, and no part of {{{names}}} reaches as far."


def _keys(universe: Universe, verdict: Verdict) -> str:
    count = len(verdict.keys.masks)
    stopped = "" if verdict.keys.complete else f" (stopped at {count}: there are more)"
    shown = "; ".join("(" + ", ".join(universe.of(mask)) + ")" for mask in verdict.keys.masks[:SHOWN])
    more = f" and {count - SHOWN} more" if count > SHOWN else ""
    return f"Candidate key{'s' if count > 1 else ''}: {shown}{more}{stopped}."


def _form(universe: Universe, verdict: Verdict, found: tuple[Dependency, ...]) -> str:
    if verdict.violations:
        form, bad = next(iter(sorted(verdict.violations.items())))
        arrow = f"{', '.join(universe.of(bad.left)) or 'nothing'} determines {', '.join(universe.of(bad.right))}"
        return f"{verdict.form}, not {form}: {arrow}, and the left side is no key."
    if not found:
        return "BCNF: trivial dependencies only."
    left = "; ".join(dict.fromkeys(", ".join(f.left) or "nothing" for f in found))
    return f"{verdict.form}: {left} {'is a key' if len({f.left for f in found}) == 1 else 'are keys'}."
