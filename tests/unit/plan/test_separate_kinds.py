"""What holds the kinds of a thing apart: the kind in the reference, and nothing where one may be of several."""

from __future__ import annotations

from relvar import api
from relvar.exporting.models.dbml import dbml
from relvar.exporting.models.diagrams import mermaid, plantuml
from relvar.model.design import Design
from relvar.model.physical import ForeignKey, UniqueConstraint
from relvar.model.query import Select
from relvar.write.diagrams.drawn import drawn

VEHICLES = "Each vehicle has a plate number. Cars have a colour, trucks have a payload. "


def design(text: str, store: str = "postgresql") -> Design:
    return api.design(api.brief_of(text, [store]))


def reference(made: Design, kind: str) -> ForeignKey:
    (physical,) = made.physical.values()
    return next(c for c in physical.tables[kind].constraints.values() if isinstance(c, ForeignKey) and c.table == "vehicle")


def test_the_reference_of_a_kind_names_the_kind() -> None:
    made = design(VEHICLES + "A vehicle is either a car or a truck.")
    (physical,) = made.physical.values()
    key = reference(made, "car")
    assert (key.columns, key.to, key.on_delete) == (("car_id", "vehicle_type"), ("vehicle_id", "type"), "cascade")
    assert ("vehicle_id", "type") in [c.columns for c in physical.tables["vehicle"].constraints.values() if isinstance(c, UniqueConstraint)]
    assert {"cars_complete", "trucks_complete"} <= physical.integrity.keys()
    assert not physical.tables["car"].indexes  # found by its key: an index of its own would repeat it
    assert not [f for f in made.findings if f.verdict == "refuted"]


def test_innodb_gets_the_index_that_it_would_make() -> None:
    (physical,) = design(VEHICLES + "A vehicle is either a car or a truck.", "mysql").physical.values()
    assert len(physical.tables["car"].indexes) == 1


def test_kinds_that_overlap_share_the_key_and_nothing_else() -> None:
    made = design(VEHICLES + "A vehicle may be a car, a truck or both.")
    (physical,) = made.physical.values()
    assert reference(made, "car").columns == ("car_id",)
    assert "type" not in physical.tables["vehicle"].columns
    (decision,) = [d for d in made.decisions if d.advisor == "separate_kinds"]
    assert decision.subject == "vehicle" and not decision.changes


def test_diagrams_say_what_is_a_kind_of_what() -> None:
    made = design(VEHICLES + "A vehicle is either a car or a truck.")
    found = drawn(made, "postgresql")
    assert '  "vehicles" ||--o| "cars" : "is a"' in list(mermaid(found))
    assert '"vehicles" <|-- "cars"' in list(plantuml(found))
    assert any("cars.(car_id, vehicle_type) > vehicles.(vehicle_id, type)" in line for line in dbml(found))


READ = VEHICLES + "A vehicle is either a car or a truck. "


def test_what_is_read_whole_lies_in_one_collection() -> None:
    made = design(READ + "Staff look up a vehicle by its plate number.", "mongodb")
    (physical,) = made.physical.values()
    vehicles = physical.collections["vehicle"]
    assert ({"car", "truck"}, "polymorphic" in vehicles.patterns) == (set(vehicles.embedded), True)
    (decision,) = [d for d in made.decisions if d.subject == "vehicle.polymorphic"]
    assert decision.choice == "polymorphic: car and truck in vehicles by type"


def test_a_kind_that_is_only_read_by_itself_lies_apart() -> None:
    text = "Vehicles have a colour. A vehicle is either a car or a truck. Cars have a seat count, trucks have a payload. "
    (physical,) = design(text + "Staff list trucks by payload.", "mongodb").physical.values()
    assert "truck" in physical.collections
    assert "truck" not in physical.collections["vehicle"].embedded


def test_nobody_is_of_a_kind_by_default() -> None:
    kinds = "There are two kinds of members: students and professors. Students have a faculty, professors have an office. "
    made = design(f"A library. {kinds}Members have a name and borrow books.")
    (physical,) = made.physical.values()
    assert physical.tables["member"].columns["type"].default is None


def test_who_opens_one_reads_what_it_is() -> None:
    """The kind is not known before, so the question of one vehicle takes along what each kind has, where the row is of it."""
    made = design(VEHICLES + "A vehicle is either a car or a truck. Clerks look up a vehicle by its plate number.")
    (physical,) = made.physical.values()
    (select,) = (q.statement for q in physical.queries.values() if "by its plate number" in q.name)
    assert isinstance(select, Select)
    assert {"colour", "payload"} <= {o.name for o in select.outputs} and not {"car_id", "vehicle_type"} & {o.name for o in select.outputs}
    assert [(j.table, j.outer) for j in select.joins] == [("car", True), ("truck", True)]
