"""Demands on single facts in plain forms: bounds, order, presence, defaults, names in a scope; how something is looked for is nobody's fact."""

from __future__ import annotations

import pytest

from relvar.model.conceptual import AtMost, Check
from relvar.model.expression import Constant
from tests.unit.read.text.test_constructions import read

THINGS = "Each film has a title, a rating, a price, a start date and an end date. Each song has a name and a length. A song belongs to a film. "

CHECKED = {
    "The rating of a film is a number from 1 to 10.": "film_rating_range",
    "The price cannot be negative.": "film_price_bound",
    "The length of a song is at most 600 seconds.": "song_length_bound",
    "The end date of a film must not be before its start date.": "film_end_date_order",
}


@pytest.mark.parametrize("sentence", CHECKED)
def test_what_is_checked(sentence: str) -> None:
    assert isinstance(read(THINGS + sentence).rules[CHECKED[sentence]], Check)


@pytest.mark.parametrize("sentence", ["The price is optional.", "The price of a film may be left empty.", "The price can be unknown."])
def test_what_may_be_missing(sentence: str) -> None:
    attributes = read(THINGS + sentence).entities["film"].attributes
    assert not attributes["price"].required
    assert attributes["title"].required


@pytest.mark.parametrize("sentence", ["The title must be filled in.", "The title is mandatory."])
def test_a_demand_is_no_further_fact(sentence: str) -> None:
    assert {n: list(e.attributes) for n, e in read(THINGS + sentence).entities.items()} == {
        n: list(e.attributes) for n, e in read(THINGS).entities.items()
    }


@pytest.mark.parametrize("sentence", ["The default price is 10.", "The price defaults to 10.", "The price is 10 by default."])
def test_what_it_is_where_nobody_says_it(sentence: str) -> None:
    assert read(THINGS + sentence).entities["film"].attributes["price"].default == Constant(value="10", as_decimal=True)


def test_unique_within_its_film() -> None:
    model = read(THINGS + "No two songs of a film may have the same name.")
    assert [set(i.members) for i in model.entities["song"].identifiers] == [{"song_film", "name"}]


def test_who_searches_has_nothing_of_it() -> None:
    model = read(THINGS + "Users can search for films by title and price.")
    assert set(model.entities) == {"film", "song"}
    assert "films_by_title_and_price" in model.patterns


@pytest.mark.parametrize(
    "sentence", ["A film cannot have more than 20 songs.", "A film may not contain more than 20 songs.", "A film has no more than 20 songs."]
)
def test_no_more_than_so_many(sentence: str) -> None:
    (limit,) = read(THINGS + sentence).rules.values()
    assert isinstance(limit, AtMost)
    assert (limit.entity, limit.limit) == ("song", 20)


def test_no_fewer_than_so_many() -> None:
    model = read(THINGS + "A film must not have fewer than 2 songs.")
    assert not any(isinstance(rule, AtMost) for rule in model.rules.values())
    (relationship,) = model.relationships.values()
    assert relationship.second.minimum > 0


@pytest.mark.parametrize(
    "sentence", ["Show the ten most expensive films.", "All changes to films must be logged.", "Every change of the price must be recorded."]
)
def test_what_is_shown_or_logged_is_no_thing(sentence: str) -> None:
    model = read(THINGS + sentence)
    assert set(model.entities) == {"film", "song"}
    assert [(r.first.entity, r.second.entity) for r in model.relationships.values()] == [("film", "song")]


def test_changes_that_are_logged_ask_for_an_audit() -> None:
    assert "audit" in read(THINGS + "All changes to films must be logged.").traits


SEARCHES = {
    "Search for films by title.": ("films_by_title", "prefix"),
    "Users search films by price range.": ("films_by_price_range", "range"),
}


@pytest.mark.parametrize("sentence", SEARCHES)
def test_what_is_looked_for(sentence: str) -> None:
    name, operator = SEARCHES[sentence]
    assert [f.op for f in read(THINGS + sentence).patterns[name].filters] == [operator]
