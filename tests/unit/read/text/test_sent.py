"""What is sent or taken again and again is a reading of its own, with its pace."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["postgresql"]))


@pytest.mark.parametrize(
    ("text", "reading", "of", "facts", "a_day"),
    [
        ("Each sensor reports temperature and humidity every minute. There are 20 sensors.", "sensor_reading", "sensor",
         {"temperature", "humidity"}, 20 * 1440),
        ("The depot has 85 ploughs, each with a licence plate and a GPS tracker that reports position, speed and blade state every 5 seconds.",
         "plough_reading", "plough", {"position", "speed", "blade_state"}, 85 * 17_280),
        ("30 turbines send data every second: wind speed, rotor speed and power. A turbine has a serial number.", "turbine_reading", "turbine",
         {"wind_speed", "rotor_speed", "power"}, 30 * 86_400),
        ("Every 10 minutes each gauge sends a reading with a time and a water level. There are 60 gauges. A gauge has a code.", "reading", "gauge",
         {"time", "water_level"}, 60 * 144),
    ],
)  # fmt: skip
def test_a_pace_makes_readings(text: str, reading: str, of: str, facts: set[str], a_day: float) -> None:
    model = read(text)
    assert facts <= set(model.entities[reading].attributes)
    assert model.entities[reading].entity_kind == "event"
    assert any(r.first.entity == of and r.second.entity == reading for r in model.relationships.values())
    assert model.volumes[reading].per_day.value == pytest.approx(a_day, rel=0.01)


@pytest.mark.parametrize("text", ["The manager reports sales every month. Sales have a date and an amount.", "Reviewers record orders every week."])
def test_what_people_look_at_now_and_then_is_no_reading(text: str) -> None:
    assert not any(name.endswith("_reading") for name in read(text).entities)


@pytest.mark.parametrize(("verb", "kind"), [("300,000 log lines arrive a day.", "event"), ("300,000 log lines are kept.", "thing")])
def test_what_comes_in_so_many_a_day_with_its_time_happens(verb: str, kind: str) -> None:
    model = api.read(api.brief_of(f"A factory has 200 machines. Each machine writes log lines (time, level, message). {verb}", ["postgresql"]))
    assert model.entities["log_line"].entity_kind == kind
    assert ("name" in model.entities["log_line"].attributes) == (kind == "thing")
