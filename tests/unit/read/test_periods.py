"""What starts and ends gets the check that nobody writes down."""

from __future__ import annotations

from relvar import api
from relvar.model.conceptual import Check


def checks(text: str) -> list[str]:
    model = api.read(api.brief_of(text, ["postgresql"]))
    return sorted(name for name, rule in model.rules.items() if isinstance(rule, Check))


def test_an_end_is_not_before_its_start() -> None:
    assert checks("Repairs have a start time and an end time.") == ["repair_end_time_after_start_time"]
    assert checks("Contracts have a planned start date and a planned end date.") == ["contract_planned_end_date_after_planned_start_date"]


def test_what_the_text_compares_or_what_is_no_pair_gets_none() -> None:
    assert len(checks("Repairs have a start time and an end time. The end time is after the start time.")) == 1
    assert checks("Shops have an opening time and a closing time. Trips have a start date and an end point.") == []
