"""Relationships in a designer's terms, what only holds things, and what is left behind a doing: each construction in a sentence of its own."""

from __future__ import annotations

import pytest

from relvar.model.conceptual import LifeCycle
from tests.unit.read.text.test_constructions import read, ties

THINGS = "Each film has a title. Each song has a name. "

ONE = [
    "There is a one-to-many relationship between films and songs.",
    "There is a 1:N relationship between films and songs.",
    "The relationship between songs and films is many-to-one.",
    "Films and songs have a one-to-many relationship.",
    "Films have a one-to-many relationship with songs.",
    "The song table has a foreign key to the film table.",
    "The film ID in the song table is a foreign key that references the film table.",
    "Each song references a film.",
    "A song is part of a film.",
    "A film contains several songs.",
    "Under one film there can be several songs.",
    "There are several songs per film.",
    "Each song is managed by one film.",
]
MANY = [
    "There is a many-to-many relationship between films and songs.",
    "There is an N:M relationship between films and songs.",
    "A film can have several songs and vice versa.",
]
FACTS = [
    ("The attributes of a doctor include degree, nickname and color.", "doctor", {"degree", "nickname", "color"}),
    ("The system stores basic information about each guide, such as color, height and price.", "guide", {"color", "height", "price"}),
    ("To register a pet, the name, color and weight must be provided.", "pet", {"name", "color", "weight"}),
    ("Visitors are important to us. The office keeps their name, phone and email.", "visitor", {"name", "phone", "email"}),
    ("The system keeps an account of foundries (duration, city, opening hours).", "foundry", {"duration", "city", "opening_hours"}),
    ("The item dictionary includes item name, rarity and price.", "item", {"name", "rarity", "price"}),
    ("The loan module covers amount, start time and rate.", "loan", {"amount", "start_time", "rate"}),
    ("When a report is added, its cost and status are entered.", "report", {"cost", "status"}),
    ("2.Tool Management: Create and edit tools, including weight and length.", "tool", {"weight", "length"}),
    ("Each dock contains fields like release date and depth.", "dock", {"release_date", "depth"}),
    ("The currency, description and number of pages of every book are recorded.", "book", {"currency", "description", "number_of_pages"}),
    ("Each visitor, who is recognized by visitor ID, with language and country, has a name.", "visitor", {"visitor_id", "language", "country"}),
    (
        "Owners have a name. Owners can submit complaints including the content and the time; the result of handling is written down.",
        "complaint",
        {"content", "time", "result_of_handling"},
    ),
    ("1.Pet Management:The administrator registers pets. For each pet, you can set:\nColor, name, weight.", "pet", {"color", "name", "weight"}),
]
DOINGS = [
    ("Pupils borrow books, leaving the date and the comment.", "loan", {"date", "comment"}),
    ("Pupils can borrow books, with the date and the cost recorded.", "loan", {"date", "cost"}),
    ("1.Book Repair: Pupils can repair books. Record the date and the cost.", "repair", {"date", "cost"}),
    ("Each time a pupil evaluates a book, the system records the date and the result.", "evaluation", {"date", "result"}),
]
VALUES = [
    "The status of a film can be open, closed or cancelled.",
    "The status of each film is either open, closed or cancelled.",
    "The status of a film must be one of open, closed, cancelled.",
    "A film has a status, which can be open, closed or cancelled.",
    "Allowed values for the status of a film are open, closed and cancelled.",
    "The status of a film takes the values open, closed and cancelled.",
    "A film has a status with the possible values open, closed and cancelled.",
    "A film has a status (open, closed, cancelled).",
]
NAMED = [
    "The serial number of each film must be unique.",
    "The serial number is the primary key of the film table.",
    "The serial number serves as the unique identifier of a film.",
]
ROLES = [
    "Each song has a buyer and a seller, both of which are films.",
    "Each song refers to two films: the buyer and the seller.",
    "A song has one film as buyer and one film as seller.",
]


@pytest.mark.parametrize("sentence", VALUES)
def test_what_a_status_may_be(sentence: str) -> None:
    (rule,) = read(THINGS + sentence).rules.values()
    assert isinstance(rule, LifeCycle)
    assert {rule.initial, *(state for transition in rule.transitions for state in transition)} == {"open", "closed", "cancelled"}


@pytest.mark.parametrize("sentence", NAMED)
def test_by_what_a_film_is_named(sentence: str) -> None:
    model = read(THINGS + sentence)
    assert set(model.entities) == {"film", "song"}
    assert [i.members for i in model.entities["film"].identifiers] == [("serial_number",)]


@pytest.mark.parametrize("sentence", ROLES)
def test_two_films_by_their_roles(sentence: str) -> None:
    model = read(THINGS + sentence)
    assert set(model.entities) == {"film", "song"}
    assert {r.first.role for r in model.relationships.values()} == {"buyer_film", "seller_film"}


@pytest.mark.parametrize("sentence", ONE)
def test_each_song_has_one_film(sentence: str) -> None:
    model = read(THINGS + sentence)
    assert set(model.entities) == {"film", "song"}
    assert [(r.first.entity, r.first.maximum, r.second.entity) for r in model.relationships.values()] == [("film", 1, "song")]


@pytest.mark.parametrize("sentence", MANY)
def test_many_films_have_many_songs(sentence: str) -> None:
    (relationship,) = read(THINGS + sentence).relationships.values()
    assert {relationship.first.entity, relationship.second.entity} == {"film", "song"}
    assert relationship.first.maximum is relationship.second.maximum is None


def test_an_application_may_be_a_thing() -> None:
    model = read("Each merchant has a name. A merchant may create multiple applications. Each application has a name.")
    assert ties(model, "application") == {"merchant"}


@pytest.mark.parametrize(("text", "entity", "facts"), FACTS, ids=[text[:40] for text, *_ in FACTS])
def test_whose_facts_are_told(text: str, entity: str, facts: set[str]) -> None:
    model = read(text)
    assert facts <= set(model.entities[entity].attributes), {name: list(e.attributes) for name, e in model.entities.items()}


@pytest.mark.parametrize(("sentence", "event", "facts"), DOINGS, ids=[text[:40] for text, *_ in DOINGS])
def test_what_is_left_behind_a_doing(sentence: str, event: str, facts: set[str]) -> None:
    model = read(f"Each pupil has a name. Each book has a title. {sentence}")
    assert facts <= set(model.entities[event].attributes)
    assert {"pupil", "book"} <= ties(model, event)
