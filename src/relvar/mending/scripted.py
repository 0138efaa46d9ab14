"""Fixes of a source whose engine writes them itself, for what it holds has no SQL: two scripts of its shell."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.engines.base import Engine, Mend, Script, Statement
from relvar.judge.rule import Fault
from relvar.mending.written import Fixes
from relvar.model.existing import Existing
from relvar.model.mending import Edit

UP = "Mends what relvar check found. Read it first: it stops at the first error, and what is done by then stays; for the rest, check and fix anew."
DOWN = "Takes back what fix.up{suffix} did."


def scripted(existing: Existing, faults: tuple[Fault, ...], engine: Engine) -> Fixes:
    """Every edit once; the way back in the opposite order."""
    assert engine.mend is not None
    asked, fixes = _once(faults)
    written: list[Fault] = []
    left: list[tuple[Fault, str]] = []
    made: list[Mend] = []
    for places, found in engine.mend(existing, fixes):
        mended = [asked[place] for place in places]
        if isinstance(found, str):
            left += [(fault, found) for fault in mended]
            continue
        written += mended
        made.append(replace(found, up=_headed("\n".join(f"{fault.message} [{fault.rule}]" for fault in mended), found.up)))
    up = tuple(statement for one in made for statement in one.up)
    down = tuple(statement for one in reversed(made) for statement in one.down)
    stays = [one.stays for one in made if one.stays]
    return Fixes(
        _file(engine, "fix.up", UP, up),
        _file(engine, "fix.down", "\n".join([DOWN.format(suffix=engine.suffix), *stays]), down, always=bool(up)),
        tuple(written),
        tuple(left),
        engine.suffix,
    )


def _once(faults: tuple[Fault, ...]) -> tuple[list[Fault], list[tuple[Edit, ...]]]:
    """The faults with fixes, and of each the edits that are in no other's before it."""
    seen = set[str]()
    found: list[tuple[Fault, tuple[Edit, ...]]] = []
    for fault in (fault for fault in faults if fault.fix):
        found.append((fault, tuple(edit for edit in fault.fix if repr(edit) not in seen)))
        seen |= {repr(edit) for edit in fault.fix}
    return [fault for fault, _ in found], [edits for _, edits in found]


def _headed(words: str, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    if not statements:
        return ()
    first, *others = statements
    because = "\n".join(filter(None, (words, first.because)))
    return (replace(first, because=because), *others)


def _file(engine: Engine, name: str, head: str, statements: tuple[Statement, ...], *, always: bool = False) -> str:
    if not statements and not always:
        return ""
    return engine.text(Script(path=f"{name}{engine.suffix}", head=head, statements=statements, transactional=False))
