"""What a brief is about, whatever stands before it."""

from __future__ import annotations

import pytest

from relvar.read.title import project_name, title_of


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Hello, we run a ferry line between the islands.", "We run a ferry line between the islands", "ferry_line"),
        ("Hi all,\n\nwe keep bees.", "We keep bees", "bees"),
        ("Good morning! A bakery takes orders from cafes.", "Bakery", "bakery"),
        ("To: Infrastructure team\nRe: vulnerability tracking\n\nWe need one place.", "Vulnerability tracking", "vulnerability_tracking"),
        ("Hello Kitty store with dolls", "Hello Kitty store", "hello_kitty"),
        ("Hi-fi shop with records", "Hi-fi shop", "hi_fi"),
        ("Hello", "Hello", "hello"),
    ],
)
def test_a_greeting_is_no_title(text: str, title: str, name: str) -> None:
    assert (title_of(text), project_name(title_of(text))) == (title, name)
