"""What sentences demand of facts that are told elsewhere, in any phrasing: each line says what it adds, and nothing else comes with it."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model import conceptual as c
from relvar.read.formula import text

FILMS = (
    "The system stores films. Each film has a title, a rating, a price, a release date, a description and a status. Each film belongs to one "
    "studio. Studios have a name. Each song belongs to one film; songs have a title and a length."
)
HUTS = (
    "We manage mountain huts. A hut has a name, a code, an altitude, a capacity, an opening date, a closing date and a remark. Every room belongs "
    "to one hut; rooms have a number and a price. Guests have a name, an email address and a birth date. A guest books rooms; each booking has a "
    "start date and an end date."
)


def read(told: str) -> c.Conceptual:
    return api.read(api.brief_of(told, ["postgresql"], depth="minimal"))


def facts(model: c.Conceptual) -> set[str]:
    """All that a demand may change, a line each; patterns, volumes and questions are other readers'."""
    found = {f"entity {name}{' fixed' * entity.immutable}" for name, entity in model.entities.items()}
    for name, entity in model.entities.items():
        found |= {f"{name} unique {', '.join(i.members)}" for i in entity.identifiers}
        for key, a in entity.attributes.items():
            data = a.meaning.data
            default = f" default {a.default}" if a.default is not None and a.meaning.name != "status" else ""
            found.add(f"{name}.{key} {data.base}{data.length or ''}{'' if a.required else ' optional'}{' fixed' * a.frozen}{default}")
    for name, r in model.relationships.items():
        found.add(f"{name} {r.first.minimum}..{r.first.maximum} {r.second.minimum}..{r.second.maximum} {r.on_delete}")
    return found | {said for rule in model.rules.values() for said in rules(rule)}


def rules(rule: c.Rule) -> list[str]:
    match rule:
        case c.Check():
            return [f"{rule.entity}: {text(rule.condition) or rule.condition.regex}"]  # type: ignore[union-attr]
        case c.LifeCycle():
            return [f"{rule.entity} begins {rule.initial}", *(f"{rule.entity} {a} -> {b}" for a, b in rule.transitions)]
        case c.AtMost():
            return [f"{rule.entity} at most {rule.limit} {rule.relationship}"]
        case c.Retention():
            return [f"{rule.entity} kept {rule.months} since {rule.since}"]
        case c.NoOverlap():
            return [f"{rule.entity} no overlap {', '.join(rule.per)}"]
        case _:
            return [f"{rule.entity} {type(rule).__name__}"]


KNOWN = {told: facts(read(told)) for told in (FILMS, HUTS)}

LENGTHS = {
    "The title of a film must be at least 3 characters long.": {"film: length(title) >= 3"},
    "Film titles have 3 to 80 characters.": {"film: length(title) >= 3 and length(title) <= 80", "film.title text80"},
    "The description may not exceed 500 characters.": {"film: length(description) <= 500", "film.description text500"},
    "The length of a song's title is limited to 40 characters.": {"song: length(title) <= 40", "song.title text40"},
    "No description may be longer than 90 characters.": {"film: length(description) <= 90", "film.description text90"},
}
BOUNDS = {
    "The rating lies between 0 and 10.": {"film: rating >= 0 and rating <= 10"},
    "The price is positive and may not be more than 500.": {"film: price > 0", "film: price <= 500"},
    "If a price is given, it must be between 1 and 99.": {"film: price >= 1 and price <= 99", "film.price decimal optional"},
    "The title must be different from the description.": {"film: title <> description"},
}
TIMES = {
    "A hut's closing date may not precede its opening date.": {"hut: closing_date >= opening_date"},
    "The start of a booking is before its end.": {"booking: start_date < end_date"},
    "A booking cannot end before it starts.": {"booking: end_date >= start_date"},
    "The birth date cannot be in the future.": {"guest: birth_date <= today()"},
    "The code consists of two capital letters followed by a hyphen and six digits.": {"hut: ^[A-Z]{2}-[0-9]{6}$", "hut.code text9"},
}
UNIQUE = {
    said: {"song unique song_film, title"}
    for said in (
        "Two songs of the same film may not have the same title.",
        "Within a film, song titles are unique.",
        "A song's title is unique per film.",
        "There can be only one song with the same title in a film.",
        "Within one film, each song has a unique title.",
    )
} | {
    "A film has a title, a length and a code, which is unique.": {"film unique code", "film.code text40", "film.length decimal"},
    "Duplicate studio names are not allowed.": {"studio unique name"},
    "The combination of title and release date is unique.": {"film unique title, release_date"},
}
LIMITS = {
    said: {"song at most 20 song_film"}
    for said in (
        "At most 20 songs are allowed per film.",
        "No film may contain more than 20 songs.",
        "The number of songs per film is limited to 20.",
        "Once a film has 20 songs, no further one can be added.",
    )
} | {
    "Every film needs at least one song.": {"song_film 1..1 1..None restrict"},
    "A film without songs is not allowed.": {"song_film 1..1 1..None restrict"},
}
LIVES = {
    said: {"film begins draft", "film draft -> published", "film published -> archived"}
    for said in (
        "A film starts as draft, then becomes published and finally archived.",
        "The status goes draft -> published -> archived.",
        "The workflow of a film is draft, published, archived, in this order.",
        "New films are drafts. A draft film can be published. Only published films can be archived. Once archived, a film cannot be changed.",
    )
} | {
    "The status can be draft, released or withdrawn. Withdrawn is a final status.": {
        "film begins draft",
        "film draft -> released",
        "film draft -> withdrawn",
    }
}
GOING = {
    "When a film is deleted, its songs are deleted too.": {"song_film 1..1 0..None cascade"},
    "Songs disappear when their film is deleted.": {"song_film 1..1 0..None cascade"},
    "Deleting a studio keeps its films.": {"film_studio 0..1 0..None clear"},
    "When a studio is deleted, its films stay.": {"film_studio 0..1 0..None clear"},
}
PRESENCE = {
    "The price and the description are optional.": {"film.price decimal optional", "film.description text4000 optional"},
    "A film need not have a description.": {"film.description text4000 optional"},
    "A song need not belong to a film.": {"song_film 0..1 0..None restrict"},
    "The rating is 3 unless otherwise stated.": {"film.rating integer default Constant(value=3, as_decimal=False)"},
    "By default a film has the rating 3.": {"film.rating integer default Constant(value=3, as_decimal=False)"},
    "Film rating: default 3": {"film.rating integer default Constant(value=3, as_decimal=False)"},
    "The price of a film may not be changed after creation.": {"film.price decimal fixed"},
}
ORDERS = (
    "An order has a date, a net amount, a gross amount, a discount and a number of lines. Each order has several order lines. An order line has a "
    "quantity, a unit price and an amount."
)
PRODUCT, DIFFERENCE = "order_line.amount = quantity * unit_price", "order.net_amount = gross_amount - discount"
COMPUTED = {
    "The amount of an order line is the quantity times the unit price.": PRODUCT,
    "amount = quantity x unit price": PRODUCT,
    "The amount is calculated as quantity multiplied by unit price.": PRODUCT,
    "The net amount is the difference between the gross amount and the discount.": DIFFERENCE,
    "The discount taken off the gross amount gives the net amount of an order.": DIFFERENCE,
    "How is the net amount of an order computed? Gross amount - discount.": DIFFERENCE,
}
SUMMED = {
    "The gross amount of an order is the sum of the amounts of its order lines.": ("gross_amount", "amount"),
    "Adding the amount of all order lines of an order gives its gross amount.": ("gross_amount", "amount"),
}
KEPT = {
    "Bookings are removed 90 days after their end date.": {"booking kept 3 since end_date"},
    "Guests are deleted after 60 days of inactivity.": {"guest kept 2 since last_active_at", "guest.last_active_at timestamp optional"},
}


@pytest.mark.parametrize("said", [*LENGTHS, *BOUNDS, *UNIQUE, *LIMITS, *LIVES, *GOING, *PRESENCE])
def test_of_films_just_what_is_demanded_is_added(said: str) -> None:
    demanded = (LENGTHS | BOUNDS | UNIQUE | LIMITS | LIVES | GOING | PRESENCE)[said]
    assert facts(read(f"{FILMS} {said}")) - KNOWN[FILMS] == demanded


@pytest.mark.parametrize("said", [*TIMES, *KEPT])
def test_of_huts_just_what_is_demanded_is_added(said: str) -> None:
    assert facts(read(f"{HUTS} {said}")) - KNOWN[HUTS] == (TIMES | KEPT)[said]


@pytest.mark.parametrize(
    ("told", "said", "added"),
    [
        (FILMS, "A film has at least 3 characters; characters have a name.", "character_film 1..1 3..None restrict"),  # of a play, no letters
        (HUTS, "A mailbox has 3 letters.", "entity letter"),
        (FILMS, "A price may be more than 100.", ""),  # permits
        (FILMS, "Archived films cannot be changed.", ""),  # not all of them
        (HUTS, "Guests are anonymised two years after their last booking.", ""),  # no time of a guest's own
        (HUTS, "The opening date may not lie in the past.", ""),  # true of a row when it is made, not for ever
        (HUTS, "If the hut is closed for repairs, the capacity must be positive.", ""),  # a condition that no fact tells
        (FILMS, "Only managers can delete films.", ""),
    ],
)
def test_what_resembles_a_demand_is_none(told: str, said: str, added: str) -> None:
    found = facts(read(f"{told} {said}")) - KNOWN[told]
    assert added in found if added else not found


def test_what_is_taken_off_a_price_is_an_amount() -> None:
    shoeings = read(
        "Shoeings have a date, a price, a discount, a net price and a nail count. The net price is the price minus the discount. "
        "The nail count is never negative."
    )
    assert shoeings.entities["shoeing"].attributes["discount"].meaning.name == "money"
    assert "shoeing: nail_count >= 0" in facts(shoeings)


def test_a_bound_that_is_stated_takes_the_place_of_the_one_assumed() -> None:
    rating = read(f"{FILMS} The rating is at most 10.").entities["film"].attributes["rating"].meaning.check
    assert rating is not None
    assert text(rating) == "value >= 1"


@pytest.mark.parametrize("said", COMPUTED)
def test_what_is_computed_of_one_row_is_a_formula(said: str) -> None:
    model = read(f"{ORDERS} {said}")
    found = [
        f"{e}.{a} = {text(known.derived)}" for e, of in model.entities.items() for a, known in of.attributes.items() if known.derived is not None
    ]
    assert found == [COMPUTED[said]]
    assert model.entities.keys() == read(ORDERS).entities.keys()


@pytest.mark.parametrize("said", SUMMED)
def test_what_is_computed_over_rows_is_kept(said: str) -> None:
    totals = [rule for rule in read(f"{ORDERS} {said}").rules.values() if isinstance(rule, c.Total)]
    assert [(rule.entity, rule.of, rule.attribute, text(rule.term)) for rule in totals] == [("order", "order_line", *SUMMED[said])]
