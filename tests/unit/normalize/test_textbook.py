"""Relations from textbooks with known answers (shared/field/physical.md, part B3): keys, normal form, lossless and preserving parts."""

from __future__ import annotations

import pytest

from relvar.normalize.theory import candidate_keys, decompose, minimal_cover, normal_form, synthesize
from relvar.normalize.theory.chase import chase
from relvar.normalize.theory.dependency import MVD, Universe
from relvar.normalize.theory.forms import is_elementary_key_form, judge
from relvar.normalize.theory.preserve import preserved
from relvar.normalize.theory.project import project

# number: attributes; dependencies; candidate keys; normal form; whether the listed BCNF decomposition preserves all; parts in BCNF
# (words are split at blanks where there are any, else every letter is an attribute)
CASES = {
    1: ("ABCDE", "A>BC CD>E B>D E>A", "A E BC CD", "3NF", False),
    2: ("ABCGHI", "A>B A>C CG>H CG>I B>H", "AG", "1NF", True),
    3: ("ABC", "A>BC B>C A>B AB>C", "A", "2NF", True),
    5: ("sid", "i>d sd>i", "sd si", "3NF", False),
    6: ("scz", "sc>z z>c", "sc sz", "3NF", False),
    7: ("tylgso", "ty>lgs", "tyo", "1NF", True),
    8: ("tylgspa", "ty>lgs s>p p>a", "ty", "2NF", True),
    9: ("hct", "h>c tc>h", "tc ht", "3NF", False),
    10: ("ABCD", "AB>C C>D D>A", "AB BC BD", "3NF", False),
    11: ("ABCD", "B>C B>D", "AB", "1NF", True),
    12: ("ABCD", "AB>C BC>D CD>A AD>B", "AB AD BC CD", "BCNF", True),
    13: ("ABCD", "A>B B>C C>D D>A", "A B C D", "BCNF", True),
    14: ("ABCDE", "AB>C DE>C B>D", "ABE", "1NF", True),  # the book's three parts lose DE -> C; synthesis gives a fourth and keeps it
    15: ("ABCDE", "AB>C C>D D>B D>E", "AB AC AD", "1NF", False),
    16: ("sphenl", "sp>h s>e p>nl", "sp", "1NF", True),
    17: ("sebadnm", "s>ebad d>nm", "s", "2NF", True),
    18: ("pclatx", "p>clatx cl>patx c>x a>t", "p cl", "1NF", True),
    19: ("pcla", "p>cla cl>pa a>c", "p cl al", "3NF", False),
    20: ("sci", "sc>i i>c", "sc si", "3NF", False),
    21: ("ABCDEFGHIJ", "AB>C A>DE B>F F>GH D>IJ", "AB", "1NF", True),
    22: ("ABCDEFGHIJ", "AB>C BD>EF AD>GH A>I H>J", "ABD", "1NF", True),
    23: ("ABD", "B>A D>A AB>D", "B", "2NF", True),
    24: ("CSJDPQV", "C>SJDPQV JP>C SD>P J>S", "C JP DJ", "1NF", True),  # the book's lose JP -> C
    25: ("SNLRWH", "S>NLRWH R>W", "S", "2NF", True),
}


def pairs(text: str) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (part.partition(">") for part in text.split())]


def sets(names: object) -> set[frozenset[str]]:
    return {frozenset(one) for one in names}  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", CASES)
def test_keys_and_normal_form(number: int) -> None:
    attributes, fds, keys, form, _ = CASES[number]
    assert sets(candidate_keys(attributes, pairs(fds))) == sets(keys.split())
    assert normal_form(attributes, pairs(fds)) == form


@pytest.mark.parametrize("number", CASES)
def test_decomposition_is_lossless_in_bcnf_and_tells_what_it_loses(number: int) -> None:
    attributes, text, _, _, keeps = CASES[number]
    parts, lost = decompose(attributes, pairs(text))
    universe = Universe(attributes)
    fds, masks = universe.fds(pairs(text)), [universe.mask(part) for part in parts]
    assert chase(universe.all, masks, fds).lossless
    for mask in masks:
        assert judge(mask, project(mask, fds)).form == "BCNF"
    assert keeps == (not lost)


@pytest.mark.parametrize("number", CASES)
def test_synthesis_is_lossless_preserving_and_in_third_normal_form(number: int) -> None:
    attributes, text, *_ = CASES[number]
    universe = Universe(attributes)
    fds = universe.fds(pairs(text))
    masks = [universe.mask(part) for part in synthesize(attributes, pairs(text))]
    assert chase(universe.all, masks, fds).lossless
    assert all(preserved(fd, masks, fds) for fd in fds)
    for mask in masks:
        assert judge(mask, project(mask, fds)).form in ("3NF", "BCNF")


def test_parts_the_textbooks_give() -> None:
    assert sets(decompose("sid", pairs("i>d sd>i"))[0]) == sets(["id", "is"])
    assert sets(decompose("hct", pairs("h>c tc>h"))[0]) == sets(["hc", "ht"])
    assert sets(decompose("tylgspa", pairs("ty>lgs s>p p>a"))[0]) == sets(["tylgs", "sp", "pa"])
    assert sets(decompose("ABCDEFGHIJ", pairs("AB>C A>DE B>F F>GH D>IJ"))[0]) == sets(["ABC", "ADE", "BF", "FGH", "DIJ"])
    assert len(decompose("CSJDPQV", pairs("C>SJDPQV JP>C SD>P J>S"))[0]) == 3


def test_canonical_covers() -> None:
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


# --- multivalued dependencies ---

MULTIVALUED = {
    "Date CTX": ("CTX", "", "C>T", ["CT", "CX"]),
    "StarsIn": ("nscty", "", "n>sc", ["nsc", "nty"]),
    "EMP": ("epd", "", "e>p", ["ep", "ed"]),
    "Silberschatz": ("ABCGHI", "", "A>B B>HI CG>H", ["AB", "CGH", "AI", "ACG"]),
    "inst_info": ("icp", "", "i>c", ["ic", "ip"]),
}


@pytest.mark.parametrize("name", MULTIVALUED)
def test_fourth_normal_form(name: str) -> None:
    attributes, fds, mvds, expected = MULTIVALUED[name]
    assert normal_form(attributes, pairs(fds), pairs(mvds)) == "BCNF"
    parts, _ = decompose(attributes, pairs(fds), pairs(mvds))
    assert sets(parts) == sets(expected)
    universe = Universe(attributes)
    masks = [universe.mask(part) for part in parts]
    stated = [MVD(universe.mask(left), universe.mask(right)) for left, right in pairs(mvds)]
    assert chase(universe.all, masks, universe.fds(pairs(fds)), stated).lossless


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
