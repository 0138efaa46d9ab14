"""Lists whose items stand between semicolons: "Farm: farm ID; name of the owner; address." is one list, not three sentences."""

from __future__ import annotations

import re

# "(1) Farm: ...", "Farm file - ...": a name and a sign, at the beginning of a line or sentence
# Up to the full stop of a sentence, which "e.g." has none; bounded, so that hostile texts are read in linear time
ITEMS = r"(?:[^.\n]|\.(?! [A-Z]|\s*$|\n)){0,600}"
NAMED = re.compile(
    rf"(?:^|(?<=[.!?] ))[ \t]*(?:\(?\w{{1,3}}[.)][ \t]*)?"
    rf"(?:(?:[A-Z]|[-*] \w)[\w' ]{{1,40}}(?::| [-–—])|[A-Z][^.\n:;]{{1,120}}:) +(?P<list>{ITEMS};{ITEMS})",
    re.M,
)
CLAUSE = re.compile(r"\b(?:(?<!that )is|are|was|were|has|have|must|can|may|will|should)\b", re.I)
ITEM_WORDS = 10  # an item names something and may say what it may be; what is longer is a clause of its own


def listed_by_commas(text: str) -> str:
    """The same text, as long, with commas in place of the semicolons of such lists."""
    return "\n".join(NAMED.sub(_with_commas, line) if ";" in line else line for line in text.split("\n"))


def _with_commas(found: re.Match[str]) -> str:
    whole, list_ = found.group(0), found.group("list")
    plain = all(len(item.split()) <= ITEM_WORDS and not CLAUSE.search(item) for item in list_.split(";"))
    return whole[: len(whole) - len(list_)] + list_.replace(";", ",") if plain else whole
