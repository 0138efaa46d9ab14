"""Which domain a brief is of: near domains look like one that relvar knows and are not, or are another. Reading only."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.read.enrich.choosing import choice
from relvar.read.enrich.pack import heads

NEAR = {
    # a library, bank, archive or school of something else
    "A seed library lends packets of seeds to gardeners; members borrow packets and return seeds, overdue loans are reminded by a librarian": "",
    "A tool library lends drills and saws to its members, with loans, due dates and fines": "",
    "A toy library where families borrow toys; each loan has a due date": "",
    "A choir keeps a music library of scores: composers, pieces, parts and the singers who borrow them": "",
    "A component library of buttons and icons with versions for designers": "",
    "A blood bank with donors, donations, blood bags and the hospitals that order them": "",
    "A seed bank keeps accessions of wild plants with germination tests": "",
    "A food bank receives donations of food from supermarkets and gives parcels to households": "",
    "Our hospital's blood bank keeps units, donors and cross matches for patients": "",
    "A soil bank of samples taken from plots, with analyses": "",
    "A bank of questions for exams: questions have a text, answers and a difficulty, and are put into papers": "",
    "A stock photo archive with photographers, photos, licences and downloads": "",
    "Film archive: reels, films, restorations and shelf places": "",
    "A hotel school with students, courses and internships in hotels": "",
    "A driving school with learners, lessons, instructors and cars": "",
    "Music school with teachers, pupils, instruments and lessons": "",
    "A prison library lends books to inmates": "library",
    "A hospital library with medical books, copies and loans": "library",
    "A children's library": "library",
    "Library": "library",
    # guests and patients of another kind
    "A dog hotel where owners leave their dogs in kennels for some nights": "",
    "An insect hotel register: gardens, boxes and the species of bees seen in them": "",
    "An animal hospital with patients, owners, vets and treatments": "veterinary",
    "A doll hospital repairs dolls: owners bring dolls, repairers write estimates": "",
    "A hospital laundry washes linen for wards and counts pieces": "",
    "A restaurant supplier delivers crates of vegetables to restaurants": "",
    "A pizza restaurant": "restaurant",
    "A dental clinic": "health",
    # one word, several domains
    "IT support: employees raise tickets that agents answer within an SLA": "helpdesk",
    "Concert tickets are sold for venues; each ticket has a seat and is scanned at the door": "ticketing",
    "Parking tickets are written by wardens for cars; a ticket has a fine and may be appealed": "",
    "A train ticket shop": "",
    "A court keeps orders, hearings and parties": "",
    "A post office with counters, parcels, stamps and clerks": "",
    "A fence company sets posts: jobs, posts, crews and customers": "",
    "Bird observers record flights of storks with date, place and number": "",
    "A flight simulator club logs sessions, scenarios and pilots": "",
    "A fishing fleet: boats, skippers, trips, catches and quotas": "",
    "An oil pipeline with segments, valves and inspections": "",
    "A game engine with assets such as textures, meshes and sounds, and the scenes that use them": "",
    "A messenger service by bicycle: couriers, envelopes, offices": "",
    "A political campaign with volunteers, doors and donations": "",
    "A charging plan for electric forklifts in a warehouse": "",
    "A bicycle repair shop with bicycles, owners and repairs": "",
    "A survey of land parcels by surveyors with boundary stones": "",
    "A fishing permit office: anglers, permits, waters": "",
    "A wind farm with turbines and readings": "",
    "A server farm with racks and hosts": "",
    "A photo laboratory develops films for customers": "",
    "A case of wine register: cases, vintages and cellars": "",
    # the same, and of the domain
    "A car museum with old cars, their donors, exhibitions and restorations": "museum",
    "An art museum's collection of objects with loans to other museums": "museum",
    "A law firm's cases, clients, hearings and time": "legal",
    "A laboratory for soil tests: samples, analyses and results": "laboratory",
    "A survey tool with questionnaires, questions and responses": "survey",
    "A bus line timetable with stops, lines and trips": "transit",
    "An online shop for garden tools": "commerce",
    "A travel blog": "publishing",
    "A multi-tenant CRM with accounts, contacts and deals": "crm",
}
# phrases that hold a domain's word and mean something else: told by the noun beside it, by no list
COMPOUNDS = {
    "commerce": ("court order", "by-product", "machine shop", "in order to"),
    "publishing": ("job posting", "price tag", "trading post"),
    "health": ("spin doctor", "animal hospital", "ship hospital"),
    "learning": ("golf course", "machine learning", "pilot assignment"),
    "finance": ("user account", "river bank", "knowledge transfer"),
    "social": ("cattle feed", "social worker"),
    "ride_hailing": ("screw driver", "field trip"),
    "airline": ("drone flight", "flight of stairs"),
    "crm": ("lead time", "oil pipeline"),
    "donations": ("blood donation", "marketing campaign"),
}


@pytest.mark.parametrize("brief", NEAR)
def test_a_near_domain_is_told_apart(brief: str) -> None:
    found = choice(brief)
    assert (found.pack.name if found.pack else "") == NEAR[brief], "\n".join(found.said())


@pytest.mark.parametrize("name", COMPOUNDS)
def test_a_compound_means_what_its_nouns_mean_together(name: str) -> None:
    for phrase in COMPOUNDS[name]:
        weighed = choice(f"We keep a register: each {phrase} has a number").weighed
        assert not any(fit.score for fit in weighed if fit.domain == name), phrase


def test_every_domain_says_what_it_is_about() -> None:
    for name, head in heads().items():
        assert head.about, name


def test_the_reasons_name_what_was_weighed() -> None:
    chosen, *others = choice("A public library lends books; a court order is needed to read some").said()
    assert chosen.startswith("domain: library") and "“book”" in chosen
    assert all(line.startswith("not used: ") for line in others)
    none, near = choice("A hotel school sends students to hotel kitchens").said()[:2]
    assert (none.startswith("domain: none fits") and "nothing of its core" in near + none) or "means another thing" in near


def test_at_depth_minimal_nobody_is_made_a_tenant() -> None:
    text = "A SaaS for podcast studios. Each studio has shows; a show has a title."
    minimal = api.read(api.brief_of(text, ["sqlite"], depth="minimal"))
    assert not minimal.tenant and set(minimal.entities) == {"studio", "show"}
    standard = api.read(api.brief_of(text, ["sqlite"]))
    assert standard.tenant == "studio" and "tenant" not in standard.entities


def test_a_renter_is_no_tenant_of_the_software() -> None:
    assert not api.read(api.brief_of("A housing association with apartments, tenants, leases and rent payments", ["sqlite"])).tenant


@pytest.mark.parametrize(
    ("text", "gone", "kept"),
    [
        # the order has its courier and its restaurant
        ("A food delivery app where customers order dishes from restaurants and couriers deliver them", ("courier", "restaurant"), "order"),
        # a ticket is of a category, and that is the concert's
        ("An event ticketing platform where organizers sell tickets to concerts in venues", ("concert", "ticket"), "ticket_category"),
    ],
)
def test_what_an_event_of_the_domain_tells_is_told_once(text: str, gone: tuple[str, str], kept: str) -> None:
    model = api.read(api.brief_of(text, ["sqlite"]))
    pairs = {frozenset((r.first.entity, r.second.entity)) for r in model.relationships.values()}
    assert frozenset(gone) not in pairs
    assert all(frozenset((kept, end)) in pairs for end in gone)


def test_several_photos_are_the_things_that_the_domain_keeps() -> None:
    model = api.read(api.brief_of("A marketplace for used goods where users publish advertisements with photos in categories", ["sqlite"]))
    assert "ad_photo" in model.entities
    assert not any("photo" in name for name in model.entities["advertisement"].attributes)


def test_a_packet_has_no_name_and_a_rate_of_outcome_is_a_share() -> None:
    text = "A seed library lends packets to gardeners. A packet has a filling date and a germination rate."
    packet = api.read(api.brief_of(text, ["sqlite"])).entities["packet"]
    assert "name" not in packet.attributes
    assert packet.attributes["germination_rate"].meaning.name == "percentage"


def test_what_the_text_names_beside_the_core_is_there() -> None:
    model = api.read(api.brief_of("A vehicle repair workshop with customers, vehicles, repair jobs, mechanics and spare parts", ["sqlite"]))
    assert {"part", "part_line"} <= set(model.entities)
    carriers = api.read(api.brief_of("A courier company that delivers parcels from depot to recipient along routes", ["sqlite"])).entities
    assert "route" in carriers and "carrier" not in carriers
