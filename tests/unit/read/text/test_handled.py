"""How what is kept is to be handled: whose changes are traced, what is confidential, who can be erased."""

from __future__ import annotations

import pytest

from tests.unit.read.text.test_constructions import read

BILLS = "A bill has a number, an amount and a due date. Each bill is for one client. Clients have a name, an email and a phone number. "


@pytest.mark.parametrize(
    ("sentence", "traced"),
    [
        ("It must be possible to see who changed a bill.", {"bill"}),
        ("Each update of a client is audited.", {"client"}),
        ("Changes of the amount are recorded with the old and the new value.", {"bill"}),
        ("Log old value, new value, user and time whenever a bill is changed.", {"bill"}),
        ("As an auditor I want to see who edited a bill, and what it was before.", {"bill"}),
        ("Changing a bill writes an entry to the change log.", {"bill"}),
        ("We need a history of all changes.", set()),
        ("The system records who changed what and when.", set()),
    ],
)
def test_changes_are_traced(sentence: str, traced: set[str]) -> None:
    model = read(BILLS + sentence)
    assert {e for e, x in model.entities.items() if x.traced} == traced
    assert ("audit" in model.traits) == (not traced)
    assert set(model.entities) == set(read(BILLS).entities)


@pytest.mark.parametrize(
    ("sentence", "attribute", "sensitivity"),
    [
        ("Emails must be encrypted.", "email", "special"),
        ("The phone number of a client is stored encrypted.", "phone_number", "special"),
        ("Client phone numbers are confidential.", "phone_number", "special"),
        ("Emails are not confidential.", "email", "personal"),
        ("Emails must not be shown in plain text.", "email", "special"),
        ("Email of a client: encrypted at rest", "email", "special"),
    ],
)
def test_what_is_confidential(sentence: str, attribute: str, sensitivity: str) -> None:
    assert read(BILLS + sentence).entities["client"].attributes[attribute].meaning.sensitivity == sensitivity


@pytest.mark.parametrize(
    "sentence", ["Personal data must be deletable.", "Clients can ask for the deletion of their data.", "On request, all data of a client is erased."]
)
def test_who_can_be_erased(sentence: str) -> None:
    assert "erasure" in read(BILLS + sentence).traits
