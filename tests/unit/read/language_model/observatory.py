"""A brief that the rules read in part, and a good answer to it: what a careful reader would report."""

from __future__ import annotations

from typing import Any

BRIEF = """\
An observatory lends its telescopes to astronomers. We track every telescope by a call sign, with its aperture in centimetres and
the dome it stands in. An astronomer has a name and an e-mail address and belongs to one institute. Astronomers apply for nights
with a proposal; a proposal is submitted, then accepted or rejected. An accepted proposal gets observing runs, each from a start to
an end on one telescope, and two runs never share a telescope at the same time. Nobody may have more than 3 runs of one proposal.
The grade of a proposal lies between 1 and 5. Weather is logged as clear, cloudy or storm. Schedulers look up runs by telescope.
Runs are deleted five years after they end.
"""


def fact(quote: str, **fields: Any) -> dict[str, Any]:
    return {**fields, "quote": quote}


def good() -> dict[str, Any]:
    """A new value with every call, for tests that spoil it."""
    return {
        "entities": [
            fact("telescopes", name="telescope", kind="thing"),
            fact("astronomers", name="Astronomer", kind="party"),
            fact("dome it stands in", name="dome", kind="thing"),
            fact("one institute", name="institute", kind="party"),
            fact("with a proposal", name="proposal", kind="event"),
            fact("observing runs", name="observing runs", kind="event"),
            fact("Weather is logged", name="weather log", kind="event"),
            fact("Schedulers look up", name="scheduler", kind="party"),
        ],
        "attributes": [
            fact("a call sign", entity="telescope", name="call sign", type="code"),
            fact("its aperture in centimetres", entity="telescope", name="aperture", type="size_measure"),
            fact("a name", entity="astronomer", name="astronomer_name", type="person_name"),
            fact("an e-mail address", entity="astronomer", name="e-mail address", type="email"),
            fact("from a start to an end", entity="observing run", name="starts_at", type="instant"),
            fact("from a start to\nan end", entity="observing run", name="ends_at", type="instant"),
            fact("The grade of a proposal", entity="proposal", name="grade", type="count"),
            fact("clear, cloudy or storm", entity="weather log", name="condition", type="type_name"),
        ],
        "identifiers": [fact("every telescope by a call sign", entity="telescope", members=["call sign"])],
        "relationships": [
            fact("the dome it stands in", first="dome", verb="holds", second="telescope", first_has="0..*", second_has="1..1"),
            fact("belongs to one institute", first="astronomer", verb="belongs to", second="institute", first_has="1..1", second_has="0..*"),
            fact("apply for nights with a proposal", first="astronomer", verb="submits", second="proposal", first_has="0..*", second_has="1..1"),
            fact("proposal gets observing runs", first="proposal", verb="gets", second="observing run", first_has="0..*", second_has="1..1"),
            fact("on one telescope", first="observing run", verb="uses", second="telescope", first_has="1..1", second_has="0..*"),
        ],
        "values": [fact("clear, cloudy or storm", entity="weather log", attribute="condition", values=["clear", "cloudy", "storm", "acid rain"])],
        "lives": [
            fact(
                "a proposal is submitted, then accepted or rejected",
                entity="proposal",
                transitions=[{"before": "submitted", "after": "accepted"}, {"before": "submitted", "after": "rejected"}],
            )
        ],
        "conditions": [
            fact("lies between 1 and 5", entity="proposal", must_hold="grade >= 1 and grade <= 5"),
            fact("from a start to an end", entity="observing run", must_hold="ends_at > starts_at"),
        ],
        "limits": [fact("more than 3 runs of one proposal", entity="observing run", per="proposal", limit=3)],
        "no_overlaps": [fact("never share a telescope at the same time", entity="observing run", per="telescope", start="starts_at", end="ends_at")],
        "retentions": [fact("deleted five years after they end", entity="observing run", since="ends_at", months=60, then="delete")],
        "questions": [fact("look up runs by telescope", entity="observing run", by=["telescope"], newest_first="starts_at")],
        "roles": [
            fact("Schedulers look up runs", name="scheduler", permissions=[{"entity": "observing run", "may": ["read"]}]),
        ],
    }
