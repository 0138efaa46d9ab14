"""Why a relation has its keys and its normal form, in words that can be checked by hand."""

from __future__ import annotations

from relvar.normalize.given import Given
from relvar.normalize.relations import Draft
from relvar.normalize.theory.basis import not_every_set
from relvar.normalize.theory.dependency import FD, Universe
from relvar.normalize.theory.forms import Verdict

SHOWN = 3  # keys spelled out in the proof; the table lists all


def proof(draft: Draft, known: Given, verdict: Verdict) -> tuple[str, ...]:
    """Lines: why this primary key, the closures, the keys, and the form with its reason."""
    universe = known.universe
    primary = next(key.attributes for key in draft.keys if key.primary)
    lines = [f"Primary key ({', '.join(primary)}): {draft.because}."]
    lines += [_closure(universe, mask) for mask in verdict.keys.masks[:SHOWN]]
    lines.append(_keys(universe, verdict))
    lines.append(_form(known, verdict))
    if known.left_out:
        lines.append(f"{', '.join(known.left_out)}: made up, so what is said of facts leaves it out.")
    if (known.beyond or verdict.form in ("4NF", "5NF")) and not_every_set([universe.all]):
        lines.append(f"{universe.all.bit_count()} facts, so for 4NF the left sides that were stated are tried, not every set of them.")
    derived = [name for name in draft.attributes if name not in universe.bits and name not in known.left_out]
    if derived:
        lines.append(f"{', '.join(derived)}: computed by the database from the same row, so no dependency of it can be broken.")
    return tuple(lines)


def _closure(universe: Universe, mask: int) -> str:
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


def _form(known: Given, verdict: Verdict) -> str:
    if verdict.violations:
        form, bad = next(iter(sorted(verdict.violations.items())))
        return f"{verdict.form}, not {form}: {_broken(known, form, bad)}."
    lefts = dict.fromkeys(", ".join(d.left) or "nothing" for d in known.found if d.functional)
    if not lefts:
        return f"{verdict.form}: trivial dependencies only."
    return f"{verdict.form}: {'; '.join(lefts)} {'is a key' if len(lefts) == 1 else 'are keys'}."


def _broken(known: Given, form: str, bad: FD) -> str:
    """What keeps it from the form."""
    universe = known.universe
    if form == "5NF":
        return "a join dependency does not follow from the keys, whose parts no shared key unites"
    left, right = ", ".join(universe.of(bad.left)) or "nothing", ", ".join(universe.of(bad.right))
    return f"{left} {'yields many' if form == '4NF' else 'determines'} {right}, and the left side is no key"
