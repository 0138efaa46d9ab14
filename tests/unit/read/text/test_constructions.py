"""Small constructions of English, each in a sentence of its own: what the reader must find, exactly."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Check, Conceptual, LifeCycle


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))


def ties(model: Conceptual, entity: str) -> set[str]:
    return {r.first.entity for r in model.relationships.values() if r.second.entity == entity}


SPAN = {"start_date", "end_date"}


@pytest.mark.parametrize(
    ("text", "entity", "attributes", "of"),
    [
        ("Rooms have a floor. Guests have a name. Rooms are booked by a guest from a start date to an end date.", "booking", SPAN, {"room", "guest"}),
        ("Rooms have a floor. Guests have a name. A guest books a room from a start date until an end date.", "booking", SPAN, {"room", "guest"}),
        ("Rooms have a floor. Each booking of a room lasts from a start date to an end date.", "booking", SPAN, {"room"}),
        ("Cars have a colour. Spaces have a length. Cars park on a space from a start date to an end date.", "parking", SPAN, {"car", "space"}),
        ("Goods information consists of goods code, goods name and unit.", "goods", {"goods_code", "name", "unit"}, set()),
        ("Ski passes have a pass number, pass type and price.", "ski_pass", {"pass_number", "type", "price"}, set()),
        ("Applicants have a name. Each major has a major code and a college.", "major", {"major_code", "college"}, set()),
        ("Every sample gets a sample number upon arrival. Samples have a name.", "sample", {"sample_number", "name"}, set()),
        ("Each sample is assigned a sample number. Samples have a name.", "sample", {"sample_number", "name"}, set()),
        ("Patients have a name, and they stay in a ward. Wards have a floor.", "patient", {"name"}, {"ward"}),
        ("Columns have a price. Articles in a column include title and content.", "article", {"title", "content"}, {"column"}),
        ("Lessons are given by instructors, with instructor ID and certificate.", "instructor", {"instructor_id", "certificate"}, set()),
        (
            "There are hosts and songs. We want to know the host's name and phone, and the song's title and length.",
            "song",
            {"title", "length"},
            set(),
        ),
        (
            "Tenants have a name. Houses have a number. The lease between a tenant and a house is stored with start date and monthly rent.",
            "lease",
            {"start_date", "monthly_rent"},
            {"tenant", "house"},
        ),
        (
            "Bins have a number. Collectors have a name. For each emptying, the bin, the collector and the weight taken away need to be recorded.",
            "emptying",
            {"weight"},
            {"bin", "collector"},
        ),
        (
            "Lessons are given by instructors; for each lesson, the guest, the lesson date and the fee are recorded. Guests have a name.",
            "lesson",
            {"lesson_date", "fee"},
            {"instructor", "guest"},
        ),
        (
            "Students have a name. The system tracks the examinations of each student, including the subject, date and score.",
            "examination",
            {"subject", "date", "score"},
            {"student"},
        ),
        (
            "The system records each training of a student with a coach, including training date and subject. Coaches have a name.",
            "training",
            {"training_date", "subject"},
            {"student", "coach"},
        ),
        (
            "If a test fails, a defect is submitted from the execution: defect title, severity, status.",
            "defect",
            {"title", "severity", "status"},
            set(),
        ),
        (
            "The measurements of the customer are taken again because people change: measuring date, height.",
            "measurement",
            {"measuring_date", "height"},
            {"customer"},
        ),
        ("A domain has a name, a status and the registrant who owns it. Registrants have an account.", "domain", {"name", "status"}, {"registrant"}),
        ("Each application has an app ID, app name, secret key and callback URL.", "application", {"secret_key", "callback_url"}, set()),
        ("A relative has a name and a relationship with the prisoner. A prisoner has a number.", "relative", {"name"}, set()),
        ("A run (run ID, start time, git commit, run status) is stored.", "run", {"git_commit", "status"}, set()),
        ("Each site has a site ID, domain, crawl interval and robots rule.", "site", {"crawl_interval", "robots_rule"}, set()),
        ("Runners register online with their name, age and phone. Runners are members.", "runner", {"name", "age", "phone"}, set()),
        ("Volunteers who are on duty at the desk have a number and a name.", "volunteer", {"name"}, set()),
        ("Artists have a name. The system records album title and label, with each album belonging to one artist.", "album", set(), {"artist"}),
        (
            "Users have a name. A task pushes one firmware to devices, including task ID, strategy and status.",
            "task",
            {"strategy", "status"},
            {"firmware"},
        ),
        (
            "Engineers have a name. Work cards have a status. Several engineers sign on one work card; the signing time is recorded.",
            "signing",
            {"signing_time"},
            {"engineer", "work_card"},
        ),
        (
            "Users have a name. Answers have a text. Each user can vote for an answer. The vote direction and the voting time are saved.",
            "vote",
            {"vote_direction", "voting_time"},
            {"user", "answer"},
        ),
        (
            "A racket has a code. A borrowing record needs to keep the racket, card number, borrow time and deposit.",
            "borrowing_record",
            {"card_number", "borrow_time", "deposit"},
            {"racket"},
        ),
        (
            "Coaches have a name. Each training car is used by a fixed coach. A training car has a plate number.",
            "training_car",
            {"plate_number"},
            {"coach"},
        ),
        ("Each roast is a record of lot number, machine number, roast time and weight.", "roast", {"roast_time", "weight"}, set()),
        (
            "Houses have a number. Officers with a badge number and a name visit the houses and write down the visit date.",
            "visit",
            {"visit_date"},
            {"house"},
        ),
        ("Clubs have a city. Each player has a position and a nationality, and plays for one club.", "player", {"position", "nationality"}, {"club"}),
        (
            "Matches have a date. In each match the performance of players must be recorded, including kills and deaths.",
            "performance",
            set(),
            {"match", "player"},
        ),
        ("Robots have a code. Each engineer takes care of multiple robots.", "robot", {"code"}, {"engineer"}),
        (
            "Issues have a date. Advertisements have a format. One advertisement can be printed in several issues, "
            "and for each printing the page and the price are determined.",
            "printing",
            {"page", "price"},
            {"advertisement", "issue"},
        ),
        (
            "Each access record includes contract number, access time, the person entering and the clerk. Clerks have a name.",
            "access_record",
            {"access_time", "person_entering"},
            {"clerk"},
        ),
        ("Guests have a name. Ski passes have a pass number and are bought by a guest.", "ski_pass", {"pass_number"}, {"guest"}),
        (
            "Goods have a name. When goods come in, the inbound number, the date and the quantity are registered.",
            "inbound",
            {"inbound_number", "date", "quantity"},
            {"goods"},
        ),
        ("Musicians have a name. The attendance of every musician at every rehearsal is recorded.", "attendance", set(), {"musician", "rehearsal"}),
        (
            "Stations have a name. In a station there are several charging piles, and the pile number, power and status are maintained.",
            "charging_pile",
            {"pile_number", "power", "status"},
            {"station"},
        ),
        ("A lease contract connects a client with an office. Clients have a name.", "lease_contract", set(), {"client", "office"}),
        (
            "Clients reserve a meeting room for a period with start time and end time. Meeting rooms have a floor.",
            "reservation",
            {"start_time", "end_time"},
            {"meeting_room"},
        ),
        (
            "Companies publish positions; the company has a scale and an industry, and the position has a salary range.",
            "company",
            {"scale", "industry"},
            set(),
        ),
        (
            "Visitors have a name. The events of visitors such as click or purchase are recorded with an event name and an event time.",
            "event",
            {"name", "event_time"},
            {"visitor"},
        ),
        (
            "The system manages the files of children, recording each child's name, date of birth and school.",
            "child",
            {"name", "date_of_birth", "school"},
            set(),
        ),
        (
            "Hospitals have a code. The patient is registered by a hospital with patient ID, name and registration date.",
            "patient",
            {"name", "registration_date"},
            {"hospital"},
        ),
    ],
)
def test_a_construction_is_understood(text: str, entity: str, attributes: set[str], of: set[str]) -> None:
    model = read(text)
    assert attributes <= set(model.entities[entity].attributes)
    assert ties(model, entity) >= of


@pytest.mark.parametrize(
    "text",
    [
        "A turbine has a model. Every ten minutes the data of a turbine, i.e. wind speed and rotor speed, are collected.",
        "A turbine has a model. Every ten minutes the wind speed and rotor speed of each turbine are recorded.",
        "Turbines have a model. The wind speed and rotor speed of each turbine are read every hour.",
        "Turbines have a model. Every hour the wind speed and rotor speed of each turbine are stored. Staff see the readings of a turbine.",
        "Turbines have a model. Every minute each turbine reports wind speed and rotor speed.",
        "Turbines have a model. Wind speed and rotor speed are measured every minute at every turbine.",
    ],
)
def test_what_is_read_at_a_pace_is_a_reading_each_time(text: str) -> None:
    model = read(text)
    assert {"wind_speed", "rotor_speed"} <= set(model.entities["turbine_reading"].attributes)
    assert not {"wind_speed", "rotor_speed"} & set(model.entities["turbine"].attributes)
    assert ties(model, "turbine_reading") == {"turbine"}


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("Events have a name. Coordinators create events and split them into shifts. Shifts have a start.", "event", "shift"),
        ("Buildings have a name. Buildings are divided into rooms. Rooms have an area.", "building", "room"),
        ("Students have a name. Groups have a title. Students are divided into groups.", "group", "student"),
        ("Invoices have a date and may be paid in instalments.", "invoice", "instalment"),
        ("Drivers have a name. Drivers get an invoice each month.", "driver", "invoice"),
        ("Offers have a price. When a seller accepts an offer, it becomes an order.", "offer", "order"),
        ("Procedures have a code. Every treatment follows a procedure.", "procedure", "treatment"),
        (
            "Semesters have a year. Each semester courses are offered. Courses have a title. Vets prescribe drugs: drug, dose and start.",
            "drug",
            "prescription",
        ),
        ("Sellers list instruments with a title. Buyers search listings by brand.", "seller", "listing"),
        ("Listings have a price. Buyers have a name. Buyers save listings to favourites.", "listing", "favourite"),
    ],
)
def test_the_one_side_is_found(text: str, whole: str, part: str) -> None:
    model = read(text)
    assert {part, whole} <= set(model.entities)
    assert any(r.first.entity == whole and r.second.entity == part and r.first.maximum == 1 for r in model.relationships.values())


def test_what_stands_in_brackets_behind_a_catalogue_is_of_what_it_lists() -> None:
    model = read("Treatments have a price. Every treatment follows a procedure from the catalogue (code, description, standard price).")
    assert {"code", "description", "standard_price"} <= set(model.entities["procedure"].attributes)
    assert "catalogue" not in model.entities


def test_a_volume_before_a_retention_is_what_is_kept() -> None:
    model = read("Companies have projects. Inspectors record defects with a severity. 500 companies, 20k defects a day, keep for 10 years.")
    assert [r.entity for r in model.rules.values() if type(r).__name__ == "Retention"] == ["defect"]


@pytest.mark.parametrize(
    ("text", "found", "absent"),
    [
        ("Studies have a title. Arms have a name. Sites have a name and a city.", {"study", "arm", "site"}, {"name", "city"}),
        ("A school canteen lets parents order lunches for their children.", {"parent", "order", "lunch", "child"}, {"school_canteen"}),
        ("Listeners subscribe to shows. Shows have a title.", {"listener", "show"}, set()),
        ("Managers get a monthly report of open defects. Defects have a severity.", {"defect"}, {"report", "monthly_report"}),
    ],
)
def test_things_are_told_from_what_is_none(text: str, found: set[str], absent: set[str]) -> None:
    entities = set(read(text).entities)
    assert found <= entities
    assert not absent & entities


def test_a_part_of_several_texts_is_looked_for_in_each() -> None:
    model = read("Customers have a name and a phone number. Staff find customers by any part of their name or phone number.")
    asked = {(f.op, f.attribute) for p in model.patterns.values() if "part" in p.name for f in p.filters}
    assert asked == {("part", "name"), ("part", "phone_number")}
    assert "part" not in model.entities


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Orders have a date. Cellars have a name. Every hour the temperature of each cellar is recorded. Keep readings for 2 years.",
            ["cellar_reading"],
        ),
        ("Orders have a date. Keep them for 7 years.", ["order"]),
        ("Orders have a date. Keep invoices for 7 years.", []),  # nothing else is deleted in their place
        ("Orders have a date. We store card data for 2 years.", []),
        ("Orders have a date. Keep all data for 7 years.", ["order"]),
    ],
)
def test_what_is_kept_for_a_term_is_what_is_said_and_nothing_else(text: str, kept: list[str]) -> None:
    assert [r.entity for r in read(text).rules.values() if type(r).__name__ == "Retention"] == kept


def test_whoever_orders_does_not_own_what_is_ordered() -> None:
    model = read("Restaurants have a name. Wines have a vintage. Restaurants order wines.")
    assert ties(model, "order") == {"restaurant", "wine"}
    assert not ties(model, "wine")


def test_any_one_and_any_other_are_many_of_both() -> None:
    model = read("One keeper looks after several enclosures and one enclosure is looked after by several keepers.")
    (relationship,) = model.relationships.values()
    assert (relationship.first.maximum, relationship.second.maximum) == (None, None)


def test_an_identifier_that_identifies_is_one() -> None:
    model = read("Students have a name and an ID card number. The ID card number identifies a student uniquely.")
    assert [i.members for i in model.entities["student"].identifiers if i.primary] == [("id_card_number",)]


def test_what_things_are_designated_by_is_their_identifier() -> None:
    model = read("Trains are designated by their train number and have a train type.")
    assert [i.members for i in model.entities["train"].identifiers if i.primary] == [("train_number",)]


def test_what_the_text_speaks_of_more_keeps_its_short_name() -> None:
    model = read("A question has a title. A question can carry several tags. Questions can be closed. The system shows the unanswered questions.")
    assert sorted(model.entities) == ["question", "tag"]


def test_two_that_play_each_other_are_two_references() -> None:
    model = read("Clubs have a name. Each match is between two clubs, which are the home club and the away club, and has a match time.")
    assert {r.first.role for r in model.relationships.values()} == {"home_club", "away_club"}
    assert "match_time" in model.entities["match"].attributes


def test_a_role_that_text_and_pack_name_differently_is_one() -> None:
    text = (
        "A handball league. Clubs have a name and a hall. Each match is between two clubs, which are the home club and the away club, and has a "
        "match time. Players play for one club. Referees lead matches."
    )
    model = api.read(api.brief_of(text, ["postgresql"]))
    assert {r.first.role for r in model.relationships.values() if r.first.entity == "club" and r.second.entity == "match"} == {
        "home_club",
        "away_club",
    }


def test_a_paragraph_may_open_with_its_heading() -> None:
    model = read("We manage theses.\n\nDefense. Student, defense date, place and final grade are recorded. Students have a number.\n")
    assert {"defense_date", "place", "final_grade"} <= set(model.entities["defense"].attributes)


def test_what_ends_something_ties_nothing() -> None:
    model = read("Buyers have a name. A clock has a speed. The clock falls until a buyer stops it.")
    assert not model.relationships


@pytest.mark.parametrize(
    "said", ["More than 90 watts is not allowed for a tank.", "No tank holds more than 500 litres.", "A tank has at most 40 degrees."]
)
def test_so_much_of_a_unit_is_no_thing(said: str) -> None:
    model = read(f"Tanks have a volume, a wattage and a temperature. {said}")
    assert set(model.entities) == {"tank"}
    assert set(model.entities["tank"].attributes) == {"volume", "wattage", "temperature"}


@pytest.mark.parametrize("said", [", which is unique within its site,", " that is unique within its site,", ", unique per site,"])
def test_a_list_goes_on_behind_what_its_fact_is_unique_in(said: str) -> None:
    model = read(f"Sites have a name. Each plot lies on one site. Every plot has a label{said} an area and a yearly rent.")
    assert set(model.entities["plot"].attributes) == {"label", "area", "yearly_rent"}
    assert [i.members for i in model.entities["plot"].identifiers] == [("plot_site", "label")]


def test_who_records_is_on_no_record() -> None:
    model = read(
        "Members have a name. Tools have a price. When a plot is inspected, an inspection record comes into being. Into it go the plot and the date. "
        "Tools are lent to members: for each loan we keep the tool, the member and the date of lending."
    )
    assert ties(model, "loan") == {"tool", "member"}
    assert "inspection_record" not in ties(model, "tool") | ties(model, "member") and not ties(model, "inspection_record") & {
        "tool",
        "loan",
        "member",
    }


def test_what_goes_into_a_record_is_tied_to_nothing_else() -> None:
    model = read(
        "Plots have a number. When a plot is inspected, an inspection record comes into being. "
        "Into it go the plot, the date, a grade from 1 to 5 and remarks."
    )
    assert set(model.entities) == {"plot", "inspection_record"}
    assert set(model.entities["inspection_record"].attributes) == {"date", "grade", "remarks"}
    assert list(model.rules) == ["inspection_record_grade_range"]


def test_what_is_read_at_each_is_of_each() -> None:
    model = read("Sites have a name. Every month the caretaker reads the water meter of each site: the reading date and the value are noted.")
    assert "site" in ties(model, "reading")


def test_only_managers_may() -> None:
    model = read("A tram has a number. Managers and clerks have a name. Clerks see trams, but only managers may repaint a tram.")
    assert not model.relationships
    (restriction,) = model.restrictions.values()
    assert (restriction.entity, restriction.operation, restriction.only) == ("tram", "update", ("manager",))


def test_so_many_people_bound_no_price() -> None:
    model = read("A course has a title, a price and at most 8 participants, who are members. Members have a name. The price must be positive.")
    assert [rule.condition.op for rule in model.rules.values() if isinstance(rule, Check)] == [">"]


def test_a_flow_of_stages_is_told() -> None:
    model = read("Customers place orders. Customers have a name. Orders have a date. Orders go through three stages: placed, packed, sent.")
    (life,) = [rule for rule in model.rules.values() if isinstance(rule, LifeCycle)]
    assert (life.entity, life.transitions) == ("order", (("placed", "packed"), ("packed", "sent")))


def test_of_several_values_none_names_a_row() -> None:
    brief = api.brief_of('GET /orders/lines?status=\n```json\n{\n "kite no": []\n}\n```', ["postgresql"])
    model = api.read(brief)
    assert model.entities["order_line"].attributes["kite_no"].multivalued and not model.entities["order_line"].identifiers
    assert api.design_of(brief, model).physical


def test_a_tie_that_is_told_twice_is_understood_twice() -> None:
    model = read("Each room has a number. Each booking has a date. Each booking is for one room. A room has many bookings.")
    assert ties(model, "booking") == {"room"} and not model.ignored
