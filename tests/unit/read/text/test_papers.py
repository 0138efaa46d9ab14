"""Constructions of requirement papers, as analysts write them: what belongs to what, exactly, each in sentences of its own."""

from __future__ import annotations

import pytest

from tests.unit.read.text.test_constructions import read

CASES = [
    (
        "The system manages rental agreements signed between the agency and the tenant, including basic information of the agreement, such as "
        "agreement title, start date and amount. Each tenant has a name.",
        "rental_agreement",
        {"title", "start_date", "amount"},
        {"tenant"},
    ),
    (
        "Each trip has a date. Each vehicle has a plate number. By linking trips and vehicles, the system ensures that each trip has proper "
        "vehicle support.",
        "trip",
        {"date"},
        {"vehicle"},
    ),
    (
        "Each project has a name. Each customer has a name. The system records customer feedback for each project, including satisfaction "
        "rating and comments.",
        "customer_feedback",
        {"satisfaction_rating", "comments"},
        {"customer", "project"},
    ),
    (
        "Each machine has a serial number. For each machine repair event, the repair date and repair cost need to be recorded.",
        "machine_repair",
        {"repair_date", "repair_cost"},
        {"machine"},
    ),
    (
        "Each reagent has a reagent ID and name. To track the usage of reagents, it is necessary to record each instance of reagent usage, "
        "including Usage ID, Reagent ID, usage date and quantity.",
        "reagent_usage",
        {"usage_id", "usage_date", "quantity"},
        {"reagent"},
    ),
    (
        "Each beer has a number and a name. Each bar has a name. Beers are sold in bars. Sales records include sales date and sales price.",
        "sales_record",
        {"sales_date", "sales_price"},
        {"beer", "bar"},
    ),
    (
        "Each order has an order date. Each product has a name. The system keeps track of products and quantities in each order.",
        "order_line",
        {"quantity"},
        {"order", "product"},
    ),
    (
        "Each order has an order ID and a date. Each part has a part number. The system manages order details including specific parts, "
        "suppliers, quantity, unit price. Each supplier has a name.",
        "order_line",
        {"quantity", "unit_price"},
        {"order", "part", "supplier"},
    ),
    (
        "Users have a name and email. Each message has a message ID, sender ID, recipient ID, subject and body.",
        "message",
        {"message_id", "subject", "body"},
        {"sender", "recipient"},
    ),
    (
        "Each post includes the publisher ID, publishing time and number of likes. Users can publish posts. Users have a nickname.",
        "post",
        {"publishing_time", "number_of_likes"},
        {"user"},
    ),
    (
        "Users have a name. Users can have different permissions, determining whether they can create or join meetings. Meetings have a title.",
        "meeting",
        {"title"},
        set(),
    ),
    (
        "The system maintains roles and permissions. Each role has a name. Each permission has a name. The system records the relationship "
        "between roles and permissions, including Role ID, Permission ID, grant time and expiry time.",
        "role_permission",
        {"grant_time", "expiry_time"},
        {"role", "permission"},
    ),
    (
        "The order table records important information such as the delivery date and invoice number of the order. The order has an order number.",
        "order",
        {"delivery_date", "invoice_number", "order_number"},
        set(),
    ),
    (
        "The system can add and modify role information, including role name and description, and supports assigning roles to users. Users have "
        "a name.",
        "role",
        {"name", "description"},
        set(),
    ),
    ("Menu items include menu ID, parent menu ID, label and URL.", "menu_item", {"menu_id", "label", "url"}, {"parent_menu_item"}),
    (
        "Each subscriber has a name. Each campaign has a subject. The system records creation time and message status for each subscriber in "
        "each campaign.",
        "subscriber_campaign",
        {"creation_time", "message_status"},
        {"subscriber", "campaign"},
    ),
    (
        "Each style has a style ID, a style name and a price. Each SKU has a SKU ID, associated style ID and size.",
        "sku",
        {"sku_id", "size"},
        {"style"},
    ),
    (
        "The system can record each inspection of the lift, including detailed information such as the inspector, inspection date, and "
        "inspection content. Lifts have a lift ID. Inspectors have a name.",
        "inspection",
        {"inspection_date", "inspection_content"},
        {"lift", "inspector"},
    ),
    (
        "A manual has a manual ID and a title. The manual version record needs to record the change ID, manual ID, version number, change date, "
        "and change content. Each manual is written by multiple writers. A writer has a name.",
        "manual_version_record",
        {"change_id", "version_number", "change_date", "change_content"},
        {"manual"},
    ),
    (
        "The system shall support recording each speaker's talk at the fair, including the topic, time, and location of the talk. Speakers "
        "have a name. Fairs have a title.",
        "talk",
        {"topic", "time", "location"},
        {"speaker", "fair"},
    ),
    (
        "Each customer has a name. Each service has a service ID, date and fee. After each service, the customer can provide feedback, "
        "including a rating and comments.",
        "feedback",
        {"rating", "comments"},
        {"customer", "service"},
    ),
    (
        "The salon records the customer's name and hair colour. The service time and service content provided to customers by each hairdresser "
        "are recorded. Hairdressers have a name.",
        "service",
        {"service_time", "service_content"},
        {"customer", "hairdresser"},
    ),
    (
        "The system needs to record authors for each book, including book ISBN number and author ID. Books have an ISBN number. Authors have an "
        "author ID and a name.",
        "author",
        {"author_id", "name"},
        {"book"},
    ),
    (
        "Mailing lists have a list name and a status. Campaigns can be associated with multiple mailing lists. Campaigns have a subject.",
        "mailing_list",
        {"name", "status"},
        {"campaign"},
    ),
    (
        "Each department has a name. For each department, configure the email server's host address, port number, login username and password.",
        "email_server",
        {"host_address", "port_number", "login_username", "password"},
        {"department"},
    ),
    (
        "Products have a name. Multiple descriptions can be added to each product, including description content and type.",
        "description",
        {"description_content", "type"},
        {"product"},
    ),
    (
        "Each part has a part number. Each supplier has a name. The system stores parts, with each part being available from multiple suppliers.",
        "supplier",
        {"name"},
        {"part"},
    ),
    (
        "(1) Farm: farm ID; name of the owner; owner type; address. Under one farm there may be several plots.\n"
        "(2) Plot: besides the plot ID, the area and the soil type are of interest.",
        "farm",
        {"farm_id", "name_of_owner", "owner_type", "address"},
        set(),
    ),
    ("Plot: besides the plot ID, the area and the soil type are recorded. Farms have a name.", "plot", {"plot_id", "area", "soil_type"}, set()),
    ("In addition to its name, the ship also has a call sign and a length.", "ship", {"name", "call_sign", "length"}, set()),
    ("A crop is known by its crop ID and name. Farms have a name.", "crop", {"crop_id", "name"}, set()),
    ("Operators are registered by operator ID, name and phone number.", "operator", {"operator_id", "name", "phone_number"}, set()),
    (
        "The instruments of the school are registered under an instrument ID. Name, model and status are filled in as well. Pupils have a name.",
        "instrument",
        {"instrument_id", "name", "model", "status"},
        set(),
    ),
    ("Of an operator we keep the employee ID, the name and the gender. Machines have a model.", "operator", {"employee_id", "name", "gender"}, set()),
    ("One department corresponds to several doctors. Departments have a name. Doctors have a title.", "doctor", {"title"}, {"department"}),
    (
        "Between students and courses there is a many-to-many relationship. Students have a name. Courses have a title.",
        "course",
        {"title"},
        {"student"},
    ),
    (
        "At the time of lending, the borrower, the lending date and the due date are noted. Borrowers have a name.",
        "lending",
        {"lending_date", "due_date"},
        {"borrower"},
    ),
    (
        "Visitors have a name. Repairs have a date. After each repair, the visitor can leave feedback, including a rating from 1 to 5 and comments.",
        "feedback",
        {"rating", "comments"},
        {"repair", "visitor"},
    ),
    (
        "Visitors have a name. Spare parts: part number; name; price; stock. Repairs have a date.",
        "spare_part",
        {"part_number", "name", "price", "stock"},
        set(),
    ),
    (
        "Coordinators have a name. Repairs have a date and a type. Coordinators list the open repairs by type.",
        "repair",
        {"date", "type"},
        set(),
    ),
    (
        "Recorded for each trip are the driver, the date and the distance. Drivers have a name.",
        "trip",
        {"date", "distance"},
        {"driver"},
    ),
]


@pytest.mark.parametrize(("text", "entity", "attributes", "of"), CASES, ids=[f"{case[1]}-{at}" for at, case in enumerate(CASES)])
def test_what_belongs_to_what(text: str, entity: str, attributes: set[str], of: set[str]) -> None:
    model = read(text)
    found = {r.first.role or r.first.entity for r in model.relationships.values() if r.second.entity == entity}
    assert (set(model.entities[entity].attributes), found) == (attributes, of)


def test_a_port_or_a_place_in_a_list_is_no_identifier() -> None:
    model = read("A server has a host address and a port number. Each step has a sequence number and a title.")
    assert not model.entities["server"].identifiers
    assert not model.entities["step"].identifiers


def test_a_value_keeps_all_its_words() -> None:
    (rule,) = read("Repairs have a date and a result (repaired, half repaired, not repaired).").rules.values()
    assert getattr(rule, "values", ()) == ("repaired", "half repaired", "not repaired")


def test_how_long_data_of_somebody_is_kept_is_said_of_them_and_not_of_all() -> None:
    model = read("Visitors have a name. Repairs have a date. Keep visitors' personal data for 2 years.")
    (rule,) = model.rules.values()
    assert (getattr(rule, "entity", ""), getattr(rule, "months", 0)) == ("visitor", 24)
    assert model.scale.years is None or model.scale.years.source.kind == "rule"
