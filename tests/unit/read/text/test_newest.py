"""How many are kept: the newest of all or of each owner, or what fits a size; and what only sounds like it."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Retention

FACTORY = (
    "A factory has 40 machines with a serial number and a hall. For every machine only the last 5 log lines are kept, each with a severity, a text "
    "and a time. Technicians look at the newest log lines of a machine. We keep a rolling log of the last 7 events, each with a kind, a text and the "
    "time."
)
LOGS = "A farm has pumps with a serial number. A pump writes log lines; a log line has a text and a time. "


def kept(text: str) -> list[tuple[str, int, int, bool]]:
    rules = api.design(api.brief_of(text, ["sqlite"])).conceptual.rules.values()
    return [(r.entity, r.newest, r.bytes, bool(r.per)) for r in rules if isinstance(r, Retention) and not r.months]


def test_of_each_and_of_all() -> None:
    model = api.design(api.brief_of(FACTORY, ["sqlite"])).conceptual
    assert sorted(kept(FACTORY)) == [("event", 7, 0, False), ("log_line", 5, 0, True)]
    assert not [name for name in model.entities if "rolling" in name], "the log is its events"
    assert model.volumes["log_line"].after_years <= 5 * model.volumes["machine"].after_years


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Keep only the latest 500 MB of log lines.", (0, 500_000_000, False)),
        ("The 20 most recent log lines are retained per pump.", (20, 0, True)),
        ("Each pump keeps its last two thousand log lines.", (2_000, 0, True)),
        ("A circular buffer of the latest 300 log lines is held.", (300, 0, False)),
    ],
)
def test_said_in_other_words(said: str, wanted: tuple[int, int, bool]) -> None:
    assert kept(LOGS + said) == [("log_line", *wanted)]


@pytest.mark.parametrize(
    "said", ["The dashboard shows the last 10 log lines.", "We store the last 4 digits of the card.", "Keep the last 30 days of log lines."]
)
def test_what_is_shown_or_kept_for_a_time_is_no_number(said: str) -> None:
    assert kept(LOGS + said) == []
