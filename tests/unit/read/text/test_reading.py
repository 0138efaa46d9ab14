"""What the reader takes from short briefs: exact facts, in domains that no list knows."""

from __future__ import annotations

import pytest

from relvar.model.brief import Brief
from relvar.model.conceptual import AtMost, Check, Conceptual, LifeCycle, NoOverlap, OneOf, Retention
from relvar.read.text import read_text


def read(text: str, scale: str = "") -> Conceptual:
    return read_text(Brief(text=text, title="t", project="p", stores=("sqlite",)), scale)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("E-commerce platform with users, products, orders", ["user", "product", "order"]),
        ("Blog system with posts, comments, tags", ["post", "comment", "tag"]),
        ("Veterinary clinic: owners, pets, visits, vaccinations", ["owner", "pet", "visit", "vaccination"]),
        ("Ride sharing with riders, drivers, trips, payments", ["rider", "driver", "trip", "payment"]),
        ("Job board where companies post jobs and candidates apply to them", ["company", "job", "application", "candidate"]),
    ],
)
def test_a_list_behind_the_title_is_entities(text: str, entities: list[str]) -> None:
    assert sorted(read(text).entities) == sorted(entities)


def test_a_fish_auction() -> None:
    model = read("Fish auction: boats land catches, lots are auctioned to buyers by Dutch clock, each lot has species, weight and quality grade")
    assert list(model.entities) == ["boat", "catch", "buyer", "lot"]
    assert list(model.entities["lot"].attributes) == ["species", "weight", "quality_grade"]
    landed = model.relationships["catch_boat"]
    assert (landed.first.entity, landed.first.maximum, landed.second.entity, landed.second.maximum) == ("boat", 1, "catch", None)


def test_sources_quote_the_brief_where_it_stands() -> None:
    text = "Bell foundry: customers order bells. Each bell has a name, a weight in kg and a casting date."
    model = read(text)
    for attribute in model.entities["bell"].attributes.values():
        assert attribute.source.kind == "brief" and attribute.source.start is not None
        assert text[attribute.source.start :].startswith(attribute.source.words)


def test_a_verb_names_its_event() -> None:
    model = read("Students enrol in courses. Each course is taught by one professor. Each enrolment has a grade.")
    assert {r.first.entity for r in model.relationships.values() if r.second.entity == "enrolment"} == {"student", "course"}
    assert model.relationships["course_professor"].first.maximum == 1


def test_parts_carry_their_owner() -> None:
    model = read("An invoice has an invoice number, a date and lines. Each invoice line has a description and a unit price.")
    assert model.entities["invoice_line"].entity_kind == "part"
    assert model.relationships["invoice_line_invoice"].identifying
    assert model.entities["invoice"].identifiers[0].members == ("invoice_number",)


def test_rules_in_words() -> None:
    model = read(
        "Patients book appointments with doctors in rooms; neither the doctor nor the room may be double-booked. "
        "Each appointment has a start, an end and a status: booked, arrived, cancelled. A review has a rating from 1 to 5. "
        "A trip has a state that moves from requested to accepted to completed. A team has at most 11 players. "
        "Appointments are kept for 7 years."
    )
    rules = list(model.rules.values())
    assert {r.per[0] for r in rules if isinstance(r, NoOverlap)} == {"appointment_doctor", "appointment_room"}
    assert any(isinstance(r, OneOf) and r.values == ("booked", "arrived", "cancelled") for r in rules)
    assert any(isinstance(r, LifeCycle) and r.initial == "requested" and r.final == ("completed",) for r in rules)
    assert any(isinstance(r, Check) and r.entity == "review" for r in rules)
    assert any(isinstance(r, AtMost) and r.limit == 11 for r in rules)
    assert any(isinstance(r, Retention) and r.months == 84 and r.entity == "appointment" for r in rules)


@pytest.mark.parametrize(
    "text",
    [
        "Each department has only one manager. Each department has several managers.",
        "Each order belongs to exactly one shipment. Each order has several shipments. Each shipment has a date and a carrier.",
    ],
)
def test_a_contradiction_is_a_question(text: str) -> None:
    assert read(text).questions


def test_stories_give_actors_and_patterns() -> None:
    model = read("As a driver I want to see my deliveries for today.\nAs a customer I want to track my parcel by tracking number.")
    assert set(model.actors) == {"driver", "customer"}
    assert {p.entity for p in model.patterns.values()} == {"delivery", "parcel"}


@pytest.mark.parametrize(
    ("text", "tenant"),
    [
        ("A company clears snow for 40 municipalities, each of which must only see its own data. Orders belong to a municipality.", "municipality"),
        ("Clinics treat patients. Clinics, each of which sees only its own records, share the software.", "clinic"),
        ("Clinics treat patients. Each patient sees a doctor.", ""),
    ],
)
def test_who_sees_only_what_is_theirs_is_kept_apart(text: str, tenant: str) -> None:
    assert read(text).tenant == tenant


def test_tenancy_regimes_and_own_rows() -> None:
    model = read("Multi-tenant SaaS: organizations have projects. Nurses see only their own ward. GDPR and HIPAA apply.")
    assert model.tenant == "organization"
    assert model.regimes == ("GDPR", "HIPAA")
    assert any(p.scope == "own" for p in model.actors["nurse"].permissions)


def test_what_never_changes_is_the_noun_that_says_so() -> None:
    model = read("A trip has a fare and a start. Riders have a name. Riders pay for trips by card; payments never change once captured.")
    assert not model.entities["trip"].immutable


def test_records_that_are_kept_are_no_table() -> None:
    model = read("Patients have a name and a phone. Doctors have a name. Doctors write notes. Records are kept for 10 years.")
    assert "record" not in model.entities


def test_limits_within_a_list_and_the_end_of_a_life() -> None:
    model = read("Each loan has a start date, a due date at most 30 days later, and a return date. A loan moves from open to late to closed or lost.")
    assert {"start_date", "due_date", "return_date"} <= set(model.entities["loan"].attributes)
    life = model.rules["loan_status_life"]
    assert isinstance(life, LifeCycle) and ("late", "lost") in life.transitions
