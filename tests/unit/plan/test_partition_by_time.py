"""partition_by_time: decides, stays silent, near miss."""

from __future__ import annotations

from typing import Any

from relvar.model.conceptual import Conceptual, Retention, Step, UseCase
from relvar.model.physical import UniqueConstraint
from relvar.model.query import Insert
from relvar.plan.advisors.partition_by_time import MEMORY_BYTES, MEMORY_SHARE, MOST_PARTITIONS, interval_for, kept
from relvar.plan.queries.pruning import DAYS
from tests.unit.normalize.models import INSTANT, MONEY, SAID, SCALE, attribute, entity, identifier, one_to_many, quantity, volume
from tests.unit.plan.designs import UNABLE, decisions, overridden, physical, planned


def _telemetry(after: float = 1e9, per_day: float = 2.5e6, months: int = 13, **more: Any) -> Conceptual:
    entities = {
        "device": entity("device", "thing", attribute("serial"), identifiers=(identifier("serial", primary=True),)),
        "reading": entity("reading", "event", attribute("taken_at", INSTANT), attribute("level", MONEY), immutable=True, **more),
    }
    rules = {"keep": Retention(entity="reading", since="taken_at", months=months, then="delete", source=SAID)} if months else {}
    volumes = {"device": volume(1e4, 1, 1e4), "reading": volume(0, per_day, after)}
    return Conceptual(
        entities=entities, relationships={"device_reading": one_to_many("device", "reading")}, rules=rules, volumes=volumes, scale=SCALE
    )


def test_what_leaves_by_time_is_cut_by_that_time_and_its_key_holds_it() -> None:
    table = physical(planned(_telemetry())).tables["reading"]
    assert table.partition is not None and table.partition.column == "taken_at" and table.partition.keep
    assert table.primary_key[-1] == "taken_at" and len(table.primary_key) == 2


def test_a_small_table_leaves_in_batches_instead() -> None:
    made = planned(_telemetry(after=1e6, per_day=2500))
    assert physical(made).tables["reading"].partition is None
    assert "batches" in decisions(made, "partition_by_time", "reading")[0].because


def test_a_referenced_table_stays_whole_and_says_why() -> None:
    model = _telemetry()
    model.entities["alarm"] = entity("alarm", "event", attribute("raised_at", INSTANT))
    model.relationships["reading_alarm"] = one_to_many("reading", "alarm")
    made = planned(model)
    assert physical(made).tables["reading"].partition is None
    assert "alarms refer to it" in decisions(made, "partition_by_time", "reading")[0].because


def test_another_uniqueness_keeps_it_whole() -> None:
    made = planned(_telemetry(identifiers=(identifier("level"),)))
    assert physical(made).tables["reading"].partition is None
    assert "no longer be kept across partitions" in decisions(made, "partition_by_time", "reading")[0].because


def test_the_key_of_an_idempotent_request_takes_the_senders_time_along() -> None:
    model = _telemetry()
    step = Step(action="insert", entity="reading")
    model.use_cases["take"] = UseCase(
        name="take a reading",
        entity="reading",
        steps=(step,),
        invariant="once",
        source=SAID,
        idempotent=True,
        races=("same_key",),
        per_day=quantity(2.5e6),
    )
    store = physical(planned(model))
    assert store.tables["reading"].partition is not None
    (unique,) = (c for c in store.tables["reading"].constraints.values() if isinstance(c, UniqueConstraint))
    assert unique.columns[-1] == "taken_at"
    (insert,) = (s for s in store.transactions["take"].statements if isinstance(s, Insert))
    assert insert.ignore_duplicates_of == unique.columns


def test_a_user_may_say_no() -> None:
    made = planned(overridden(_telemetry(), "partition_by_time:reading", "no"))
    assert physical(made).tables["reading"].partition is None
    assert decisions(made, "partition_by_time", "reading")[0].overridden


def test_an_engine_without_partitions_says_so() -> None:
    made = planned(_telemetry(), UNABLE)
    assert physical(made).tables["reading"].partition is None
    assert "no partitions" in decisions(made, "partition_by_time", "reading")[0].because


def test_the_interval_is_the_longest_that_fits_memory() -> None:
    room = MEMORY_BYTES * MEMORY_SHARE
    assert interval_for(1e9, 1e7, room / 100 / 31, 13, 5) == "month"
    assert interval_for(1e9, 1e7, room / 100 / 8, 13, 5) == "week"
    assert interval_for(1e9, 1e7, room / 100 / 2, 13, 5) == "day"
    assert kept("month", 13) == 14 and kept("day", 13) * DAYS["day"] >= 13 * 30 and kept("day", 13) < MOST_PARTITIONS
    assert kept("month", 0) == 0
