"""Who may do what: what a sentence allows, what it keeps from whom, whose rows it means; and whose data are kept apart."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.model.conceptual import Conceptual
from tests.unit.read.text.test_constructions import read

WARD = """A patient has a name, a birth date and a phone number. Each patient lies in one ward. Wards have a name. Each doctor works in one ward.
Doctors have a name and a salary. A patient has many bills, each with an amount and a date. """


def may(model: Conceptual, role: str, entity: str) -> set[str]:
    return {o for p in model.actors[role].permissions if p.entity == entity for o in p.operations}


@pytest.mark.parametrize(
    ("sentence", "role", "entity", "operations"),
    [
        ("Visitors can only read wards.", "visitor", "ward", {"read"}),
        ("Auditors have read access to everything.", "auditor", "bill", {"read"}),
        ("Admins can do anything.", "admin", "ward", {"read", "insert", "update", "delete"}),
        ("Accountants and clerks have full access to bills.", "clerk", "bill", {"read", "insert", "update", "delete"}),
        ("Clerks are allowed to create and edit bills.", "clerk", "bill", {"read", "insert", "update"}),
        ("Bills may be deleted by accountants.", "accountant", "bill", {"read", "delete"}),
        ("Editing bills: clerks", "clerk", "bill", {"read", "update"}),
        ("Reading wards is allowed for visitors.", "visitor", "ward", {"read"}),
    ],
)
def test_what_a_role_may_do(sentence: str, role: str, entity: str, operations: set[str]) -> None:
    assert may(read(WARD + sentence), role, entity) == operations


@pytest.mark.parametrize(
    ("sentence", "kept", "only", "never"),
    [
        ("Only accountants may change amounts.", ("bill", "update", "amount"), ("accountant",), ()),
        ("Nobody except HR may see salaries.", ("doctor", "read", "salary"), ("hr",), ()),
        ("Bills can only be deleted by accountants.", ("bill", "delete", ""), ("accountant",), ()),
        ("Accountants alone may delete bills.", ("bill", "delete", ""), ("accountant",), ()),
        ("Clerks enter bills but cannot delete them.", ("bill", "delete", ""), (), ("clerk",)),
        ("No clerk may delete a bill.", ("bill", "delete", ""), (), ("clerk",)),
        ("A clerk can view bills, yet never delete them.", ("bill", "delete", ""), (), ("clerk",)),
        ("Clerks may read patients, except for their phone number.", ("patient", "read", "phone_number"), (), ("clerk",)),
        ("Clerks must not see the phone number.", ("patient", "read", "phone_number"), (), ("clerk",)),
        ("Mask the phone number for clerks.", ("patient", "read", "phone_number"), (), ("clerk",)),
        ("Patient phone numbers are visible to doctors only.", ("patient", "read", "phone_number"), ("doctor",), ()),
    ],
)
def test_what_is_kept_from_whom(sentence: str, kept: tuple[str, str, str], only: tuple[str, ...], never: tuple[str, ...]) -> None:
    (found,) = read(WARD + sentence).restrictions.values()
    assert ((found.entity, found.operation, found.attribute), found.only, found.never) == (kept, only, never)


def test_what_is_kept_reaches_every_role() -> None:
    model = api.read(api.brief_of(WARD + "Nobody except HR may see salaries. Only accountants may delete bills. Clerks maintain bills.", ["sqlite"]))
    seeing = {a for a, actor in model.actors.items() for p in actor.permissions if p.entity == "doctor" and "salary" not in p.hidden}
    assert seeing == {"hr"}
    assert {a for a in model.actors if "delete" in may(model, a, "bill")} == {"accountant"}


@pytest.mark.parametrize(
    ("sentence", "role", "entity", "through"),
    [
        ("A doctor sees only the patients of their ward.", "doctor", "patient", ("patient_ward", "doctor_ward")),
        ("Patients may see only their own bills.", "patient", "bill", ("patient_bill",)),
        ("Each patient can only view their own data.", "patient", "bill", ("patient_bill",)),
        ("No patient may see the bills of other patients.", "patient", "bill", ("patient_bill",)),
        ("The bills of other patients are hidden from a patient.", "patient", "bill", ("patient_bill",)),
        ("Nobody but the patient concerned sees a bill.", "patient", "bill", ("patient_bill",)),
    ],
)
def test_whose_rows_a_role_sees(sentence: str, role: str, entity: str, through: tuple[str, ...]) -> None:
    before, model = read(WARD), read(WARD + sentence)
    (found,) = (p for p in model.actors[role].permissions if p.entity == entity)
    ends = [{e.entity for e in (model.relationships[step].first, model.relationships[step].second)} for step in found.through]
    assert (found.scope, len(ends)) == ("own", len(through))
    assert {r.first.maximum for r in before.relationships.values()} == {r.first.maximum for r in model.relationships.values()}  # tells no relation


TABLE = """

| Role | Wards | Bills |
|---|---|---|
| Admin | CRUD | full |
| Clerk | read | create, update |
| Visitor | R | - |
"""


def test_tables_of_rights() -> None:
    model = read(WARD + TABLE)
    assert may(model, "admin", "ward") == may(model, "admin", "bill") == {"read", "insert", "update", "delete"}
    assert (may(model, "clerk", "ward"), may(model, "clerk", "bill")) == ({"read"}, {"read", "insert", "update"})
    assert (may(model, "visitor", "ward"), may(model, "visitor", "bill")) == ({"read"}, set())
    assert "role" not in model.entities
    turned = read(WARD + "\n\n| | Admin | Clerk |\n|---|---|---|\n| Wards | CRUD | R |\n| Bills | CRUD | RU |\n")
    assert (may(turned, "clerk", "ward"), may(turned, "clerk", "bill")) == ({"read"}, {"read", "update"})


def test_roles_that_are_only_named() -> None:
    model = read(WARD + "There are three roles: admin, clerk and visitor.")
    assert {"admin", "clerk", "visitor"} <= model.actors.keys()
    assert "role" not in model.entities


@pytest.mark.parametrize(
    "sentence",
    [
        "Every school's data is kept apart.",
        "Each school sees just its own records.",
        "The system is multi-tenant by school.",
        "A school must never see the pupils of another school.",
        "Pupils of one school are invisible to other schools.",
        "All data is isolated per school.",
        "The data of different schools must not mix.",
        "Everything in the system belongs to one school, and other schools cannot see it.",
        "Several schools share the system, and none of them may see the data of another.",
        "Users work within their own school and have no access to other schools.",
        "Schools cannot see each other's pupils.",
        "Tenant = school",
    ],
)
def test_whose_data_are_kept_apart(sentence: str) -> None:
    text = "Each pupil belongs to one school. A pupil has a name. Schools have a name and a town. "
    model = read(text + sentence)
    assert model.tenant == "school"
    facts = [{e: set(x.attributes) for e, x in one.entities.items() if e != "user"} for one in (model, read(text))]
    assert facts[0] == facts[1]


def test_people_who_see_their_own_are_no_tenants() -> None:
    assert not read(WARD + "Patients may see only their own bills.").tenant
