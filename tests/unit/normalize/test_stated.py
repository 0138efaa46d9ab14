"""Dependencies as a file states them: read with line numbers, judged, weighed, explained, drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from relvar import api
from relvar.cli import main
from relvar.errors import ModelError
from relvar.normalize.theory.chase import chase

BOOKINGS = """\
relation bookings
attributes theater, city, title
rows 100,000
values theater 400
theater -> city    # each theater is in one city
title, city -> theater
"""
OTHERS = """\
relation ctx
attributes course teacher book
course ->> teacher
relation spj
join {agent company} {company product} {agent product}
relation emp
key emp
attributes emp name dept boss currency
dept → boss
∅ -> currency
"""


def text(dependencies: str, *, explain: bool = False) -> str:
    return "\n".join(line for study in api.studied(dependencies) for line in api.study_report(study, explain=explain))


def test_a_case_that_no_decomposition_preserves_is_weighed_with_both_ways_and_their_price() -> None:
    said = text(BOOKINGS, explain=True)
    assert "Keys           {theater, title}; {city, title}" in said
    assert "theater → city    line 5: each theater is in one city" in said
    assert "Normal form    EKNF" in said and "not BCNF: theater → city: the left side is no key" in said
    assert "3NF synthesis: 1 relation, no dependency lost  <- chosen" in said
    assert "99,600 copies too many" in said
    assert "BCNF decomposition: 2 relations, 1 lost" in said
    assert "each write to (theater, city) and (theater, title) must join them and look for the same city, title with another theater" in said
    assert "join (theater, city) on {theater}, which determines all of it" in said
    assert said.count("after the chase:") == 1


def test_the_chase_of_a_join_dependency_is_shown_and_proves_its_split() -> None:
    said = text("relation spc\nattributes a c p\njoin {a c} {c p} {a p}\n", explain=True)
    assert "not 5NF: join {a c} {c p} {a p} does not follow from the keys" in said
    assert "1. (a, c, p): join {a c} {c p} {a p}, so into (a, c) and (c, p) and (a, p)" in said
    before, after = said.split("row of nothing but `a` proves it\n")[1].split("after the chase:")
    assert [line.split() for line in before.splitlines()[1:4]] == [["a", "a", "b1"], ["b2", "a", "a"], ["a", "b3", "a"]]
    assert "    a    a    a\n" in after
    parts = (0b011, 0b110, 0b101)
    assert chase(0b111, parts, [], (), [parts]).lossless
    assert not chase(0b111, parts, []).lossless
    assert not chase(0b111, (0b011, 0b110), [], (), [parts]).lossless  # two of its parts are not enough


def test_multivalued_join_and_constant_dependencies() -> None:
    course, sale, employee = api.studied(OTHERS)
    names = {study.stated.name: {study.universe.of(p.attributes) for p in study.chosen.parts} for study in (course, sale, employee) if study.chosen}
    assert names["ctx"] == {("course", "teacher"), ("course", "book")}
    assert names["spj"] == {("agent", "company"), ("company", "product"), ("agent", "product")}
    assert names["emp"] == {("emp", "name", "dept"), ("dept", "boss"), ("currency",)}
    assert [study.verdict.form for study in (course, sale, employee)] == ["BCNF", "4NF", "1NF"]
    assert "the empty set is its key: one row" in text(OTHERS)
    assert "each teacher of one course is stored again with each book of it" in text(OTHERS)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("attributes A B\nA -> C", "line 2: C is no attribute of r"),
        ("A B C", "line 1: “A B C” is not understood"),
        ("A -> B -> C", "line 1: two arrows"),
        ("A ->", "line 1: nothing stands to the right"),
        ("join {A B}", "line 1: a join dependency has two parts"),
        ("attributes A B C\njoin {A B} {B}", "line 2: the join dependency leaves out C"),
        ("rows many\nA -> B", "line 1: many is no number"),
        ("A<b> -> C", "line 1: A<b> is no name"),
        ("a: b -> c", "line 1: a: is no name"),
        ("join {A B} {} {B C}", "line 1: a join dependency has two parts or more, none empty"),
        ("join {A B} {A B}", "line 1: the join dependency says nothing"),
        ("attributes A\nkey", "line 2: the key names no attribute"),
        ("relation x\nA -> B\nrelation x\nB -> A", "line 3: relation x stands twice"),
        ("rows 10\nvalues A 20\nA -> B", "line 2: A cannot have 20 different values in 10 rows"),
        ("rows 10\nrows 20\nA -> B", "line 2: 10 rows were stated before"),
        ("# nothing", "the file states no dependency"),
        ("attributes " + " ".join(f"c{i}" for i in range(5000)), "relation r has 5,000 attributes"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(given: str, what: str) -> None:
    with pytest.raises(ModelError) as caught:
        api.studied(given)
    assert what in caught.value.what and caught.value.remedy


def test_arrows_and_headers_as_books_write_them() -> None:
    (study,) = api.studied("R(A, B, C, D)\nA → B; A ⇒ C\nA =>> D")
    assert (study.stated.name, study.stated.attributes, len(study.fds), len(study.mvds)) == ("R", tuple("ABCD"), 2, 1)
    assert {api.studied(f"a {arrow} b")[0].fds for arrow in ("->", "-->", "=>", "→", "⟶", "⟹", "↦", "—>")} == {study.fds[:1]}
    assert {len(api.studied(f"attributes a b c\na {arrow} b")[0].mvds) for arrow in ("->>", "-->>", "->->", "→→", "↠", "⇉")} == {1}


def test_the_command_prints_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deps.txt").write_text(BOOKINGS + OTHERS)
    assert main(["normalize", str(tmp_path / "deps.txt"), "--svg", str(tmp_path / "tree.svg")]) == 0
    assert "Decision       4NF decomposition" in capsys.readouterr().out
    drawn = ElementTree.fromstring((tmp_path / "tree.svg").read_text())
    words = ["".join(node.itertext()) for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "split on course ↠ teacher" in words and words.count("PK") >= 10
    (tmp_path / "deps.doc").write_text("")
    assert main(["normalize", str(tmp_path / "deps.doc")]) == 2


def test_the_search_for_keys_stops_honestly_in_the_report() -> None:
    pairs = "\n".join(f"a{i} -> b{i}\nb{i} -> a{i}" for i in range(13))  # 2^13 keys
    said = text(pairs)
    assert "stopped at 4,096 candidate keys: there may be more" in said


def test_where_fourth_normal_form_is_not_tried_out_whole_it_is_said() -> None:
    narrow, wide = (f"attributes {' '.join(names)}\na ->> b\n" for names in ("abc", "abcdefghijkl"))
    assert "not every set" in text(wide) and "not every set" not in text(narrow)
    assert "not every set" not in text("attributes a b c d e f g h i j k l\na -> b\n")  # functional ones alone are decided
