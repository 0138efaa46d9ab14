"""The picture of collections: what lies in a document lies in its box, with its bounds; copies are marked with whom they follow."""

from __future__ import annotations

from xml.etree import ElementTree

from relvar.write.diagrams.collections import mermaid, svg
from relvar.write.diagrams.collections.panels import panels, references
from tests.cases.load import design as case
from tests.unit.plan.test_documents import collections, forum

SPACE = "{http://www.w3.org/2000/svg}"


def boxes(group: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    return [tuple(float(r.attrib[n]) for n in ("x", "y", "width", "height")) for r in group.iter(f"{SPACE}rect")]  # type: ignore[misc]


def test_what_lies_in_a_document_is_drawn_in_its_box_and_every_reference_is_an_arrow() -> None:
    made = case("shop")
    physical = made.physical["mongodb"]
    drawn = ElementTree.fromstring(svg(made, "mongodb"))
    groups = [g for g in drawn.iter(f"{SPACE}g") if g.attrib.get("id", "").startswith("collection-")]
    assert {g.attrib["id"] for g in groups} == {f"collection-{i}" for i in physical.collections}
    for group in groups:
        (x, y, width, height), *inner = boxes(group)
        assert all(x < a and y < b and a + w < x + width and b + h <= y + height for a, b, w, h in inner)
    order = next(g for g in groups if g.attrib["id"] == "collection-order")
    said = [t.text for t in order.iter(f"{SPACE}text")]
    assert "lines[]" in said and any(t == "array of 0..1,500, 2.6 on average" for t in said)
    arrows = [p for p in drawn.iter(f"{SPACE}path") if p.attrib["class"] == "a"]
    assert len(arrows) == len(list(references(physical))) > 4
    assert not any(r.path.startswith("lines.order") for r in references(physical))  # what names the document itself is no arrow
    text = "\n".join(mermaid(made, "mongodb"))
    assert text.count("subgraph") == text.count("  end") == 10 and '-->|"lines.product_id"| product__' in text


def test_what_is_copied_is_dashed_and_counted_in_the_size_of_its_document() -> None:
    made = forum(50_000, 100, 10)
    kept = collections(made)["article"].subsets[0].keep
    copy = panels(made.physical["mongodb"])["article"].inside[0]
    assert copy.is_copy and copy.notes == (f"copy, the newest {kept} of notes",)
    assert svg(made, "mongodb").count('class="b c"') == 1
    plain = collections(forum(300, 100, 10))["article"]
    assert collections(made)["article"].largest_bytes > plain.largest_bytes + kept * 1_000
