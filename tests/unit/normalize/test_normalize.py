"""From a conceptual model to relations: keys, references, tenants, splits, and the same result every time."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from relvar import api
from relvar.model.conceptual import Conceptual, Determines, Override
from relvar.model.expression import Call, ColumnRef, Compare, Constant
from relvar.model.logical import Relation
from relvar.model.physical import CheckConstraint
from relvar.model.store import dump
from relvar.normalize import normalize
from relvar.normalize.theory.dependency import FD
from relvar.normalize.theory.forms import judge
from tests.growth import LINEAR, growth
from tests.unit.normalize.models import (
    CODE,
    POSTAL,
    SAID,
    SCALE,
    STREET,
    attribute,
    design,
    entity,
    identifier,
    many_to_many,
    one_to_many,
    projects,
    shop,
    with_address,
)


def relations(model: Conceptual) -> dict[str, Relation]:
    return normalize(design(model)).logical.relations


def primary(relation: Relation) -> tuple[str, ...]:
    return next(key.attributes for key in relation.keys if key.primary)


def test_keys_of_every_kind() -> None:
    found = relations(shop())
    assert primary(found["user"]) == ("user_id",)  # an e-mail address changes and is personal
    assert primary(found["category"]) == ("code",)  # a short code of a lookup keeps its value
    assert primary(found["order_line"]) == ("order_id", "line_no")  # a part is numbered within its owner
    assert primary(found["product_category"]) == ("product_id", "category_code")  # a pair occurs once
    assert primary(found["product_image"]) == ("product_id", "image")  # each value once
    assert [key.attributes for key in found["product"].keys] == [("product_id",), ("sku",)]


def test_references_follow_cardinality_and_role() -> None:
    found = relations(shop())
    parent = found["category"].references["category_parent"]
    assert (parent.attributes, parent.to, parent.required, parent.on_delete) == (("parent_category_code",), ("code",), False, "clear")
    assert found["order"].references["user_order"].attributes == ("user_id",)


def test_an_association_entity_stands_for_its_relationship() -> None:
    model = shop()
    tagging = entity("filing", "association", attribute("note"))
    entities = {**model.entities, "filing": tagging}
    links = {"product_filing": one_to_many("product", "filing"), "category_filing": one_to_many("category", "filing")}
    found = relations(msgspec.structs.replace(model, entities=entities, relationships={**model.relationships, **links}))
    assert "product_category" not in found
    assert primary(found["filing"]) == ("product_id", "category_code")


def test_subtypes_share_the_key_and_one_to_one_is_unique() -> None:
    entities = {
        "person": entity("person", "party", attribute("full_name")),
        "vet": entity("vet", "party", attribute("licence"), supertype="person"),
        "locker": entity("locker", "thing"),
        "visit": entity("visit", "event"),
    }
    locker = one_to_many("person", "locker", role="holder", required=False)
    locker = msgspec.structs.replace(locker, second=msgspec.structs.replace(locker.second, maximum=1))
    links = {"person_locker": locker, "vet_visit": one_to_many("vet", "visit")}
    found = relations(Conceptual(entities=entities, relationships=links, scale=SCALE))
    assert primary(found["vet"]) == ("vet_id",)
    assert found["vet"].references["vet_person"].to == ("person_id",)
    assert found["visit"].references["vet_visit"].to == ("vet_id",)
    assert ("holder_id",) in [key.attributes for key in found["locker"].keys]


def test_no_reference_crosses_tenants() -> None:
    found = relations(projects())
    owned = {"membership", "project", "task", "tag", "task_tag"}
    for id_, relation in found.items():
        assert ("organization_id" in primary(relation)) == (id_ in owned or id_ == "organization")
        for reference in relation.references.values():
            if reference.relation in owned:
                place = reference.to.index("organization_id")
                assert reference.attributes[place] == "organization_id"
    assert found["project"].keys[1].attributes == ("organization_id", "title")  # unique within the tenant only
    assert primary(found["membership"]) == ("organization_id", "person_id")


def test_a_chain_of_parts_inherits_the_whole_key() -> None:
    entities = {name: entity(name, "part" if name != "hall" else "thing") for name in ("hall", "row", "seat")}
    links = {
        "hall_row": one_to_many("hall", "row", identifying=True),
        "row_seat": one_to_many("row", "seat", identifying=True),
    }
    found = relations(Conceptual(entities=entities, relationships=links, scale=SCALE))
    assert primary(found["seat"]) == ("hall_id", "row_no", "seat_no")


def test_what_people_state_is_split_losslessly() -> None:
    made = normalize(with_address(POSTAL))
    found = made.logical.relations
    assert primary(found["postal_code"]) == ("postal_code",)
    assert "city" not in found["user"].attributes
    assert found["user"].references["user_postal_code"].relation == "postal_code"
    assert [split.lossless for split in made.logical.splits] == [True]
    assert made.logical.splits[0].tableau
    assert [decision.advisor for decision in made.decisions] == ["normalize"]
    assert all(relation.normal_form == "BCNF" for relation in found.values())


def test_where_bcnf_would_lose_a_dependency_third_normal_form_is_a_decision() -> None:
    made = normalize(with_address(POSTAL, STREET))
    assert made.logical.relations["street_city"].normal_form == "3NF"
    assert made.logical.relations["user"].references["user_street_city"].attributes == ("street", "city")
    assert [decision.advisor for decision in made.decisions] == ["normalize", "keep_third_normal_form"]
    assert "street, city determines postal_code across" in made.decisions[1].because and "less one for each postal_code" in made.decisions[1].because
    assert made.logical.splits[0].violated.left == ("street", "city")  # what made the part, not what stays in it


def test_the_user_may_keep_it_together() -> None:
    asked = with_address(POSTAL)
    choice = {"normalize:user": Override(choice="keep together", because="we never edit cities")}
    asked = asked.with_(conceptual=msgspec.structs.replace(asked.conceptual, decisions=choice))
    made = normalize(asked)
    assert "postal_code" not in made.logical.relations
    assert made.decisions[0].overridden and "we never edit cities" in made.decisions[0].because


def test_what_is_computed_from_one_row_is_not_torn_apart() -> None:
    asked = with_address(POSTAL)
    user = asked.conceptual.entities["user"]
    label = attribute("label", derived=Call(function="concat", arguments=(ColumnRef(column="street"), ColumnRef(column="city"))))
    user = msgspec.structs.replace(user, attributes={**user.attributes, "label": label})
    entities = {**asked.conceptual.entities, "user": user}
    made = normalize(asked.with_(conceptual=msgspec.structs.replace(asked.conceptual, entities=entities)))
    assert "city" in made.logical.relations["user"].attributes
    assert "label is computed from one row" in made.decisions[0].because


def test_proofs_name_closures_keys_and_form() -> None:
    proof = " ".join(relations(shop())["product"].proof)
    assert "{sku}+" in proof and "Candidate keys: (product_id); (sku)." in proof and "BCNF" in proof


def test_the_same_model_gives_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, '.');from tests.unit.normalize.models import *;from relvar.normalize import normalize;"
        "from relvar.model.store import digest;print(digest(normalize(design(projects()))))"
    )
    seen = {subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True).stdout for seed in "123"}
    assert len(seen) == 1 and seen != {b""}
    once = normalize(design(projects()))
    assert dump(normalize(once)) == dump(once)


def test_many_entities_take_time_with_their_number() -> None:
    def normalized(count: int) -> object:
        entities = {
            f"thing_{n}": entity(f"thing_{n}", "thing", *(attribute(f"fact_{k}", CODE) for k in range(8)), identifiers=(identifier("fact_0"),))
            for n in range(count)
        }
        links = {f"link_{n}": one_to_many(f"thing_{n // 2}", f"thing_{n}") for n in range(1, count)}
        links |= {f"pair_{n}": many_to_many(f"thing_{n}", f"thing_{n + 1}") for n in range(0, count - 2, 3)}
        return relations(Conceptual(entities=entities, relationships=links, tenant="thing_0", scale=SCALE))

    assert len(normalized(100)) == 133  # type: ignore[arg-type]
    assert growth(normalized, 200) < LINEAR


def test_what_nothing_determines_is_a_table_of_one_row() -> None:
    made = api.design_of(with_address(constant := Determines(entity="user", left=(), right=("city",), source=SAID)).brief, _canonical(constant))
    assert "city" not in made.logical.relations["user"].attributes
    relation = made.logical.relations["user_constant"]
    assert (relation.normal_form, list(relation.attributes)) == ("BCNF", ["only_row", "city"])
    table = made.physical["postgresql"].tables["user_constant"]
    checks = [c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint)]
    assert table.primary_key == ("only_row",) and Compare(op="=", left=ColumnRef(column="only_row"), right=Constant(value=1)) in checks


def _canonical(*rules: Determines) -> Conceptual:
    return api.canonical(with_address(*rules).conceptual)


def test_the_examples_of_the_library_run() -> None:
    import doctest

    from relvar.discover import library as discovery
    from relvar.normalize.theory import api as library

    result, of_rows = doctest.testmod(library), doctest.testmod(discovery)
    assert result.attempted >= 7 and not result.failed
    assert of_rows.attempted and not of_rows.failed


def test_a_wide_relation_with_several_keys_is_judged_in_time_that_grows_with_its_columns() -> None:
    """A number, a code and a pair each determine everything: each of the dependencies asked for by itself would be quadratic."""

    def judged(columns: int) -> None:
        everything = (1 << columns) - 1
        keys = (0b1, 0b10, 0b1100)
        assert judge(everything, [FD(key, everything & ~key) for key in keys]).form == "BCNF"

    assert growth(judged, 400) < LINEAR
