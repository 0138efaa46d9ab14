"""Numbers of scale in words, digits and units."""

from __future__ import annotations

import pytest

from relvar.read.scale import read_scale


def test_the_scale_of_the_assignment() -> None:
    scale = read_scale("1M users, 50k orders a day, 5 years of history, EU")
    assert scale.counts["user"].value == 1_000_000
    assert scale.rates["order"].value == 50_000
    assert scale.years.value == 5
    assert scale.regions == ("EU",)
    assert scale.growth_per_year.source.kind == "rule"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("p95 under 50 ms", "latency_p95_ms", 50),
        ("RPO 5 minutes, RTO 1 hour", "rto_minutes", 60),
        ("RPO 5 minutes", "rpo_minutes", 5),
        ("80/20 reads", "read_share", 0.8),
        ("growing 10 % a month", "growth_per_year", 2.1384),
    ],
)
def test_single_figures(text: str, name: str, value: float) -> None:
    assert getattr(read_scale(text), name).value == pytest.approx(value)


def test_what_the_brief_says_counts_too() -> None:
    scale = read_scale("", "IoT telemetry: 10,000 devices send 50,000 readings a second")
    assert scale.rates["reading"].value == 50_000 * 86_400
    assert scale.counts["device"].source.kind == "brief"


@pytest.mark.parametrize(
    ("text", "what", "a_day"),
    [
        ("300,000 log lines arrive a day.", "log line", 300_000),
        ("300,000 log lines a day arrive from the plant.", "log line", 300_000),
        ("About 2 million events flow in daily.", "event", 2_000_000),
        ("300,000 log lines are written every hour.", "log line", 7_200_000),
        ("40 readings are received from the sensors each second", "reading", 3_456_000),
        ("Every hour, 20,000 measurements are ingested.", "measurement", 480_000),
        ("Per day, some 1,200 parcels come in.", "parcel", 1_200),
        ("12,000 data points have been recorded per day", "data point", 12_000),
    ],
)
def test_what_arrives_or_is_made_in_a_unit_of_time_is_a_rate(text: str, what: str, a_day: float) -> None:
    scale = read_scale("", text)
    assert {name: found.value for name, found in scale.rates.items()} == {what: a_day}
    assert what not in scale.counts


@pytest.mark.parametrize("text", ["300 rooms are cleaned every day", "300 claims are filed within a day", "300 books come in, 20 shelves are full"])
def test_what_is_done_to_the_same_things_again_is_no_rate(text: str) -> None:
    assert read_scale("", text).rates == {}


def test_a_limit_is_no_count() -> None:
    assert read_scale("", "A member may borrow at most 20 books").counts == {}
