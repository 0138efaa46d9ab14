"""Any mixture of prose, sheets, tables, screens, endpoints, examples and mails gives a model that the next stages accept, or a BriefError."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from relvar import api
from relvar.errors import BriefError

NAMES = st.sampled_from(
    [
        "order",
        "Orders",
        "kite no",
        "Name",
        "id",
        "unit_price",
        "Größe (cm)",
        "price",
        "customer name",
        "customer phone",
        "of",
        "",
        "7",
        "🐟",
        "x" * 70,
    ]
)
CELLS = st.one_of(NAMES, st.sampled_from(["2024-01-02", "12/03/2024", "3.50", "yes", "red", "red", "blue", "a|b", "n/a", "10:30"]))
SAID = "each kite has a colour (red, blue) custmer custommer is identified by its number at most 5 several orders and lines"
WORD = st.sampled_from(re.findall(r"\S+", SAID))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(["2024-01-02T10:00:00Z", "x", ""])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=8,
)


def _lines(rows: list[list[str]], sign: str) -> str:
    return "\n".join(sign.join(row) for row in rows)


SHEET = st.builds(_lines, st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=4), st.sampled_from([";", ",", "\t", "|", " | "]))
TABLE = st.builds(
    lambda rows: "| Field | Type | Required | Notes |\n|---|---|---|---|\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows),
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=3),
)
PATH = st.builds(
    lambda method, parts, query: f"{method} /{'/'.join(parts)}?{query}=",
    st.sampled_from(["GET", "POST", "DELETE"]),
    st.lists(st.sampled_from(["orders", "{id}", "kites", "v1", "me", "", "lines"]), max_size=4),
    st.sampled_from(["status", "from", "page", "customer_id", ""]),
)
FRAME = st.sampled_from(
    [
        "Sheet: Orders", "Tab 'Kites'", "orders.csv", "## 1.2 Kite", "Hi all,", "Kind regards,\nJo", "> quoted", "A: name, colour",
        "Q: What do you keep about a kite?", "Maria: we need kites!", "Screen: Kite - shows", "Buttons: Save", "```", "{", "--",
        "The 'New kite' screen has fields: name, colour (red, blue), customer.", "The columns are: a, b, kite no",
    ]
)  # fmt: skip
EXAMPLE = JSON.map(lambda value: f"```json\n{json.dumps(value, indent=1)}\n```")
PIECE = st.one_of(SHEET, TABLE, PATH, FRAME, EXAMPLE, st.lists(WORD, max_size=12).map(lambda words: " ".join(words) + "."))


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECE, max_size=7).map("\n".join))
def test_any_mixture_is_designed_or_refused(text: str) -> None:
    try:
        brief = api.brief_of(text, ["sqlite"], depth="minimal")
    except BriefError:
        return
    model = api.read(brief)
    assert api.design_of(brief, model).physical
    told = api.explained(brief, model)
    assert [one.start for one in told] == sorted(one.start for one in told)
    assert all(0 <= fact.start < len(brief.text) for one in told for fact in one.facts)
