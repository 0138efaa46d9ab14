"""What people say at greater length than they must: each construction in a sentence of its own."""

from __future__ import annotations

import pytest

from tests.unit.read.text.test_constructions import read, ties

FACTS = [
    # questions among the facts
    (
        "For every lot I need its number, what it is called, where it is, how many spaces there are in total and what we charge per hour.",
        "lot",
        {"lot_number", "name", "location", "number_of_spaces", "charge_per_hour"},
    ),
    ("Cars are known by their license plate. We note the colour and what kind of vehicle it is.", "car", {"license_plate", "colour", "vehicle_type"}),
    (
        "Claims have a claim ID. We must be able to see when the accident happened, what caused it, how much was claimed and how much we approved.",
        "claim",
        {"claim_id", "accident_date", "cause", "claimed_amount", "approved_amount"},
    ),
    (
        "A policy is issued to a holder: it bears a policy number and states from when it is effective, when it expires and the insured amount.",
        "policy",
        {"policy_number", "effective_date", "expiry_date", "insured_amount"},
    ),
    (
        "A question has an ID, the question text, what type of question it is, its sequence within the questionnaire and whether it is required.",
        "question",
        {"question_id", "question_text", "type", "sequence_within_questionnaire", "is_required"},
    ),
    (
        "For a lawyer, we keep the name, the practice area and what he or she charges per consultation (consultation price).",
        "lawyer",
        {"name", "practice_area", "consultation_price"},
    ),
    (
        "Every hive is marked with a hive ID, and I want to note what type it is, how old the queen is, and its status (strong, weak).",
        "hive",
        {"hive_id", "type", "queen_age", "status"},
    ),
    (
        "Every ship has a call sign, what it is called, how many cars it takes, and when it was built.",
        "ship",
        {"call_sign", "name", "number_of_cars", "build_date"},
    ),
    (
        "A sailing has a number. For each sailing we must be able to see when it leaves, when it arrives, and who the captain is.",
        "sailing",
        {"departure_time", "arrival_time", "captain"},
    ),
    # a list that goes on
    (
        "Suppliers are listed by supplier ID along with their name, the category of service, phone and price level.",
        "supplier",
        {"supplier_id", "name", "category_of_service", "phone", "price_level"},
    ),
    (
        "We register couples under a couple ID with the names of the bride and of the groom, a contact phone and an email.",
        "couple",
        {"couple_id", "name_of_bride", "name_of_groom", "contact_phone", "email"},
    ),
    (
        "A problem has an ID and a title, followed by the description, the input format and the output format. Its difficulty is given as well.",
        "problem",
        {"problem_id", "title", "description", "input_format", "output_format", "difficulty"},
    ),
    (
        "For every submission we keep the language, the time of submission, and, once it has been judged, the running time and the verdict.",
        "submission",
        {"language", "time", "running_time", "verdict"},
    ),
    # whose number the list has, has the list
    (
        "The system keeps an inventory of the flowers grown in each greenhouse: flower ID, flower name, when they were planted and in what quantity.",
        "flower",
        {"flower_id", "name", "planting_date", "quantity"},
    ),
    ("Gifts are in a catalogue, with a gift ID, the name of the gift and a short description.", "gift", {"gift_id", "name"}),
    ("People sign up and become users: a user ID, a username, a password and an email.", "user", {"user_id", "username", "password", "email"}),
    ("House owners are identified by ID card number, and name, phone and work unit are recorded too.", "house_owner", {"name", "phone", "work_unit"}),
    (
        "Each alarm is given an alarm ID, and the alarm time and the handling status are shown on the screen.",
        "alarm",
        {"alarm_time", "handling_status"},
    ),
    ("Agents have a name. A conversation, handled by one agent, has a conversation ID and a start time.", "conversation", {"start_time"}),
    ("Each booth has a booth number, it is in some hall, it has area and price.", "booth", {"booth_number", "area", "price"}),
]

POINTS = [
    (
        "Children have a name. Guardians have a photo. Teachers have a name. When a guardian picks up a child, a pick-up record is made: "
        "which child, by which guardian, at what time, and what teacher has handed over the child.",
        "pick_up_record",
        {"child", "guardian", "teacher"},
    ),
    (
        "Scooters have a QR code. Field staff have a staff ID. Of each battery swap we only need to know which scooter, which member of the "
        "field staff, and the swap time.",
        "battery_swap",
        {"scooter", "field_staff"},
    ),
    ("Hives have a hive ID. For a harvest it is enough to know from which hive it came, on which date, and its weight.", "harvest", {"hive"}),
    (
        "Students have a name. Courses have a title. Examinations are taken by students: each examination record says who took the exam, "
        "in which course, at what time and the score reached.",
        "examination",
        {"student", "course"},
    ),
    ("Students have a name. Courses have a title. There is one study record per student and course.", "study_record", {"student", "course"}),
    (
        "Loans have a loan ID. Loan officers have an officer ID. With each repayment record go the loan, the officer who received the money, "
        "the repayment date and the amount repaid.",
        "repayment_record",
        {"loan", "loan_officer"},
    ),
    (
        "Films have a title. Halls have a name. For each showing, which also has an ID of its own, we want to know the film being shown, "
        "the hall it is shown in, the start time, and the ticket price.",
        "showing",
        {"film", "hall"},
    ),
    (
        "Visitors have a name. Exhibitions have a theme. When a visitor visits an exhibition, the entry time at the gate is saved.",
        "visit",
        {"visitor", "exhibition"},
    ),
    (
        "Members have a name. Gifts have a name. If a member exchanges points for a gift, please remember who it was, which gift, at what time, "
        "and the quantity.",
        "exchange",
        {"member", "gift"},
    ),
]


def test_from_one_to_another_are_two() -> None:
    model = read("Ports have a name. Ships have a name. A sailing has a number. A sailing goes from one port to another with one ship.")
    found = {(r.first.entity, r.first.role) for r in model.relationships.values() if r.second.entity == "sailing"}
    assert found == {("port", "origin_port"), ("port", "destination_port"), ("ship", "")}


@pytest.mark.parametrize(("text", "entity", "attributes"), FACTS, ids=[text[:40] for text, *_ in FACTS])
def test_facts_told_at_length(text: str, entity: str, attributes: set[str]) -> None:
    found = read(text).entities
    assert entity in found, sorted(found)
    assert attributes <= set(found[entity].attributes), sorted(found[entity].attributes)


@pytest.mark.parametrize(("text", "entity", "of"), POINTS, ids=[text[:40] for text, *_ in POINTS])
def test_what_takes_part_is_asked_for(text: str, entity: str, of: set[str]) -> None:
    model = read(text)
    assert entity in model.entities, sorted(model.entities)
    assert of <= ties(model, entity)
