"""Requirements as chat models and translators write them: labelled sections, and what is recorded of two together."""

from __future__ import annotations

import pytest

from tests.unit.read.text.test_constructions import read, ties

FACTS = [
    (
        "The features are:\n1.Member Management: Member registration and login, recording member names and shelf numbers.\n"
        "2.Loan Tracking: Tracks loans of members. Each loan has a start date.",
        "member",
        {"name", "shelf_number"},
    ),
    (
        "Borrower management: store the name and the address of borrowers.\nLoan management: record the borrower, manage the start time, "
        "end time and return status of each loan, support queries of the history.",
        "loan",
        {"start_time", "end_time", "return_status"},
    ),
    (
        "Patients sign in with their email and password; the practice also keeps their name and date of birth. Each patient has a doctor.",
        "patient",
        {"email", "password", "name", "date_of_birth"},
    ),
]
TIES = [
    ("Seamstresses have a name. Garments have a color. Seamstresses carry out alterations on the garments; the date and the charge are recorded.",
     "alteration", {"seamstress", "garment"}, {"date", "charge"}),
    ("Lamps have a pole number. Citizens have a name. Citizens can report a fault on a lamp, whereby the reporting time and the severity are saved.",
     "fault", {"citizen", "lamp"}, {"reporting_time", "severity"}),
    ("Crews have a name. Each lamp has a pole number. Crews fix the lamps; the repair time and the cost are registered.",
     "repair", {"crew", "lamp"}, {"repair_time", "cost"}),
    ("Technicians have a name. Calls have a site address. The system records the arrival time and completion time of each technician at each call.",
     "technician_call", {"technician", "call"}, {"arrival_time", "completion_time"}),
    ("Each stock has a price. Users have a name. The system records the quantity and the price for each stock held by each user.",
     "user_stock", {"user", "stock"}, {"quantity", "price"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "entity", "facts"), FACTS)
def test_facts(text: str, entity: str, facts: set[str]) -> None:
    assert facts <= set(read(text).entities[entity].attributes)


@pytest.mark.parametrize(("text", "entity", "ends", "facts"), TIES)
def test_ties(text: str, entity: str, ends: set[str], facts: set[str]) -> None:
    model = read(text)
    assert ends <= ties(model, entity)
    assert facts <= set(model.entities[entity].attributes)
