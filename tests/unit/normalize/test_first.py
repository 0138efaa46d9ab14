"""First normal form in names: what holds several values gets rows, what is one value stays one, and the user may turn it."""

from __future__ import annotations

import msgspec

from relvar import api
from relvar.model.conceptual import Conceptual, Override
from relvar.model.design import Design
from relvar.model.expression import ColumnRef, Compare, Constant
from relvar.model.semantic import DataType, SemanticType
from relvar.normalize import normalize
from tests.unit.normalize.models import SCALE, TEXT, attribute, design, entity, identifier, one_to_many

PHONE = SemanticType(name="phone", data=DataType(base="text", length=20), samples="phone")
ADDRESS = SemanticType(name="address", data=DataType(base="text", length=300), samples="address")
PAPER = SemanticType(name="settings", data=DataType(base="json"), samples="json")


def model(**more: object) -> Conceptual:
    person = entity(
        "person",
        "party",
        attribute("phone1", PHONE, required=False),
        attribute("phone_2", PHONE, required=False),
        attribute("address_line1"),
        attribute("address_line2"),
        attribute("tag_list", TEXT, required=False),
        attribute("home", ADDRESS),
        attribute("settings", PAPER),
        **more,
    )
    fact = entity("fact", "part", attribute("key"), attribute("value"))
    return Conceptual(entities={"person": person, "fact": fact}, relationships={"person_fact": one_to_many("person", "fact")}, scale=SCALE)


def made(found: Conceptual) -> Design:
    return normalize(design(found))


def test_numbered_columns_and_lists_become_rows() -> None:
    done = made(model())
    phones, tags = done.logical.relations["person_phone"], done.logical.relations["person_tag"]
    assert list(phones.attributes) == ["person_id", "phone_no", "phone"] and phones.attributes["phone"].of == "person.phone1"
    assert [key.attributes for key in tags.keys] == [("person_id", "tag_no")]
    assert list(done.logical.relations["person"].attributes) == ["person_id", "address_line1", "address_line2", "home", "settings"]
    said = {d.subject: d for d in done.decisions}
    assert said["person.phone"].because == "phone1, phone_2 are values of one fact: one more needs a column more, and to find one asks each of them"
    assert said["address"].choice == "one value: person.home"
    assert said["documents"].choice == "a document: person.settings"
    assert said["names_and_values"].choice == "names with values: fact"


def test_the_user_may_keep_them_and_so_does_what_speaks_of_one_alone() -> None:
    chosen = {"first_normal_form:person.phone": Override(choice="keep together", because="there are never three")}
    kept = made(msgspec.structs.replace(model(), decisions=chosen))
    assert "person_phone" not in kept.logical.relations and "phone_2" in kept.logical.relations["person"].attributes
    assert next(d for d in kept.decisions if d.subject == "person.phone").because == "there are never three"
    named = made(model(identifiers=(identifier("phone1"),)))
    assert "person_phone" not in named.logical.relations
    assert next(d for d in named.decisions if d.subject == "person.phone").because == "an identifier speaks of phone1 alone"


def test_the_design_stores_them_by_their_name() -> None:
    brief = api.brief_of("Library with members and books", ["sqlite"])
    whole = api.design_of(brief, api.canonical(model()))
    table = whole.physical["sqlite"].tables["person_phone"]
    assert {c.name for c in table.columns.values()} == {"person_id", "phone_no", "phone"} and len(table.primary_key) == 2
    assert Compare(op=">=", left=ColumnRef(column="phone_no"), right=Constant(value=1)) in [
        getattr(c, "condition", None) for c in table.constraints.values()
    ]
