"""The decisions of normalization: a relation split, or kept below the form that its dependencies ask for, with what that costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relvar.model.conceptual import Conceptual
from relvar.model.design import Decision, Evidence, Manual, Words
from relvar.model.figures import count
from relvar.model.logical import Dependency, Split
from relvar.normalize.given import Given
from relvar.normalize.relations import Draft
from relvar.normalize.theory.decompose import Decomposition, Step, beyond
from relvar.normalize.theory.dependency import FD, Universe
from relvar.normalize.theory.preserve import to_join
from relvar.normalize.theory.project import violation

ADVISOR = "normalize"
KEEP = "keep_third_normal_form"
TOGETHER = "keep together"
THIRD = "stay in third normal form"
BERNSTEIN = Manual(title="Beeri and Bernstein 1979: no decomposition into BCNF preserves every dependency in general")


def split_decision(draft: Draft, splits: Sequence[Split], made: Sequence[str], loose: Sequence[Sequence[Sequence[str]]]) -> Decision:
    """A relation was taken apart. `loose`: multivalued and join dependencies, by the names of their pieces, that no part upholds."""
    return Decision(
        advisor=ADVISOR,
        subject=draft.id,
        choice=f"split into {', '.join(made)}",
        because="; ".join([*(_repeated(split.violated) for split in splits), *map(_missing, loose)]),
        evidence=tuple(dict.fromkeys(Words(source=split.violated.source) for split in splits)),
        instead_of=(TOGETHER,),
    )


def _missing(pieces: Sequence[Sequence[str]]) -> str:
    return f"that {_listed(pieces)} tell together all that a row tells is upheld by no key of the parts: each write would have to join them"


def _repeated(violated: Dependency) -> str:
    left, right = ", ".join(violated.left), ", ".join(violated.right)
    if violated.parts:
        return f"{_listed(violated.parts)} tell together all that a row tells, and each would be repeated in every row that joins them"
    if violated.multivalued:
        return (
            f"{right} of {left or 'all'} {'is' if len(violated.right) == 1 else 'are'} independent of the rest, and would be repeated with each of it"
        )
    if not left:
        return f"{right} is the same in every row, which would repeat it"
    return f"{left} determines {right}, which would be repeated in every row with the same {left}"


def kept(draft: Draft, known: Given, way: Decomposition, because: str, *, choice: str = TOGETHER, overridden: bool = False) -> Decision:
    """A relation was kept together, or in third normal form, though `way` would take it further."""
    parts = " and ".join(f"({', '.join(known.universe.of(part))})" for part in way.parts)
    return Decision(
        advisor=KEEP,
        subject=draft.id,
        choice=choice,
        because=because,
        evidence=(*_evidence(known, way.steps), *((BERNSTEIN,) if way.lost else ())),
        instead_of=(f"split into {parts}",),
        overridden=overridden,
    )


def _evidence(known: Given, steps: Sequence[Step]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(Words(source=known.source(step)) for step in steps))


def written(universe: Universe, fd: FD, parts: Sequence[int]) -> str:
    """A lost dependency, and what each write would have to do for it."""
    joined = " and ".join(f"({', '.join(universe.of(part))})" for part in to_join(fd, parts))
    left, right = ", ".join(universe.of(fd.left)) or "nothing", ", ".join(universe.of(fd.right & ~fd.left))
    return f"{left} determines {right} across {joined}, where no key can uphold it and each write would have to join them"


def stays(model: Conceptual, draft: Draft, known: Given, parts: Sequence[int], *, functional: bool = True) -> Iterator[str]:
    """What is stored more than once in parts below the form that is asked for, how often, and what a write must look at for it."""
    volume = model.volumes.get(draft.entity)
    rows = f"up to {count(volume.after_years)} rows" if volume is not None and volume.after_years else "as many rows"
    for part in parts:
        bad = violation(part, known.fds) if functional else None
        if bad is not None:
            left, right = ", ".join(known.universe.of(bad.left)) or "nothing", ", ".join(known.universe.of(bad.right))
            yield (
                f"{right} is stored again in every row with the same {left} ({rows}, less one for each {left}), which a write looks at; "
                "a rule between rows upholds it, and an integrity check looks for rows that break it"
            )
            continue
        step = beyond(part, known.universe.all, known.functional(), known.implied(), known.joins)
        if step is not None:
            yield _stays_beyond(known.universe, step, rows)


def _stays_beyond(universe: Universe, step: Step, rows: str) -> str:
    if step.joined:
        pieces = _listed([universe.of(part) for part in step.parts])
        return f"each of {pieces} is stored again in every row that joins it ({rows}, less one for each), and a write adds every row it completes"
    left, right = ", ".join(universe.of(step.left)) or "all", ", ".join(universe.of(step.right))
    rest = ", ".join(universe.of(step.whole & ~step.left & ~step.right))
    times = f"m × n rows for m + n facts, {rows} in all"
    return f"each {right} of {left} is stored again with each {rest} of it ({times}), and a write adds or removes every combination"


def _listed(parts: Sequence[Sequence[str]]) -> str:
    return " and ".join(f"({', '.join(part)})" for part in parts)
