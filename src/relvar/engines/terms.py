"""What is kept of a table, changed: how many, how long, or no longer at all; what of it every engine's migration says alike.

While both versions of the code run the wider bound holds. So what keeps more is put in place first, and what keeps less last: before it, in a
step of its own, rows that the former design promised to keep leave in batches, and only where somebody said that they may (Ambler and
Sadalage, "Refactoring Databases", 2006, ch. 2: a destructive change has a phase to itself). The way back puts back what keeps the former
bound, never a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from relvar.engines.base import Evolution, Statement
from relvar.engines.phases import Part
from relvar.model.behaviour import Expire
from relvar.model.changes import Add, Alter, Change, Drop, SetTable
from relvar.model.physical import ForeignKey, Grant, Index, Physical, Table

Form = TypeVar("Form")  # one of the two designs, as an engine writes it
BESIDE = ("queries", "jobs")  # what is asked and how often something runs: no object of a database, or made with the term
GONE = "what left no way back brings back: only a backup does"


class Term(NamedTuple):
    """One bound before and after; None where there is none. `key`: the behaviour's id."""

    key: str
    old: Expire | None
    new: Expire | None

    @property
    def table(self) -> str:
        found = self.new or self.old
        assert found is not None
        return found.table

    @property
    def takes(self) -> bool:
        """Whether rows leave that the former design keeps."""
        return self.new is not None and (self.old is None or not _keeps_all_of(self.new, self.old))

    @property
    def gives(self) -> bool:
        """Whether rows stay that would have left."""
        return self.old is not None and (self.new is None or not _keeps_all_of(self.old, self.new))


def _keeps_all_of(one: Expire, other: Expire) -> bool:
    """Whether `one` lets stay whatever `other` does."""
    same = replace(one, newest=other.newest, months=other.months, bytes=other.bytes) == other and one.by_number == other.by_number
    return same and one.newest >= other.newest and one.months >= other.months


def terms(evolution: Evolution) -> tuple[Term, ...]:
    """The bounds that are not the same in both designs."""
    before, after = evolution.before.behaviours, evolution.after.behaviours
    pairs = ((key, before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after)))
    return tuple(
        Term(key, old if isinstance(old, Expire) else None, new if isinstance(new, Expire) else None)
        for key, old, new in pairs
        if old != new and (isinstance(old, Expire) or isinstance(new, Expire)) and _counts_otherwise(old, new)
    )


def loosened(wide: Physical, evolution: Evolution) -> Physical:
    """The form between both designs with the bounds that take more, so that what refuses a deletion lets go what is to leave."""
    taken = {t.key: t.new for t in terms(evolution) if t.takes and t.new is not None}
    return replace(wide, behaviours={**wide.behaviours, **taken}) if taken else wide


def _counts_otherwise(old: object, new: object) -> bool:
    """Not where only the room is said anew from which the same number was reckoned."""
    return not (isinstance(old, Expire) and isinstance(new, Expire) and replace(old, bytes=new.bytes) == new)


def is_of_terms(change: Change) -> bool:
    """Whether an edit is one of a bound, or follows from one: figures, rights, jobs, and an index more or less."""
    if isinstance(change, SetTable):
        was, now = change.before.partition, change.after.partition
        return was is not None and now is not None and replace(change.before, partition=replace(was, keep=now.keep)) == change.after
    if not isinstance(change, Add | Alter | Drop):
        return True
    elements = (change.before, change.after) if isinstance(change, Alter) else (change.element,)
    if change.collection in BESIDE or all(isinstance(e, Expire | Grant) for e in elements):
        return True
    return _figures(change) or _reasons(change) if isinstance(change, Alter) else isinstance(change.element, Index)


def is_beside(change: Change) -> bool:
    """Whether an edit of `is_of_terms` is made by what `terms` says, so that nothing is left to do for it."""
    return is_of_terms(change) and not (isinstance(change, Add | Drop) and isinstance(change.element, Index))


def _figures(change: Alter) -> bool:
    """Whether only the estimates of a table change."""
    before, after = change.before, change.after
    if not isinstance(before, Table) or not isinstance(after, Table):
        return False
    figures = {"rows": before.rows, "rows_at_start": before.rows_at_start, "rows_per_day": before.rows_per_day}
    return replace(after, **figures, updates_per_row=before.updates_per_row, skew=before.skew, greatest=before.greatest) == before


def _reasons(change: Alter) -> bool:
    """Whether only the reason of an element is another."""
    before, after = change.before, change.after
    if isinstance(before, Index) and isinstance(after, Index):
        return replace(before, because=after.because, serves=after.serves) == after
    return isinstance(before, ForeignKey) and isinstance(after, ForeignKey) and replace(before, because=after.because) == after


class Kept(NamedTuple):
    """An engine's statements for what changes with the bounds; each way back undoes its way there."""

    expand: tuple[Statement, ...]
    expand_back: tuple[Statement, ...]
    destructive: tuple[Statement, ...]
    contract: tuple[Statement, ...]
    contract_back: tuple[Statement, ...]


NONE = Kept((), (), (), (), ())


class Words(NamedTuple, Generic[Form]):
    """How an engine says what changes with the bounds, from one form of the design to another: what is granted anew, what is revoked, what
    keeps these bounds now, and how rows beyond them leave the later form."""

    granted: Callable[[Form, Form], Iterable[Statement]]
    revoked: Callable[[Form, Form], Iterable[Statement]]
    replaced: Callable[[Form, Form, list[Term]], Iterable[Statement]]
    leaving: Callable[[Form, list[Term]], Iterable[Statement]]


def kept_in(evolution: Evolution, form: Callable[[Physical], Form], words: Words[Form]) -> Kept:
    """The statements of each phase: what keeps more goes first and is undone last, what keeps less the other way round. None without a bound."""
    changed = terms(evolution)
    if not changed:
        return NONE
    old, new = form(evolution.before), form(evolution.after)
    taking, giving = [t for t in changed if t.takes], [t for t in changed if not t.takes]
    return Kept(
        (*words.granted(old, new), *words.replaced(old, new, giving)),
        (*words.replaced(new, old, giving), *words.revoked(new, old)),
        tuple(words.leaving(new, taking)),
        (*words.replaced(old, new, taking), *words.revoked(old, new)),
        (*words.granted(new, old), *words.replaced(new, old, taking)),
    )


def with_terms(parts: Iterable[Part], evolution: Evolution, kept: Kept, locks: tuple[str, ...], jobs: str) -> Iterator[Part]:
    """The phases of an evolution with those statements. `jobs`: what runs what is due where the server itself does not, "" where it does."""
    changed = terms(evolution)
    for part in parts:
        if part.phase == "contract" and kept.destructive:
            yield _destructive(evolution, changed, kept, locks)
        yield _told(part, evolution, changed, kept, jobs)


def _told(part: Part, evolution: Evolution, changed: tuple[Term, ...], kept: Kept, jobs: str) -> Part:
    """Behind what else happens, and undone before it."""
    if part.phase not in ("expand", "contract"):
        return part
    there, back = (kept.expand, kept.expand_back) if part.phase == "expand" else (kept.contract, kept.contract_back)
    of_phase = [t for t in changed if t.takes == (part.phase == "contract")]
    said = tuple(_hazard(evolution, t) for t in of_phase)
    beside = f"{part.deploy}; {jobs}" if of_phase and jobs else part.deploy
    given = tuple(t.table for t in of_phase if t.gives)
    hazards = (*part.hazards, *said)
    # A generator is walked once: the engine's own statements are made before the ones that follow them.
    up, down = (*part.up, *there), (*back, *part.down)
    return part._replace(up=up, down=down, hazards=hazards, deploy=beside, loses_back=(*part.loses_back, *given))


def _hazard(evolution: Evolution, term: Term) -> str:
    name = named(evolution, term)
    if term.takes:
        assert term.new is not None
        return f"{name} {term.new.term} leave by themselves from here on"
    assert term.old is not None
    return f"the way back lets {name} {term.old.term} leave again: what only the new bound kept, nothing brings back"


def named(evolution: Evolution, term: Term) -> str:
    physical: Physical = evolution.after if term.new is not None else evolution.before
    return physical.tables[term.table].name


def _destructive(evolution: Evolution, changed: tuple[Term, ...], kept: Kept, locks: tuple[str, ...]) -> Part:
    taken = [t for t in changed if t.takes and t.new is not None]
    hazards = tuple(f"takes {named(evolution, t)} {t.new.term}; {GONE}" for t in taken if t.new is not None)
    lost = tuple(t.table for t in taken)
    return Part("destructive", kept.destructive, (), locks, hazards, "after the old code is gone, with a backup at hand", lost)
