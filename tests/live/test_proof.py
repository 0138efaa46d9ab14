"""The proof on real engines: sound designs pass, and faults seeded into their files turn it red."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from relvar.engines import engine
from relvar.engines.base import Server
from relvar.prove.live import CHECKS
from relvar.prove.live.context import Context
from relvar.prove.run import run_check

sys.path.insert(0, str(Path(__file__).parents[2]))  # bench/ is no package of the product
from bench.mutants import designed, is_caught, sample

ROWS = 500
SAMPLED = 15


def test_the_shop_is_proven(server: Server) -> None:
    design, files = designed("shop", server.engine)
    context = Context.of(design, server.engine, engine(server.engine), server, files, ROWS)
    try:
        findings = [finding for check in CHECKS for finding in run_check(check, context)]
    finally:
        if context.database is not None:
            context.database.close()
    assert [f"{f.key}: {f.message}" for f in findings if f.verdict == "refuted"] == []
    silent = {"events_arrive", "copies_follow", "host_admin_suffices"}  # one store alone publishes nothing, and no host runs it
    assert {f.check for f in findings} == {c.__name__ for c in CHECKS} - silent
    assert not [f.message for f in findings if f.verdict == "not run" and "failed" in f.message]


@pytest.mark.parametrize("turn", range(SAMPLED))
def test_a_fault_in_a_file_turns_the_proof_red(server: Server, turn: int) -> None:
    design, files, found = sample("shop", server.engine, SAMPLED)
    mutant = found[turn]
    assert is_caught(design, server.engine, files, mutant, server), mutant.name
