"""Facts that hang on no verb of having: the sentence, its part of the text, or the facts' own names say whose they are."""

from __future__ import annotations

import pytest

from relvar.model.conceptual import Retention
from tests.unit.read.text.test_constructions import read, ties

CASES = [
    # whose card it is, has what stands on it; paper has nothing
    (
        "Housekeepers clean rooms. On the card of each housekeeper are the staff number, name and contact number.",
        "housekeeper",
        {"staff_number", "name"},
    ),
    (
        "Birds live in aviaries. On file are, for each bird, the ring number, the species, when it hatched and where it is housed.",
        "bird",
        {"ring_number", "location"},
    ),
    (
        "We run a sailing school. As to the boats, we need to know the sail number, class and the year it was built.",
        "boat",
        {"sail_number", "class", "year"},
    ),
    # the facts bear its name
    (
        "A guest places an order. Order number, order time and total price are found on the slip.",
        "order",
        {"order_number", "order_time", "total_price"},
    ),
    # a heading over items with another sign
    (
        "Publishing house\n\n1. Books\n- ISBN\n- title\n- category\n\n2. Authors (a book may be written by several of them)\n- name\n- email",
        "author",
        {"name", "email"},
    ),
    (
        "Workshop\n\nI. Machines\nMachines are told apart by a machine number. Name and model are written on them.",
        "machine",
        {"machine_number", "name", "model"},
    ),
    (
        "The library has three parts.\n\nPart one, readers: name, phone and address of a reader.\n\nPart two, books: title and year.",
        "reader",
        {"name", "phone", "address"},
    ),
    # questions among the facts
    (
        "Each boat has a number, a name, when it was built, where it is moored and who is in charge.",
        "boat",
        {"boat_number", "name", "location", "person_in_charge"},
    ),
    ("Each page has a title, when it was last updated and a path.", "page", {"title", "path", "last_update_time"}),
    (
        "Birds are flown in displays. For each bird:\n- its name\n- when it hatched\n- where it is housed",
        "bird",
        {"name", "location", "hatch_date"},
    ),
    # a lead of any words
    (
        "Projects run for years. The details of a project to be kept are: project name; start date; budget.",
        "project",
        {"name", "start_date", "budget"},
    ),
]


@pytest.mark.parametrize(("text", "entity", "attributes"), CASES, ids=[text[:40] for text, *_ in CASES])
def test_facts_find_their_owner(text: str, entity: str, attributes: set[str]) -> None:
    found = read(text).entities
    assert entity in found, sorted(found)
    assert attributes <= set(found[entity].attributes), sorted(found[entity].attributes)


@pytest.mark.parametrize(
    ("text", "stranger"),
    [
        ("Tenants rent flats. Through these functions the office is able to compare the cost and the quality at any time.", "cost"),
        ("Members borrow books. The fine is calculated from the price and the number of days.", "price"),
        ("Each style has a name, where the name is unique. Each style has a price.", "location"),
        ("Each forest has a type, e.g. wet or dry, and a status, e.g. healthy or degraded.", "wet"),
    ],
)
def test_what_is_said_in_passing_is_no_fact(text: str, stranger: str) -> None:
    assert not any(stranger in e.attributes for e in read(text).entities.values())


def test_a_sentence_over_its_own_items_is_no_heading() -> None:
    model = read(
        "Book club\n\n1. Members can borrow up to five books\n   - a loan has a start date and a due date\n"
        "   - a book has a title\n2. Meetings:\n   - date"
    )
    assert ties(model, "loan") == {"member", "book"}
    assert "date" in model.entities["meeting"].attributes


@pytest.mark.parametrize(
    "text",
    [
        "Birds are flown in displays. A display has a date and a place. A bird has a ring number and a species.",
        "An orchestra plays pieces; pieces are played at concerts. A concert has a date. A piece has a title and a composer.",
    ],
)
def test_what_is_used_on_occasions_is_used_again(text: str) -> None:
    joined = [r for r in read(text).relationships.values() if r.first.maximum is None and r.second.maximum is None]
    assert len(joined) == 1


def test_an_identifier_is_no_table() -> None:
    assert "station_id" not in read("Stations send readings. Readings are saved under the station ID together with the date.").entities


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # the shifts are not what is kept for 90 days: to delete them would be worse than to keep all
        ("Gritters go out on shifts. A shift has a driver and a start time. A gritter reports its position; positions are kept for 90 days.", set()),
        ("Gritters go out on shifts. A shift has a driver and a start time. Shifts are kept for 3 years.", {"shift"}),
        ("Visitors book visits. A visit has a date. All data is kept for 2 years.", {"visit"}),
    ],
)
def test_what_is_kept_so_long_is_what_the_text_says(text: str, kept: set[str]) -> None:
    model = read(text)
    assert {rule.entity for rule in model.rules.values() if isinstance(rule, Retention)} == kept
    assert bool(kept) != any("What is deleted?" in question.text for question in model.questions)
