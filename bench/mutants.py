"""Seeds faults into designs' generated files, one at a time, and counts those that turn the proof red. Run: python bench/mutants.py [N]

A fault is a thing a careless hand does: a constraint, index, policy, grant or trigger left out of a file, index columns swapped, another
action of a reference, a weaker check, a way down that loses rows, a backup that backs nothing up. The design stays as it is: the files
lie, and the proof must notice. Survivors are listed by name. `sample` gives the suite a spread of them.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.design import Artefact, Design, Finding
from relvar.prove.live import CHECKS
from relvar.prove.live.context import Context
from relvar.prove.live.grants_hold import grants_hold
from relvar.prove.live.patterns_use_indexes import patterns_use_indexes
from relvar.prove.live.races_keep_invariants import races_keep_invariants
from relvar.prove.live.round_trips import round_trips
from relvar.prove.live.rules_refuse_bad_rows import rules_refuse_bad_rows
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check
from relvar.write.engine_files import engine_files
from relvar.write.sample_data import sample_data

CASES = Path(__file__).parent.parent / "tests/cases"
BRIEFS = ("shop", "project_saas", "hospital")
WANTED = 100  # faults at the least
CAUGHT_SHARE = 0.9  # that must turn the proof red
ROWS = 200  # of the largest table: faults of rules need no many rows, faults of indexes are facts


# Checks that run no file but those of deploy/: a fault elsewhere cannot turn them red.
OF_DEPLOYMENT = (round_trips, sample_loads, rules_refuse_bad_rows, patterns_use_indexes, grants_hold, races_keep_invariants)


class Mutant(NamedTuple):
    """One fault: the file, and its text with the fault in."""

    name: str
    path: str
    text: str


Edit = tuple[str, re.Pattern[str], str]
FLAGS = re.MULTILINE | re.IGNORECASE | re.DOTALL
CHANGES = re.compile(r"^(?:alter|create|drop|update|insert|delete) ", FLAGS)  # a way down that has nothing to undo cannot lose anything
STATEMENT = r"(?:[^;']|'(?:[^']|'')*')*?;"
NESTED = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"  # balanced to the fourth bracket, as deep as conditions go
REFERENCE = r"constraint (?P<what>\w+) foreign key \([^)]*\)\s*references [\w.\"]+ \([^)]*\)"
TYPE = r"(?:text|timestamptz|bigint|integer|int|(?:numeric|decimal)\([0-9, ]+\)|varchar\(\d+\)(?: collate \w+)?|datetime\(6\))"
COLUMN = r"(?P<keep>^\s+(?P<what>\w+) +" + TYPE + " *)"
INDEX = r"(?P<head>^create index (?P<what>\w+) on [\w.\"]+(?: using \w+)? \()(?P<a>\w+), (?P<b>\w+)"
TRIGGER = r"^create (?:constraint |definer = \w+ )?trigger (?P<what>\w+)\s(?:(?!^create ).)*?(?:execute function [^;]*;|^end(?:;|//))"
# no grant on the server's own schemas: an earlier deploy on the same server gave it
GRANT = r"^grant (?P<what>(?:select|insert|update|delete)(?![^;]*\w\.\*)[^;]*);"
EDITS: tuple[Edit, ...] = (
    ("check left out", re.compile(r",\s*\n\s*constraint (?P<what>\w+) check " + NESTED, FLAGS), ""),
    ("key left out", re.compile(r",\s*\n\s*constraint (?P<what>\w+_uq) unique(?: key)? \([^)]*\)", FLAGS), ""),
    ("reference left out", re.compile(r",\s*\n\s*" + REFERENCE + r"(?: on delete [a-z ]+)?", FLAGS), ""),
    ("other action", re.compile(f"(?P<keep>{REFERENCE})" + r" on delete (?!cascade)\w+(?: null)?", FLAGS), r"\g<keep> on delete cascade"),
    ("null allowed", re.compile(COLUMN + "( not null)(?! auto_increment| generated)", FLAGS), r"\g<keep>"),
    ("index left out", re.compile(r"^create index (?P<what>\w+) " + STATEMENT, FLAGS), ""),
    ("index left out", re.compile(r",\s*\n\s*key (?P<what>\w+) \([^\n]*?(?=,?\n)", FLAGS), ""),
    ("unique index left out", re.compile(r",\s*\n\s*unique key (?P<what>\w+) \([^\n]*?(?=,?\n)", FLAGS), ""),
    ("columns swapped", re.compile(r"(?P<head>^\s+key (?P<what>\w+) \()(?P<a>\w+), (?P<b>\w+)", FLAGS), r"\g<head>\g<b>, \g<a>"),
    ("unique index left out", re.compile(r"^create unique index (?P<what>\w+) " + STATEMENT, FLAGS), ""),
    ("columns swapped", re.compile(INDEX, FLAGS), r"\g<head>\g<b>, \g<a>"),
    ("trigger left out", re.compile(TRIGGER, FLAGS), ""),
    ("policy left out", re.compile(r"^create policy (?P<what>\w+) " + STATEMENT, FLAGS), ""),
    ("policy open", re.compile(r"(?P<head>^create policy (?P<what>\w+)(?:(?!;).)*?using )" + NESTED, FLAGS), r"\g<head>(true)"),
    ("grant left out", re.compile(GRANT, FLAGS), ""),
)


def mutants(store: str, files: tuple[Artefact, ...]) -> Iterator[Mutant]:
    """Every fault that the files of one store admit, in a stable order that alternates between kinds."""
    kinds = [list(_of_kind(store, files, edit)) for edit in EDITS] + [list(_lossy(store, files)), list(_empty_backup(store, files))]
    for turn in range(max(map(len, kinds), default=0)):
        for found in kinds:
            yield from found[turn : turn + 1]


def _of_kind(store: str, files: tuple[Artefact, ...], edit: Edit) -> Iterator[Mutant]:
    kind, form, instead = edit
    for file in files:
        if file.path.startswith(f"{store}/deploy/"):
            for match in form.finditer(file.text):
                text = file.text[: match.start()] + match.expand(instead) + file.text[match.end() :]
                if text != file.text:  # a policy that is open by design
                    yield Mutant(f"{store} {kind}: {' '.join(match['what'].split())[:80]}", file.path, text)


def _lossy(store: str, files: tuple[Artefact, ...]) -> Iterator[Mutant]:
    """The way down of a migration, emptied."""
    for file in files:
        if file.path.startswith(f"{store}/migrations/") and ".down." in file.path and CHANGES.search(file.text):
            yield Mutant(f"{store} lossy down: {Path(file.path).name}", file.path, "select 1;\n")


def _empty_backup(store: str, files: tuple[Artefact, ...]) -> Iterator[Mutant]:
    """A script that says it has backed up, and has not."""
    for file in files:
        if file.path.endswith("backup.sh"):
            yield Mutant(f"{store} empty backup: {Path(file.path).name}", file.path, "#!/usr/bin/env bash\nset -euo pipefail\nexit 0\n")


def is_caught(design: Design, store: str, files: tuple[Artefact, ...], mutant: Mutant, server: Server) -> bool:
    """Whether some live check refutes a claim of the design with the faulty file in place."""
    faulty = tuple(msgspec.structs.replace(f, text=mutant.text) if f.path == mutant.path else f for f in files)
    context = Context.of(design, store, engine(design.physical[store].engine), server, faulty, ROWS)
    checks = CHECKS if "/deploy/" in mutant.path else [check for check in CHECKS if check not in OF_DEPLOYMENT]
    try:
        return any(is_red(finding) for check in checks for finding in run_check(check, context))
    finally:
        if context.database is not None:
            context.database.close()


def is_red(finding: Finding) -> bool:
    return finding.verdict == "refuted"


@cache
def designed(case: str, store: str) -> tuple[Design, tuple[Artefact, ...]]:
    """A golden brief's design and its engine files."""
    folder = CASES / case
    scale = (folder / "scale.txt").read_text() if (folder / "scale.txt").is_file() else ""
    design = api.design(api.brief_of((folder / "brief.md").read_text(), [store]), scale)
    return design, (*engine_files(design), *sample_data(design))


def sample(case: str, store: str, count: int) -> tuple[Design, tuple[Artefact, ...], list[Mutant]]:
    """`count` faults of one design, spread over the kinds."""
    design, files = designed(case, store)
    return design, files, list(mutants(store, files))[:count]


def main(count: int = WANTED) -> int:
    """Try `count` faults over all briefs and engines; 1 where too many survive."""
    pairs = [(case, store) for case in BRIEFS for store in ("sqlite", "postgresql", "mysql")]
    survivors: list[str] = []
    tried = 0
    start = time.perf_counter()
    for case, store in pairs:
        design, files, found = sample(case, store, -(-count // len(pairs)))
        tried += len(found)
        with engine(design.physical[store].engine).serve() as server:
            for mutant in found:
                caught = is_caught(design, store, files, mutant, server)
                print(f"{'caught' if caught else 'SURVIVED'}: {case} {mutant.name}", flush=True)
                survivors += [] if caught else [f"{case} {mutant.name}"]
    print("".join(f"survived: {name}\n" for name in survivors), end="")
    print(f"{tried - len(survivors)} of {tried} faults turned the proof red ({time.perf_counter() - start:.0f} s)")
    return int(tried - len(survivors) < CAUGHT_SHARE * tried)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else WANTED))
