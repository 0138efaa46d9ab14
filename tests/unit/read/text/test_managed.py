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
    ("The system is able to register call-outs, including call time and status. Each call-out is requested by one customer. Customers have a name.",
     "call_out", {"call_time", "status"}),
    ("Poll workers are volunteers whose name and phone are known. Poll workers have a rank.", "poll_worker", {"name", "phone", "rank"}),
    ("Customer files: keep customers' names and membership balance. A customer has an address.",
     "customer", {"name", "membership_balance", "address"}),
    ("Every resident is recorded upon admission with name, date of birth and room number.", "resident", {"name", "date_of_birth", "room_number"}),
    ("Caregivers are identified by their personnel number; name, qualification and ward are known from the personnel department.",
     "caregiver", {"personnel_number", "name", "qualification", "ward"}),
    ("- Members: username and points.\n- Topics: a member posts a topic in a board. Title, content and view count.", "topic", {"title", "content"}),
    ("A questionnaire has a title. It consists of questions, each with question text and question type. Choice questions have options.",
     "question", {"question_text", "type"}),
    (
        "Patients sign in with their email and password; the practice also keeps their name and date of birth. Each patient has a doctor.",
        "patient",
        {"email", "password", "name", "date_of_birth"},
    ),
]  # fmt: skip
TIES = [
    ("Seamstresses have a name. Garments have a color. Seamstresses carry out alterations on the garments; the date and the charge are recorded.",
     "alteration", {"seamstress", "garment"}, {"date", "charge"}),
    ("Lamps have a pole number. Citizens have a name. Citizens can report a fault on a lamp, whereby the reporting time and the severity are saved.",
     "fault", {"citizen", "lamp"}, {"reporting_time", "severity"}),
    ("Bicycles have a frame number. When a bicycle is handed in, a repair order is opened, including drop-off date and status.",
     "repair_order", {"bicycle"}, {"drop_off_date", "status"}),
    ("Parts have a name. Orders have a status. An order may consume several parts and the quantity used is recorded.",
     "order_part", {"order", "part"}, {"quantity"}),
    ("Treatments have a code. Appointments have a time. The system records the treatments carried out in an appointment together with the fee and "
     "remarks.", "appointment_treatment", {"appointment", "treatment"}, {"fee", "remarks"}),
    ("The system manages mailing lists and user accounts. It supports creating mailing lists, including list name and status, with each list being "
     "associated with a user account. Each user account has an email.", "mailing_list", {"user_account"}, {"name", "status"}),
    ("Conferences have a title. The system supports managing multiple sessions within a conference. Sessions have an abstract.",
     "session", {"conference"}, {"abstract"}),
    ("Persons have a name. Marriages have a date. A marriage is concluded between two persons.", "marriage", {"person"}, {"date"}),
    ("Entries have a date. Certificates are issued from an entry upon request, each having a certificate number and a fee.",
     "certificate", {"entry"}, {"certificate_number", "fee"}),
    ("Proposals have a title. Each proposal is evaluated by several reviewers. The evaluation stores the score and the "
     "evaluation date.", "evaluation", {"reviewer", "proposal"}, {"score", "evaluation_date"}),
    ("Runners have a name. Races have a start time. Each time a runner enters a race, the registration information is recorded, "
     "including the bib number and the entry fee.", "registration", {"runner", "race"}, {"bib_number", "entry_fee"}),
    ("Timing points have a name and a distance. Runners have a name. When the runner passes a timing point, the passing time is recorded.",
     "passing", {"runner", "timing_point"}, {"passing_time"}),
    ("Creatives have a title. Ad slots have a name. The system records for each creative on each ad slot by date the cost and the status.",
     "creative_ad_slot", {"creative", "ad_slot"}, {"date", "cost", "status"}),
    ("Advertisers have a name. The system records advertisers' recharge amount, recharge method and recharge time.",
     "recharge", {"advertiser"}, {"recharge_amount", "recharge_method", "recharge_time"}),
    ("Questionnaires have a title. Respondents submit an answer sheet once per questionnaire (submission time, IP address).",
     "answer_sheet", {"questionnaire"}, {"submission_time", "ip_address"}),
    ("Seekers have a name. Resumes have a title. Positions have a salary. Seekers deliver a resume to a position. The system records the delivery "
     "time and the status.", "delivery", {"seeker", "resume", "position"}, {"delivery_time", "status"}),
    ("Passengers have a name. Drivers have a name. The passenger rates the driver with a score and a comment.",
     "rating", {"passenger", "driver"}, {"score", "comment"}),
    ("Participants have a name. Volunteers have a name. For tandem management, the system supports matching one participant with one volunteer, "
     "including start date and end date.", "tandem", {"participant", "volunteer"}, {"start_date", "end_date"}),
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


def test_two_that_are_tied_and_looked_at_again_are_named_by_both() -> None:
    tied = "The system records the relationship between roles and permissions, including creation time and update time."
    text = f"Roles have a name. Permissions have a name. {tied}"
    entity = read(text).entities["role_permission"]
    assert set(entity.likely_identifier) & {"creation_time", "update_time"} == set()
    assert len(entity.likely_identifier) == 2


def test_a_label_is_no_part_of_the_name_of_what_it_is_about() -> None:
    roles = read(
        "1.Owner Management: Record the owner's name and email. Owners may see their boats.\n2.Boat Management: Each boat has a length."
    ).actors
    assert not any("management" in role.source.words.lower() for role in roles.values())
