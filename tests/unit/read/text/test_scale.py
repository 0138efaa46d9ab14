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


def test_a_limit_is_no_count() -> None:
    assert read_scale("", "A member may borrow at most 20 books").counts == {}
