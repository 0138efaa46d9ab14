"""What a sentence asks to see: in which order, how many, in which state, of which time and whose, and what a report counts and ranks."""

from __future__ import annotations

import pytest

from relvar.model.conceptual import AccessPattern
from tests.unit.read.text.test_constructions import read

FILMS = """Each film has a title, a rating, a price, a release date and a status: draft, shown or archived. Each film belongs to one studio.
Studios have a name. Customers rent films. A rental has a start date and an amount. """
BOATS = """Each boat has a name, a length, a daily rate and a condition: sound, damaged or lost. Each boat lies in one harbour.
Harbours have a name. Sailors book boats. A booking has a start date and a price. """


def asked(text: str, sentence: str) -> AccessPattern:
    """The one pattern that the sentence adds."""
    said = set(read(text).patterns)
    (found,) = (p for id_, p in read(text + sentence).patterns.items() if id_ not in said)
    return found


@pytest.mark.parametrize(
    ("text", "sentence", "order", "limit"),
    [
        (FILMS, "Show the ten most expensive films.", "-price", 10),
        (FILMS, "The 5 cheapest films are shown on the start page.", "price", 5),
        (FILMS, "The newest films are listed first.", "-release_date", 50),
        (FILMS, "Films are sorted by price in descending order.", "-price", 0),
        (FILMS, "Users browse films ordered by rating, best first.", "-rating", 0),
        (FILMS, "A list of all films in alphabetical order.", "title", 0),
        (FILMS, "Which films have the lowest rating?", "rating", 0),
        (BOATS, "Sailors see the longest boats first.", "-length", 0),
        (BOATS, "The top 7 boats by daily rate are shown.", "-daily_rate", 7),
        (FILMS, "As a user I want to see the 12 newest films, going by their release date.", "-release_date", 12),
        (FILMS, "Films are ordered by rating, starting with the highest.", "-rating", 0),
        (FILMS, "List films by release date, newest first.", "-release_date", 0),
        (BOATS, "The ten boats with the highest daily rate are displayed.", "-daily_rate", 10),
        (BOATS, "List boats sorted by condition and then by name.", "condition", 0),
    ],
)
def test_an_order_and_how_many(text: str, sentence: str, order: str, limit: int) -> None:
    found = asked(text, sentence)
    assert (found.operation, found.order[0], found.limit) == ("list", order, limit)


@pytest.mark.parametrize(
    ("text", "sentence", "values"),
    [
        (FILMS, "As a customer I want to see all archived films.", {"archived"}),
        (FILMS, "Which films are not archived yet?", {"draft", "shown"}),
        (FILMS, "We need a list of the films that are still draft.", {"draft"}),
        (BOATS, "Show all undamaged boats.", {"sound", "lost"}),
        (BOATS, "Damaged boats are listed by name.", {"damaged"}),
    ],
)
def test_a_state_is_a_condition(text: str, sentence: str, values: set[str]) -> None:
    found = [f for p in read(text + sentence).patterns.values() for f in p.filters if f.op == "in"]
    assert [set(f.values) for f in found] == [values]


@pytest.mark.parametrize(
    ("text", "sentence", "op", "days"),
    [
        (FILMS, "Show all rentals of the last 30 days.", "since", 30),
        (FILMS, "Today's rentals are shown at the counter.", "range", 0),
        (BOATS, "Export all bookings of a year.", "range", 0),
        (BOATS, "List bookings that start between two dates.", "range", 0),
    ],
)
def test_a_span_of_time_is_a_condition(text: str, sentence: str, op: str, days: int) -> None:
    (one,) = asked(text, sentence).filters
    assert (one.op, one.attribute, one.days) == (op, "start_date", days)


@pytest.mark.parametrize(
    ("text", "sentence", "by", "measures", "limit"),
    [
        (FILMS, "Top 10 studios by revenue.", ("rental_film.film_studio",), ("sum(amount)", "count"), 10),
        (FILMS, "The most rented films are shown.", ("rental_film",), ("count",), 10),
        (FILMS, "How many films were rented per month?", ("month(start_date)",), ("count",), 0),
        (BOATS, "A report shows the total price of bookings per harbour and month.", ("month(start_date)", "booking_boat.boat_harbour"), None, 0),
        (BOATS, "How many bookings does each boat have?", ("booking_boat",), ("count",), 0),
        (BOATS, "A report shows the average price of the bookings of each boat.", ("booking_boat",), ("avg(price)", "count"), 0),
        (FILMS, "What is the total amount of a customer's rentals?", ("rental_customer",), ("sum(amount)", "count"), 0),
    ],
)
def test_what_a_report_counts(text: str, sentence: str, by: tuple[str, ...], measures: tuple[str, ...] | None, limit: int) -> None:
    found = asked(text, sentence)
    assert (found.operation, found.group_by, found.limit) == ("aggregate", by, limit)
    assert measures is None or found.measures == measures
    assert bool(found.order) == bool(limit)


@pytest.mark.parametrize(
    "sentence",
    [
        "The title is what people use to look up a film.",
        "There is a search box where one enters the title of a film to find it.",
        "Finding films by title must be fast.",
        "Users select a title to see only the films with that title.",
        "I want to narrow films down by title.",
        "Films are searchable by title.",
        "Retrieve all films where the title equals what the user enters.",
    ],
)
def test_what_something_is_found_by(sentence: str) -> None:
    found = asked(FILMS, sentence)
    assert (found.entity, [f.attribute for f in found.filters]) == ("film", ["title"])
    assert {e for e, x in read(FILMS + sentence).entities.items() if x.entity_kind != "party"} == {"film", "studio", "rental"}


def test_what_one_types_and_what_is_near() -> None:
    assert [(f.op, f.attribute) for f in asked(FILMS, "Typeahead on the title.").filters] == [("prefix", "title")]
    near = asked(BOATS, "Find harbours near me.")
    assert (near.entity, {f.attribute for f in near.filters}) == ("harbour", {"latitude", "longitude"})


@pytest.mark.parametrize(
    "sentence",
    [
        "Users can easily search and view films through a convenient interface.",
        "The application sorts films quickly and shows them on every device.",
        "Reports give a quick overview.",
    ],
)
def test_a_promise_asks_for_nothing(sentence: str) -> None:
    before, after = read(FILMS), read(FILMS + sentence)
    assert set(after.patterns) == set(before.patterns)
    told = [{e: set(entity.attributes) for e, entity in model.entities.items() if entity.entity_kind != "party"} for model in (before, after)]
    assert told[0] == told[1]
