"""Numbers of scale in words, digits and units."""

from __future__ import annotations

import pytest

from relvar import api
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


HARBOURS = "Each boat lies in one harbour. Boats and harbours have a name. Sailors rent boats. A rental has a start date. "


@pytest.mark.parametrize(
    ("sentence", "entity", "initial"),
    [
        ("More than 10,000 boats are kept in the system.", "boat", 10_000),
        ("20 million rows in boats.", "boat", 20_000_000),
        ("The boats table holds 2 million rows.", "boat", 2_000_000),
        ("A few hundred harbours take part.", "harbour", 300),
        ("Boats: 12,000; harbours: 40.", "harbour", 40),
        ("The number of boats is about 12,000.", "boat", 12_000),
        ("There are 50 harbours. A harbour has 120 boats on average.", "boat", 6_000),
        ("There are 50 harbours, with 100 to 200 boats per harbour.", "boat", 7_500),
        ("There are 50 harbours. Each harbour has about 300 boats.", "boat", 15_000),
    ],
)
def test_how_many_there_are(sentence: str, entity: str, initial: float) -> None:
    assert api.read(api.brief_of(HARBOURS + sentence, ["sqlite"])).volumes[entity].initial.value == initial


@pytest.mark.parametrize(
    ("sentence", "a_day"),
    [
        ("There are 1,000 sailors. Each sailor makes about 4 rentals a year.", 1_000 * 4 / 365.25),
        ("There are 1,000 boats. Every boat is rented 30 times a year.", 1_000 * 30 / 365.25),
        ("At peak, 300 rentals/s come in.", 300 * 86_400 / 4),
        ("Daily we handle some 300 new rentals.", 300),
        ("Rentals per day: 300.", 300),
        ("Load: 300 rentals/day", 300),
        ("Rentals come in at a rate of 300 per day.", 300),
    ],
)
def test_how_many_come(sentence: str, a_day: float) -> None:
    assert api.read(api.brief_of(HARBOURS + sentence, ["sqlite"])).volumes["rental"].per_day.value == pytest.approx(a_day, rel=0.01)


@pytest.mark.parametrize(
    "sentence", ["The ten longest boats are shown.", "A harbour may have at most 500 boats.", "Boats are serviced after every 50 rentals."]
)
def test_what_counts_nothing(sentence: str) -> None:
    assert not read_scale("", sentence).counts
