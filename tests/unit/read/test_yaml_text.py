"""What is written is read back by the general parser, whatever it holds, and no line is longer than it must be."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from relvar.read.yaml_text import WIDTH, Flow, FlowList, yaml

WORDS = st.sampled_from(["a", "lot", "- b", "#", "# c", "a:", ":", "?", "'", '"', "it's", "{", "}", "[x]", "&", "*", "é", "\n", "\t", "  ", "x" * 50])
AWKWARD = [
    "",
    "1",
    "1_0",
    "-.5",
    "1e3",
    "0x1f",
    "0o7",
    "012",
    "yes",
    "Null",
    "~",
    "<<",
    "=",
    "2020-1-2",
    "12:30",
    ".inf",
    "---",
    "\x85",
    "\ufeff",
    "𝄞",
]
TEXTS = st.one_of(st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"])))
LEAVES = st.one_of(TEXTS, st.integers(), st.floats(allow_nan=False), st.booleans(), st.none())
FLAT = st.one_of(
    LEAVES,
    st.lists(LEAVES, max_size=4).map(FlowList),
    st.dictionaries(TEXTS, st.one_of(LEAVES, st.lists(LEAVES, max_size=3).map(FlowList)), max_size=3).map(Flow),
)
VALUES: st.SearchStrategy[Any] = st.recursive(FLAT, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_the_general_parser_reads_back_what_was_written(value: dict[str, Any]) -> None:
    assert YAML(typ="safe", pure=True).load(yaml(value)) == value


def test_lines_are_filled_and_broken_between_words() -> None:
    lines = yaml({"said": {"words": "it's a word " * 40, "flat": Flow(a="b c" * 50, d=FlowList(["e f"] * 30))}}).splitlines()
    assert all(len(line) <= WIDTH and line == line.rstrip() for line in lines) and len(lines) == 9


def test_a_key_that_is_longer_than_a_parser_looks_is_marked_as_one() -> None:
    value = {"why " * 400: {"inner": "x"}, "b" * 1200: ["c", {"d": "e"}]}
    assert YAML(typ="safe", pure=True).load(yaml(value)) == value
