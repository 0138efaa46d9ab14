"""What happens is kept as an occurrence that refers to who takes part; what would name one is shown and asked, never enforced."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual
from relvar.model.design import Design
from relvar.normalize import normalize
from relvar.read.text.nominal import gerund, happening


def read(text: str) -> Conceptual:
    return api.read(api.brief_of(text, ["postgresql"], depth="minimal"))


@pytest.mark.parametrize(
    ("text", "entity", "attributes", "ends"),
    [
        (
            "Each instrument has a kind. Each time an instrument is lent to a pupil, the lending date and the planned return date are recorded.",
            "lending",
            {"lending_date", "planned_return_date"},
            {"instrument", "pupil"},
        ),
        (
            "Courses have a title. Students study several courses, and the study time and the score need to be kept.",
            "study",
            {"study_time", "score"},
            {"student", "course"},
        ),
        (
            "The finished products are checked by inspectors, and the check date and the conclusion are recorded.",
            "check",
            {"check_date", "conclusion"},
            {"inspector", "finished_product"},
        ),
        ("When a cow gets sick, the treatment date and the disease are recorded.", "treatment", {"treatment_date", "disease"}, {"cow"}),
        ("Members can reserve classes and the system records the reservation time.", "reservation", {"reservation_time"}, {"member", "class"}),
        ("Inspectors visit hives and note the queen's age and the number of frames.", "visit", set(), {"inspector", "hive"}),
    ],
)
def test_a_doing_and_its_record_are_an_occurrence(text: str, entity: str, attributes: set[str], ends: set[str]) -> None:
    model = read(text)
    assert attributes <= set(model.entities[entity].attributes)
    assert {r.first.entity for r in model.relationships.values() if r.second.entity == entity} >= ends


@pytest.mark.parametrize(
    "text",
    [
        "Customers place orders, and the order date and the amount are recorded.",  # what is made bears the list
        "The shop sells products, and the name and the price are recorded.",  # names and prices are of a thing
        "The system stores products and the name is recorded.",
    ],
)
def test_what_is_made_or_kept_is_no_occurrence(text: str) -> None:
    assert not {"placing", "sale", "storing", "placement"} & set(read(text).entities)


def test_a_likely_key_is_asked_and_enforces_nothing() -> None:
    text = "Each field has a name. Each planting records the field, the planting date and the quantity."
    brief = api.brief_of(text, ["sqlite"], depth="minimal")
    model = api.read(brief)
    assert model.entities["planting"].likely_identifier == ("planting_field", "planting_date")
    logical = normalize(Design(brief=brief, conceptual=model)).logical
    assert logical.relations["planting"].likely_key == ("field_id", "planting_date")
    assert [key.surrogate for key in logical.relations["planting"].keys] == [True]
    question = next(q for q in model.questions if q.text.startswith("May two plantings"))
    answered = api.read(api.answered(brief, question, "no"))
    assert [i.members for i in answered.entities["planting"].identifiers] == [("planting_field", "planting_date")]


@pytest.mark.parametrize(
    ("verb", "noun"), [("lend", "loan"), ("inspect", "inspection"), ("sweep", "sweep"), ("weld", "welding"), ("buy", "purchase")]
)
def test_what_a_doing_is_called(verb: str, noun: str) -> None:
    assert happening(verb) == noun


@pytest.mark.parametrize(("verb", "form"), [("plan", "planning"), ("leave", "leaving"), ("tie", "tying"), ("visit", "visiting"), ("see", "seeing")])
def test_gerunds(verb: str, form: str) -> None:
    assert gerund(verb) == form


@pytest.mark.parametrize(
    ("text", "owner", "attributes"),
    [
        ("A borehole has an ID, the area it belongs to, longitude, latitude and depth.", "borehole", {"longitude", "latitude", "depth"}),
        ("A job can produce multiple artifacts, with file name, size and expiry time.", "artifact", {"file_name", "size", "expiry_time"}),
        ("The system needs to record the name and phone of a dancer, and the title, date and music of a show.", "show", {"title", "date", "music"}),
        ("The system shall record the museums that borrow exhibits, including name, city and phone.", "museum", {"name", "city", "phone"}),
        ("The Client (Client ID, name, phone) table records the clients.", "client", {"name", "phone"}),
    ],
)
def test_whose_list_it_is(text: str, owner: str, attributes: set[str]) -> None:
    assert attributes <= set(read(text).entities[owner].attributes)


def test_a_library_of_seeds_has_no_books() -> None:
    model = api.read(
        api.brief_of("We run a seed library: gardeners borrow seed packets. A packet has a variety. Packets are of a species.", ["sqlite"])
    )
    assert model.domain != "library"
    assert model.entities["species"].plural == "species"


def test_an_order_of_a_bakery() -> None:
    model = read(
        "A bakery takes orders from cafes. Each cafe has a name and a tax id. An order has several lines, each with a product and a quantity. "
        "Drivers deliver orders on routes; a route has a date and a driver."
    )
    assert set(model.entities) == {"order", "cafe", "order_line", "product", "route", "driver"}
    ends = {(r.second.entity, r.first.entity): r.first.minimum for r in model.relationships.values()}
    assert ends["order", "cafe"] == 1  # somebody orders
    assert ends["order", "driver"] == 0  # who delivers is known later
    assert {("order_line", "order"), ("order_line", "product"), ("route", "driver")} <= set(ends)
