"""A part of a word is found by an index of trigrams on a real server; an index that knows beginnings only is refuted."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar import api
from relvar.engines import engine
from relvar.model.physical import IndexPart
from relvar.populate.volumes import READ_ROWS
from relvar.prove.live.applies import applies
from relvar.prove.live.context import Context
from relvar.prove.live.patterns_use_indexes import patterns_use_indexes
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check
from relvar.write.engine_files import engine_files

BRIEF = "A registry. Customers have a name and a phone number. Staff find customers by part of their name or phone number."
STORE, TABLE = "postgresql", "customer"
BY_NAME, BY_NUMBER = "customers_by_part_of_name", "customers_by_part_of_phone_number"


def test_a_part_is_found_by_trigrams_and_not_by_beginnings(server: Any) -> None:
    design = api.design(api.brief_of(BRIEF, [STORE]), "400,000 customers")
    physical = design.physical[STORE]
    (name,) = physical.queries[BY_NUMBER].served_by
    indexes = physical.tables[TABLE].indexes
    right = indexes[name.partition(".")[2]]
    assert right.method == "inverted" and right.parts[0].method_class == "trigram"
    wrong = msgspec.structs.replace(right, method="ordered", parts=(IndexPart(expression=right.parts[0].expression, method_class="prefix"),))
    table = msgspec.structs.replace(physical.tables[TABLE], indexes=indexes | {right.name: wrong})
    faulty = design.with_(physical={STORE: msgspec.structs.replace(physical, tables=physical.tables | {TABLE: table})})
    context = Context.of(faulty, STORE, engine(STORE), server, tuple(engine_files(faulty)), READ_ROWS)
    found = {f.subject: f for check in (applies, sample_loads, patterns_use_indexes) for f in run_check(check, context)}
    assert context.database is not None
    context.database.close()
    assert (found[BY_NAME].verdict, found[BY_NUMBER].verdict) == ("holds", "refuted")
