"""Summaries of blocks find a stretch of time on a real server; where rows do not lie in the order of what is asked, that is refuted."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar import api
from relvar.engines import engine
from relvar.model.expression import ColumnRef
from relvar.model.physical import Index, IndexPart
from relvar.populate.volumes import READ_ROWS
from relvar.prove.live.applies import applies
from relvar.prove.live.context import Context
from relvar.prove.live.patterns_use_indexes import patterns_use_indexes
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check
from relvar.write.engine_files import engine_files

BRIEF = """A city counts bicycles. Counters have a name and a place. Passages have a time, a direction (in, out) and a speed.
Each passage belongs to one counter. Passages are never changed or deleted. Report the number of passages per month.
List the passages of a counter, newest first."""
SCALE = "200 counters, 20,000 passages a day, 5 years"
STORE = "postgresql"


def test_ranges_of_blocks_are_used_where_rows_lie_in_order_and_refuted_where_not(server: Any) -> None:
    design = api.design(api.brief_of(BRIEF, [STORE]), SCALE)
    physical = design.physical[STORE]
    passages = physical.tables["passage"]
    by_time = passages.indexes["passages_time_ix"]
    assert (by_time.method, by_time.block_range) == ("block_range", 128)
    newest = physical.queries["the_latest_passages_of_one_counter"]
    wrong = Index(name="passages_counter_ix", parts=(IndexPart(expression=ColumnRef(column="counter_id")),), method="block_range", block_range=128)
    (replaced,) = (s.partition(".")[2] for s in newest.served_by)
    indexes = {i: x for i, x in passages.indexes.items() if i != replaced} | {wrong.name: wrong}
    queries = physical.queries | {"the_latest_passages_of_one_counter": msgspec.structs.replace(newest, served_by=(f"passage.{wrong.name}",))}
    tables = physical.tables | {"passage": msgspec.structs.replace(passages, indexes=indexes)}
    faulty = design.with_(physical={STORE: msgspec.structs.replace(physical, tables=tables, queries=queries)})
    context = Context.of(faulty, STORE, engine(STORE), server, tuple(engine_files(faulty)), READ_ROWS)
    found = {f.subject: f for check in (applies, sample_loads, patterns_use_indexes) for f in run_check(check, context)}
    assert context.database is not None
    shown = context.database.inspect()
    context.database.close()
    assert found["passages_by_month"].verdict == "holds" and "passages_time_ix" in found["passages_by_month"].message
    assert found["passage.passages_time_ix"].verdict == "holds"  # and it is needed
    assert found["the_latest_passages_of_one_counter"].verdict == "refuted"
    assert shown["index app.passages_time_ix options"] == "autosummarize=on, pages_per_range=128"
