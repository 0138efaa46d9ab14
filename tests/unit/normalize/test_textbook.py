"""Relations from textbooks with known answers (`textbook.toml`): keys, normal form, lossless and preserving parts, never too many."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from relvar import api
from relvar.normalize.theory import candidate_keys, closure, decompose, minimal_cover, normal_form, synthesize
from relvar.normalize.theory.chase import chase
from relvar.normalize.theory.dependency import JD, MVD, Universe
from relvar.normalize.theory.forms import is_elementary_key_form
from tests.unit.normalize import oracle

BOOK = tomllib.loads((Path(__file__).parent / "textbook.toml").read_text("utf-8"))
CASES: list[dict[str, Any]] = BOOK["case"]
BEYOND: list[dict[str, Any]] = BOOK["beyond"]


def pairs(text: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (part.partition(">") for part in text.split())]


def sets(names: object) -> set[frozenset[str]]:
    return {frozenset(one) for one in names}  # type: ignore[attr-defined]


def test_there_are_sixty_and_more() -> None:
    assert len(CASES) + len(BEYOND) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["source"])
def test_the_book_the_oracle_and_the_program_agree(case: dict[str, Any]) -> None:
    attributes, given = case["attributes"], pairs(case["fds"])
    universe = Universe(attributes)
    fds = universe.fds(given)
    closures = oracle.table(len(attributes), [tuple(fd) for fd in fds])
    keys = sets(case["keys"].split())
    assert sets(candidate_keys(attributes, given)) == keys == sets(universe.of(key) for key in oracle.keys(universe.all, closures))
    assert normal_form(attributes, given) == case["form"] == oracle.form(universe.all, closures)

    found, lost = decompose(attributes, given)
    parts = [universe.mask(part) for part in found]
    assert oracle.rejoins(len(attributes), parts, [tuple(fd) for fd in fds])
    assert all(oracle.form(part, closures) == "BCNF" for part in parts)
    assert case["preserved"] == (not lost) == all(oracle.upheld(fd, parts, closures) for fd in fds)
    assert case["preserved"] == oracle.preservable(universe.all, closures, [tuple(fd) for fd in fds])

    naive = oracle.naively(universe.all, closures, [fd.left for fd in fds])
    naively_lost = sum(not oracle.upheld(fd, naive, closures) for fd in fds)
    assert len(parts) <= len(naive) or len(lost) < naively_lost, "more relations than the naive way, and nothing kept for it"

    third = [universe.mask(part) for part in synthesize(attributes, given)]
    assert oracle.rejoins(len(attributes), third, [tuple(fd) for fd in fds])
    assert all(oracle.upheld(fd, third, closures) for fd in fds)
    assert all(oracle.form(part, closures) in ("3NF", "BCNF") for part in third)


@pytest.mark.parametrize("case", BEYOND, ids=lambda c: c["source"])
def test_multivalued_and_join_dependencies(case: dict[str, Any]) -> None:
    lines = [f"attributes {' '.join(case['attributes'])}"]
    for word in case["dependencies"].split():
        if word.startswith("{"):
            lines.append("join " + " ".join("{" + " ".join(part) + "}" for part in word[1:-1].split("}{")))
        else:
            left, right = word.replace(">>", ">").split(">")
            lines.append(f"{' '.join(left)} {'->>' if '>>' in word else '->'} {' '.join(right)}")
    (study,) = api.studied("\n".join(lines))
    assert study.verdict.form == case["form"]
    parts = [part.attributes for part in study.finest.parts] if study.finest else [study.universe.all]
    assert sets(study.universe.of(part) for part in parts) == sets(case["parts"].split())
    if not study.joins:
        assert chase(study.universe.all, parts, study.fds, study.mvds).lossless
        fds, mvds = [tuple(fd) for fd in study.fds], [tuple(mvd) for mvd in study.mvds]
        assert not any(oracle.below_fourth(part, study.universe.all, fds, mvds) for part in parts)


def test_parts_the_textbooks_give() -> None:
    assert sets(decompose("sid", pairs("i>d sd>i"))[0]) == sets(["id", "is"])
    assert sets(decompose("hct", pairs("h>c tc>h"))[0]) == sets(["hc", "ht"])
    assert sets(decompose("tylgspa", pairs("ty>lgs s>p p>a"))[0]) == sets(["tylgs", "sp", "pa"])
    assert sets(decompose("ABCDEFGHIJ", pairs("AB>C A>DE B>F F>GH D>IJ"))[0]) == sets(["ABC", "ADE", "BF", "FGH", "DIJ"])
    assert len(decompose("CSJDPQV", pairs("C>SJDPQV JP>C SD>P J>S"))[0]) == 3
    assert sets(decompose("cthrsg", pairs("c>t hr>c ht>r hs>r cs>g"))[0]) == sets(["ct", "chr", "thr", "hsr", "csg"])


def test_closures_and_canonical_covers() -> None:
    assert set(closure("AG", pairs("A>B A>C CG>H CG>I B>H"))) == set("ABCGHI")
    assert minimal_cover(pairs("A>BC B>C A>B AB>C")) == ((("A",), ("B",)), (("B",), ("C",)))
    assert set(minimal_cover(pairs("B>A D>A AB>D"))) == {(("B",), ("D",)), (("D",), ("A",))}


def test_silberschatz_class_with_long_names() -> None:
    attributes = ["course", "title", "dept", "credits", "sec", "sem", "year", "building", "room", "capacity", "slot"]
    fds = [
        (["course"], ["title", "dept", "credits"]),
        (["building", "room"], ["capacity"]),
        (["course", "sec", "sem", "year"], ["building", "room", "slot"]),
    ]
    assert sets(candidate_keys(attributes, fds)) == {frozenset(("course", "sec", "sem", "year"))}
    assert normal_form(attributes, fds) == "1NF"
    parts, lost = decompose(attributes, fds)
    assert not lost and sorted(len(part) for part in parts) == [3, 4, 7]


def test_the_dependency_basis_finds_the_textbook_trap() -> None:
    from relvar.normalize.theory.basis import implies_multivalued

    universe = Universe("ABCGHI")
    mvds = [MVD(universe.mask(left), universe.mask(right)) for left, right in pairs("A>B B>HI CG>H")]
    for right in "HI":
        assert implies_multivalued(universe.mask("A"), universe.mask(right), universe.all, [], mvds)
    assert not implies_multivalued(universe.mask("A"), universe.mask("C"), universe.all, [], mvds)


def test_elementary_key_form_lies_between_third_and_bcnf() -> None:
    universe = Universe("scz")
    assert is_elementary_key_form(universe.all, universe.fds(pairs("sc>z z>c")))
    universe = Universe("ABC")  # BC is all key but no elementary one reaches C: A -> B, B -> A (Zaniolo 1982)
    assert not is_elementary_key_form(universe.all, universe.fds(pairs("A>B B>A")))


def test_keys_imply_join_dependencies_whose_parts_share_them() -> None:
    from relvar.normalize.theory.joins import follows_from_keys

    def join(*parts: str) -> JD:
        return tuple(universe.mask(part) for part in parts)

    universe = Universe("ABCD")
    key = (universe.mask("A"),)
    assert follows_from_keys(join("AB", "AC", "AD"), universe.all, key)
    assert not follows_from_keys(join("AB", "BC", "CD"), universe.all, key)


def test_an_empty_left_side_is_a_constant() -> None:
    assert candidate_keys("AB", [("", "A")]) == (("B",),)


def test_a_lossy_split_is_recognised() -> None:
    universe = Universe("ABC")
    assert not chase(universe.all, [universe.mask("AB"), universe.mask("BC")], universe.fds(pairs("A>C"))).lossless


def test_the_search_for_keys_stops_honestly() -> None:
    names = [f"{letter}{number}" for number in range(6) for letter in "ab"]
    fds = [([f"{x}{number}"], [f"{y}{number}"]) for number in range(6) for x, y in ("ab", "ba")]
    assert len(candidate_keys(names, fds)) == 64
    with pytest.raises(OverflowError, match="stopped at 10"):
        candidate_keys(names, fds, bound=10)
