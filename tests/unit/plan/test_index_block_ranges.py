"""Summaries of blocks: only where rows arrive in order of time and stay where they are, and a stretch of time is asked for."""

from __future__ import annotations

from relvar import api
from relvar.model.design import Decision, Design
from relvar.plan.advisors.index_block_ranges import BLOCKS, ENTRIES

BRIEF = """A city counts bicycles. Counters have a name and a place. Passages have a time, a direction (in, out) and a speed.
Each passage belongs to one counter. {kept} Report the number of passages per month."""
KEPT = "Passages are never changed or deleted."
BIG, SMALL = "200 counters, 20,000 passages a day, 5 years", "20 counters, 200 passages a day, 1 year"


def designed(kept: str, scale: str, engine: str = "postgresql") -> Design:
    return api.design(api.brief_of(BRIEF.format(kept=kept), [engine]), scale)


def decided(design: Design) -> list[Decision]:
    return [d for d in design.decisions if d.advisor == "index_block_ranges"]


def test_rows_that_arrive_in_order_and_stay_are_summed_up_by_blocks() -> None:
    (made,) = decided(designed(KEPT, BIG))
    assert made.choice.startswith(BLOCKS) and made.instead_of == (ENTRIES,) and made.changes


def test_rows_that_change_keep_an_entry_each_and_it_says_why() -> None:
    (made,) = decided(designed("Passages may be corrected.", BIG))
    assert made.choice == ENTRIES and not made.changes and "do not arrive in the order" in made.because and "changed 2 times" in made.because


def test_small_tables_and_engines_without_them_say_nothing() -> None:
    assert decided(designed(KEPT, SMALL)) == []
    assert decided(designed(KEPT, BIG, "mysql")) == []


def test_whole_partitions_of_time_need_no_index() -> None:
    physical = designed("Passages are never changed. Passages are deleted after 2 years.", BIG).physical["postgresql"]
    passages, asked = physical.tables["passage"], physical.queries["passages_by_month"]
    assert passages.partition is not None and "passages_time_ix" not in passages.indexes
    assert asked.read_whole == "passage" and "the other partitions are left out" in asked.exempt
