"""What lasts and what it would share, said in one sentence: the rule is theirs, and no other event's."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import NoOverlap

HALLS = "A hotel has halls. A hall has a name. Events take place in a hall; an event has a title, a start time and an end time."
SHOWS = "A radio keeps shows. A show has a title, a channel, a start time and an end time."
DISPLAYS = "A display has a start time, an end time and an arena. Visitors book displays; a booking has a number of seats."


@pytest.mark.parametrize(
    ("text", "entity", "per"),
    [
        (f"{HALLS} No two events in the same hall may overlap.", "event", ("event_hall",)),
        (f"{SHOWS} No two shows on the same channel overlap.", "show", ("channel",)),
        (f"{DISPLAYS} No two displays in the same arena may overlap.", "display", ("arena",)),
        ("A lab books microscopes. No two bookings of the same microscope may overlap.", "booking", ("booking_microscope",)),  # no span of its own
    ],
)
def test_no_two_of_the_same(text: str, entity: str, per: tuple[str, ...]) -> None:
    model = api.read(api.brief_of(text, ["postgresql"]))
    (rule,) = [r for r in model.rules.values() if isinstance(r, NoOverlap) and r.source.kind == "brief"]
    assert (rule.entity, rule.per) == (entity, per)
