"""Kinds of a thing: which become entities under it, which stay values, what is said of both at once, and what is never taken for it."""

from __future__ import annotations

import msgspec
import pytest

from relvar import api
from relvar.model import conceptual as c

VEHICLES = "Each vehicle has a plate number. Cars have a colour, trucks have a payload. "
MEMBERS = "Members have a name. Students have a matriculation number, professors have an office. "
ACCOUNTS = "Each account has a number and a balance. "

SAID = {
    VEHICLES + "A vehicle is either a car or a truck.": "car | truck of every vehicle",
    VEHICLES + "A vehicle can be a car or a truck.": "car | truck of every vehicle",
    VEHICLES + "A vehicle may be a car or a truck.": "car | truck of some vehicle",
    VEHICLES + "Every vehicle is a car or a truck, but never both.": "car | truck of every vehicle",
    VEHICLES + "Vehicles are classified as cars or trucks.": "car | truck of every vehicle",
    VEHICLES + "A vehicle is a car, a truck or a sledge.": "car | truck of every vehicle",
    MEMBERS + "There are two kinds of members: students and professors.": "professor | student of every member",
    MEMBERS + "Members are of two kinds: students and professors.": "professor | student of every member",
    MEMBERS + "There are two types of members, namely students and professors.": "professor | student of every member",
    MEMBERS + "A member may be a student, a professor or both.": "professor + student of some member",
    MEMBERS + "A member can be both a student and a professor.": "professor + student of some member",
    MEMBERS + "Some members are professors.": "professor of some member",
    MEMBERS + "Professors are members who teach courses.": "professor of some member",
    ACCOUNTS + "A savings account is an account with an interest rate. A checking account is an account that has an overdraft limit.": (
        "checking_account | savings_account of some account"
    ),
}
NOT_SAID = (
    "Each order has a number. Orders are either pickups or deliveries. A delivery belongs to an order and has an address.",
    "Each vehicle has a plate number. A vehicle is either a car or a truck.",
    "Courses have a title. The status of a course is either open or closed.",
    "Each room has a number. A hall is a room.",
    "Each book has a title. A book is divided into chapters and pages. A chapter has a heading, a page has a number.",
    "Each owner has a name. The contact of an owner is a phone number or an email address.",
)


def read(text: str, **more: object) -> c.Conceptual:
    """The model of a text; `more`: fields of its brief."""
    return api.read(msgspec.structs.replace(api.brief_of(text, ["sqlite"]), **more))


def said(model: c.Conceptual) -> list[str]:
    found = [rule for rule in model.rules.values() if isinstance(rule, c.Specialisation)]
    return [f"{(' | ' if r.exclusive else ' + ').join(sorted(r.kinds))} of {'every' if r.total else 'some'} {r.entity}" for r in found]


@pytest.mark.parametrize("text", SAID)
def test_a_kind_of_which_something_is_told_is_a_subtype(text: str) -> None:
    model = read(text)
    assert said(model) == [SAID[text]]
    rule = next(r for r in model.rules.values() if isinstance(r, c.Specialisation))
    assert all(model.entities[kind].supertype == rule.entity for kind in rule.kinds)
    assert bool(rule.attribute) == rule.exclusive
    if rule.attribute:
        listed = next(r for r in model.rules.values() if isinstance(r, c.OneOf) and r.attribute == rule.attribute)
        assert set(rule.kinds.values()) <= set(listed.values)
        assert model.entities[rule.entity].attributes[rule.attribute].required == rule.total


@pytest.mark.parametrize("text", NOT_SAID)
def test_a_wrong_supertype_is_worse_than_none(text: str) -> None:
    model = read(text)
    assert said(model) == []
    assert not any(entity.supertype for entity in model.entities.values())


def test_two_ways_to_divide_exclude_nothing_of_each_other() -> None:
    model = read(
        "Each booking has a date. A booking is a private booking or a company booking. Private bookings have a contact name, company bookings have "
        "a VAT number. Some bookings are tournaments; a tournament has a trophy."
    )
    assert said(model) == ["company_booking | private_booking of every booking", "tournament of some booking"]


def test_what_is_told_of_what_something_is_belongs_to_it() -> None:
    drivers = "A driver is an employee who has a licence class. Drivers drive trucks."
    model = read(f"Each employee has a name and a salary. {drivers} Trucks have a plate number.")
    assert said(model) == ["driver of some employee"]
    assert "licence_class" in model.entities["driver"].attributes


def test_a_kind_of_which_a_bullet_tells_is_an_entity() -> None:
    bullets = "- Exhibit: number, name\n- Lamp: fuel, light power\n- Fog horn: frequency, range\n"
    model = read(f"There are three types of exhibits: lamps, lenses and fog horns.\n{bullets}")
    assert said(model) == ["fog_horn | lamp of every exhibit"]


def test_facts_of_a_kind_stay_with_it_and_what_is_common_is_above() -> None:
    payments = "A payment has an amount. A payment is a card payment or a bank transfer. Card payments have an amount and a card brand. "
    vehicles = "Cars have a number of doors. A vehicle is a car or a boat. Boats have a draught. Each vehicle has a plate."
    model = read(f"{payments}Bank transfers have an IBAN. {vehicles}")
    assert set(model.entities["card_payment"].attributes) == {"card_brand"}
    assert {"amount", "type"} <= set(model.entities["payment"].attributes)
    assert set(model.entities["car"].attributes) == {"number_of_doors"}
    assert "door" not in model.entities


def test_what_is_assumed_is_asked_and_an_answer_changes_it() -> None:
    text = MEMBERS + "There are two kinds of members: students and professors."
    asked = {q.text: q.assumed for q in read(text).questions}
    question = "Can a member be a student and a professor at once?"
    assert asked[question] == "no"
    answered = read(text, answers={question: "yes"})
    assert said(answered) == ["professor + student of every member"]
    assert "type" not in answered.entities["member"].attributes


def test_kinds_share_the_rows_of_what_they_are_kinds_of() -> None:
    model = api.read(api.brief_of(VEHICLES + "A vehicle is a car, a truck or a sledge.", ["sqlite"]), "9000 vehicles")
    assert model.volumes["car"].initial.value == model.volumes["truck"].initial.value == 3000
    counted = api.read(api.brief_of(VEHICLES + "A vehicle is either a car or a truck.", ["sqlite"]), "900 cars, 100 trucks")
    assert counted.volumes["vehicle"].initial.value == 1000
