"""An evolution as expand, migrate, contract: files that run while old and new code run, each with its way back.

Expand lets both forms in: the validator accepts what either does. Migrate sets what is new beside what is old, in batches by `_id`, and
builds unique indexes then. Contract runs when no old code does: it works through what old code wrote since, takes the old fields away,
asks for documents that the new validator would refuse, and only then sets it. `schema_version` says which form a document has.

A server of documents has no triggers: the new code writes both fields until contract, old code writes the old one alone, and what it
wrote is found by comparison.

Locks: `collMod` takes the collection alone, for an instant (SERVER-46865; validators are not tried on what is there); an index build
takes it at its beginning and end (MongoDB manual, "Index Builds on Populated Collections"); an update takes its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relvar.engines.base import Evolution, MigrationStep, Statement
from relvar.engines.mongodb.migrating import hazards
from relvar.engines.mongodb.migrating.kept import LOCKS, PERMIT, follows, kept
from relvar.engines.mongodb.migrating.statements import Migration
from relvar.engines.phases import PURPOSE, Part, Phase, Style, steps
from relvar.engines.terms import with_terms

NOTHING = Statement(text="db.runCommand({ping: 1})", because="Nothing to do here")
AGAIN = "It stops at the first error and may be run again."
HEADS: dict[Phase, str] = {
    "expand": f"both forms are let in; nothing reads the new one yet. {AGAIN}",
    "migrate": f"what is new is set beside what is old, in batches. {AGAIN}",
    "destructive": f"{PURPOSE['destructive'].replace('rows', 'documents')} Where they may go: DROP_ROWS=1 mongosh ... {AGAIN}",
    "contract": f"the old goes. Run it when no running code knows only the old form: this is the point of no quick return. {AGAIN}",
}
BRIEFLY = "each collection, an instant"
ONE_BY_ONE = "documents, one at a time"


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    """The steps of an evolution. Raises UnsupportedError for a change that is not generated."""
    parts = with_terms(_parts(Migration(evolution)), evolution, kept(evolution), LOCKS, follows(evolution))
    return steps(evolution, number, parts, Style(HEADS, _finished, suffix=".js", permit=PERMIT))


def _finished(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(statements) or (NOTHING,)


def _parts(made: Migration) -> Iterator[Part]:
    built = ("index builds take the collection at begin and end",) if made.new_indexes else ()
    beside = "rolling: then access/ once more, and code that reads both forms and writes both"
    yield Part(
        "expand",
        made.expand(),
        made.expand_back(),
        (BRIEFLY, *built),
        (*hazards.of_the_way_back(made), *hazards.of_remade(made, capping=False)),
        beside,
    )
    yield Part("migrate", made.migrate(), made.migrate_back(), (ONE_BY_ONE,), tuple(hazards.paces(made)), "rolling")
    told = tuple(hazards.of_contract(made))
    lost = tuple(hazards.losses(made))
    yield Part("contract", made.contract(), made.contract_back(), (ONE_BY_ONE, BRIEFLY), told, "after the old code is gone", lost)
