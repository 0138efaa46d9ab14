"""Faults seeded into the files of a sound design turn the proof on a real engine red; tests/cases proves the sound ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from relvar.engines.base import Server

sys.path.insert(0, str(Path(__file__).parents[2]))  # bench/ is no package of the product
from bench.mutants import is_caught, sample

SAMPLED = 15


@pytest.mark.parametrize("turn", range(SAMPLED))
def test_a_fault_in_a_file_turns_the_proof_red(server: Server, turn: int) -> None:
    design, files, found = sample("shop", server.engine, SAMPLED)
    mutant = found[turn]
    assert is_caught(design, server.engine, files, mutant, server), mutant.name
