"""Tables that are laid out here are those that the general parser would have made."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from relvar.write.page import table
from relvar.write.specification.markdown import render

PIECES = ["a_b", "_a_", "*", "**b**", "`x`", "`a|b`", "|", "<b>", "&amp;", "&", '"', "it's", "[link]", "[gone]", "![i]", "\\", "é", "__", "a\nb", " "]
CELLS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
LINKS = ["[link]: https://example.org/a"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_a_table_is_what_the_general_parser_makes_of_it(rows: list[tuple[str, str]]) -> None:
    lines = ["# Title", "", *table(("one", "**two**"), rows), "Then text.", "```sql", "| no row |", "```", "", *table(("a", "b"), rows), *LINKS]
    text = "\n".join(lines)
    assert render(text) == MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
