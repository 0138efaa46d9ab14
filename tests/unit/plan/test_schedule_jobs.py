"""schedule_jobs: decides, stays silent, near miss."""

from __future__ import annotations

from tests.unit.normalize.models import shop
from tests.unit.plan.designs import ABLE, UNABLE, physical, planned, with_, without


def test_what_the_design_has_is_scheduled() -> None:
    jobs = physical(planned(shop())).jobs
    assert jobs["ensure_partitions"].task == "ensure_partitions"
    assert jobs["expire_change_log"].on == "change_log_expires"


def test_no_job_without_partitions_and_terms() -> None:
    rules = {i: r for i, r in shop().rules.items() if i != "keep"}
    jobs = physical(planned(with_(shop(), rules=rules), without(ABLE, "triggers"))).jobs
    assert not {j.task for j in jobs.values()} & {"ensure_partitions", "expire"}


def test_statistics_are_renewed_where_the_engine_does_not() -> None:
    assert "analyze" in physical(planned(shop(), UNABLE)).jobs and "analyze" not in physical(planned(shop())).jobs
