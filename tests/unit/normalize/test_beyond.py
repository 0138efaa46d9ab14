"""Beyond Boyce-Codd: multivalued and join dependencies in a design and in a file, what they imply, and what stays where they are not used."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvar import api
from relvar.errors import ModelError
from relvar.model.conceptual import Conceptual, Determines, JoinDependency, Override, Rule
from relvar.model.design import Design
from relvar.normalize import normalize
from relvar.normalize.theory import decompose
from relvar.normalize.theory.chase import chase
from relvar.normalize.theory.decompose import into_fifth, third_and_beyond
from relvar.normalize.theory.dependency import FD, MVD
from relvar.plan.realize.volumes import volumes
from relvar.read import model_file
from relvar.read.enrich.consistent import consistent
from tests.unit.normalize.instances import Rows, places, rejoined, satisfying
from tests.unit.normalize.models import POSTAL, SAID, SCALE, STREET, attribute, design, entity, one_to_many, volume, with_address

TRIANGLE = JoinDependency(
    entity="offer",
    parts=(("agent_offer", "company_offer"), ("company_offer", "product_offer"), ("agent_offer", "product_offer")),
    source=SAID,
)
TEACHERS = Determines(entity="offering", left=("course",), right=("teacher",), multivalued=True, source=SAID)
ROOM = Determines(entity="offering", left=("course",), right=("room",), source=SAID)
TOGETHER = Override(choice="keep together", because="nobody edits it")


def agency(*rules: Rule, commission: bool = False, visited: bool = False, tenant: str = "", **decisions: Override) -> Conceptual:
    """Offers of an agent for a company's product; courses whose teachers and books are independent."""
    three = {name: entity(name, "thing", attribute("title")) for name in ("agent", "company", "product")}
    links = {f"{name}_offer": one_to_many(name, "offer") for name in three}
    entities = {
        **three,
        "offer": entity("offer", "thing", *([attribute("commission")] if commission else [])),
        "offering": entity("offering", "thing", attribute("course"), attribute("teacher"), attribute("book"), attribute("room")),
    }
    if visited:
        entities["visit"] = entity("visit", "event")
        links["offer_visit"] = one_to_many("offer", "visit")
    if tenant:
        entities[tenant] = entity(tenant, "party", attribute("title"))
        links |= {f"{tenant}_{name}": one_to_many(tenant, name) for name in ("offer", "agent", "company", "product")}
    stated = {f"stated_{number}": rule for number, rule in enumerate(rules)}
    volumes = {"offer": volume(100, 10, 20000), "offering": volume(100, 10, 20000), **{name: volume(100, 1, 200) for name in three}}
    overrides = {name.replace("__", ":"): choice for name, choice in decisions.items()}
    return Conceptual(entities=entities, relationships=links, rules=stated, scale=SCALE, volumes=volumes, tenant=tenant, decisions=overrides)


def normalized(model: Conceptual) -> Design:
    return normalize(design(model))


def keys(made: Design, relation: str) -> list[tuple[str, ...]]:
    return [key.attributes for key in made.logical.relations[relation].keys]


def test_a_join_dependency_takes_a_design_to_fifth_normal_form() -> None:
    made = normalized(agency(TRIANGLE))
    assert keys(made, "offer") == [("offer_id",), ("agent_id", "product_id")]  # the number tells rows apart, the pair tells facts apart
    assert keys(made, "offer_agent_company") == [("agent_id", "company_id")]
    assert keys(made, "offer_company_product") == [("company_id", "product_id")]
    assert {made.logical.relations[n].normal_form for n in ("offer", "offer_agent_company", "offer_company_product")} == {"5NF"}
    assert set(made.logical.relations["offer_agent_company"].references) == {"agent_offer", "company_offer"}
    (split,) = made.logical.splits
    assert split.lossless and split.violated.parts == split.parts and "a         a           a" in split.tableau


def test_a_multivalued_one_takes_it_to_fourth_and_functional_ones_go_first() -> None:
    made = normalized(agency(TEACHERS, ROOM))
    parts = {tuple(a for a in r.attributes) for r in made.logical.relations.values() if r.normal_form == "4NF"}
    assert parts == {("offering_id", "course", "book"), ("course", "teacher"), ("course", "room")}
    assert [split.violated.multivalued for split in made.logical.splits] == [False, True]
    assert all(split.lossless for split in made.logical.splits)
    assert "teacher of course is independent of the rest" in made.decisions[0].because
    assert volumes(made)["offering_course_teacher"].rows == 20000  # at most as many as the offerings


def test_of_a_part_it_holds_what_the_chase_proves() -> None:
    with_commission = (("agent_offer", "company_offer", "commission"), *TRIANGLE.parts[1:])
    paid = Determines(entity="offer", left=("agent_offer",), right=("commission",), source=SAID)
    made = normalized(agency(JoinDependency(entity="offer", parts=with_commission, source=SAID), paid, commission=True))
    assert [split.violated.functional for split in made.logical.splits] == [True, False]
    assert keys(made, "offer_agent_id") == [("agent_id",)] and keys(made, "offer_company_product") == [("company_id", "product_id")]


def test_a_row_that_others_refer_to_stays_and_what_stays_repeated_is_counted() -> None:
    made = normalized(agency(TRIANGLE, visited=True))
    assert [one.choice for one in made.decisions] == ["keep together"] and not made.logical.splits
    assert made.logical.relations["offer"].normal_form == "4NF"
    assert "visit refers to one row of it" in made.decisions[0].because and "up to 20,000 rows, less one for each" in made.decisions[0].because
    asked = normalized(agency(TEACHERS, normalize__offering=TOGETHER))
    assert asked.decisions[0].overridden and "m × n rows for m + n facts, up to 20,000 rows in all" in asked.decisions[0].because
    assert "integrity check" not in asked.decisions[0].because  # no rule upholds a multivalued dependency


def test_the_specification_says_what_upholds_each() -> None:
    postal = specification(with_address(POSTAL, STREET))
    assert "| user: postal_code determines city | a rule between rows |" in postal
    assert "| user: street, city determines postal_code | a relation of its own |" in postal
    kept, apart = (specification(design(agency(TRIANGLE, visited=visited))) for visited in (True, False))
    assert "| nothing but the writes |" in kept and "| a relation of its own for each part |" in apart
    assert "split on join {agent_id company_id} {company_id product_id} {agent_id product_id}" in apart


def specification(asked: Design) -> str:
    made = api.design_of(asked.brief, api.canonical(asked.conceptual))
    return next(one.text for one in api.artefacts(made) if one.path == "SPEC.md")


def test_it_speaks_of_every_fact_within_a_tenant() -> None:
    with pytest.raises(ModelError, match="leaves out commission of offer"):
        normalized(agency(TRIANGLE, commission=True))
    made = normalized(agency(TRIANGLE, tenant="firm"))
    assert all("firm_id" in part for part in made.logical.splits[0].parts)
    assert keys(made, "offer_company_product") == [("firm_id", "company_id", "product_id")]


def test_the_model_file_keeps_it_and_checks_it() -> None:
    model = agency(TRIANGLE, TEACHERS)
    text = model_file.dump(design(model).brief, model)
    assert model_file.load(text).model == model and "- [agent_offer, company_offer]" in text
    assert "JoinDependency" in str(model_file.schema())
    with pytest.raises(ModelError, match="no attribute or relationship 'dealer'"):
        consistent(agency(JoinDependency(entity="offer", parts=(("agent_offer",), ("dealer",)), source=SAID)))
    with pytest.raises(ModelError, match="two parts or more"):
        consistent(agency(JoinDependency(entity="offer", parts=(("agent_offer",),), source=SAID)))


def text(dependencies: str) -> str:
    return "\n".join(line for study in api.studied(dependencies) for line in api.study_report(study, explain=True))


def test_a_chain_implies_multivalued_dependencies_and_a_triangle_does_not() -> None:
    assert "not 4NF" in text("join {a b} {b c} {c d}\n")
    assert "not 5NF" in text("join {a b} {b c} {a c}\n")
    assert "5NF: every stated dependency follows from the keys" in text("key a\njoin {a b} {a c} {a d}\n")


def test_the_chase_of_a_part_stands_in_the_tableau_of_the_whole() -> None:
    """AB -> C does not hold in {B, C} as B -> C: a left side that lies outside is not left away."""
    assert not chase(0b111, (0b010, 0b100), [FD(0b011, 0b100)], goal=0b110).lossless


def test_what_synthesis_repeats_is_told_and_quantified() -> None:
    said = text("rows 1000\nvalues course 40\ncourse ->> teacher\nattributes course teacher book\n")
    assert "m × n rows for m + n facts (25 rows of one course on average, where 10 facts could do)" in said
    assert "a write must look for the rows that its own completes" in text("join {a b} {b c} {a c}\n")
    further = text("s c -> z\nz -> c\ns ->> x\nattributes s c z x\n")
    assert "(s, x)  4NF" in further.partition("4NF decomposition")[0]  # synthesis goes on where that loses nothing


def test_the_library_takes_join_dependencies() -> None:
    with pytest.raises(ModelError, match="leaves out an attribute"):
        decompose("abc", [], joins=[("a", "b")])
    assert set(decompose("acpm", [("a", "m")], joins=[("acm", "cp", "ap")])[0]) == {("a", "m"), ("a", "c"), ("c", "p"), ("a", "p")}


def test_a_join_dependency_that_the_parts_do_not_uphold_is_lost() -> None:
    said = text("attributes a b c d\nb c -> d\njoin {a b d} {a c} {c d}\n")
    assert "lost: join {a b d} {a c} {c d}" in said and "because it loses no functional dependency" in said
    assert "lost" not in text("join {a b} {b c} {a c}\n").partition("5NF decomposition")[2].replace("no dependency lost", "")


def test_wide_relations_say_what_was_not_tried() -> None:
    wide = Conceptual(
        entities={"offering": entity("offering", "thing", *(attribute(name) for name in ("course", "teacher", *"abcdefgh")))},
        relationships={},
        rules={"teachers": TEACHERS},
        scale=SCALE,
    )
    made = normalized(wide)
    assert "the left sides that were stated are tried" in " ".join(made.logical.relations["offering"].proof)
    assert "not every set" not in " ".join(made.logical.relations["offering_course_teacher"].proof)


@st.composite
def stated(draw: st.DrawFn) -> tuple[int, list[FD], list[MVD], list[tuple[int, ...]], Rows]:
    """A schema of three to five attributes with dependencies of every kind, and rows that satisfy them."""
    width = draw(st.integers(3, 5))
    whole, bits = (1 << width) - 1, [1 << at for at in range(width)]
    one = st.sampled_from(bits)
    two = st.lists(one, min_size=1, max_size=2, unique=True).map(sum)
    fds = [FD(left, right) for left, right in draw(st.lists(st.tuples(two, one), max_size=2))]
    mvds = [MVD(left, right) for left, right in draw(st.lists(st.tuples(one, two), max_size=1))]
    pieces = draw(st.lists(st.sets(one, min_size=2, max_size=3).map(sum), min_size=2, max_size=3))
    joins = [(*pieces, whole & ~union(pieces) | draw(two))]
    values = st.tuples(*[st.integers(0, 1 if width == 5 else 2)] * width)
    rows = draw(st.sets(values, min_size=3, max_size=8))
    binary = [(left | right, whole & ~right | left) for left, right in mvds]
    return width, fds, mvds, joins, satisfying(rows, fds, [*joins, *binary])


def union(parts: Sequence[int]) -> int:
    found = 0
    for part in parts:
        found |= part
    return found


@given(stated())
@settings(max_examples=150, deadline=None)
def test_real_rows_rejoin_whatever_was_stated(case: tuple[int, list[FD], list[MVD], list[tuple[int, ...]], Rows]) -> None:
    width, fds, mvds, joins, rows = case
    whole = (1 << width) - 1
    for way in (into_fifth(whole, fds, mvds, joins), third_and_beyond(whole, fds, mvds, joins)):
        assert rejoined(rows, way.parts) == rows
        for step in way.steps:
            inside = {tuple(row[at] for at in places(step.whole)) for row in rows}
            assert rejoined(inside, [packed(part, step.whole) for part in step.parts]) == inside


def packed(part: int, whole: int) -> int:
    """A part's bits as columns of the whole."""
    return sum(1 << number for number, at in enumerate(places(whole)) if part >> at & 1)
