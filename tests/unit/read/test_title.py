"""What a brief is about, whatever stands before it."""

from __future__ import annotations

import pytest

from relvar.read.title import project_name, title_of


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Hello, we run a ferry line between the islands.", "Ferry line between the islands", "ferry_line"),
        ("Hi all,\n\nwe keep bees.", "Bees", "bees"),
        ("Good morning! A bakery takes orders from cafes.", "Bakery", "bakery"),
        ("To: Infrastructure team\nRe: vulnerability tracking\n\nWe need one place.", "Vulnerability tracking", "vulnerability_tracking"),
        ("Hello Kitty store with dolls", "Hello Kitty store", "hello_kitty"),
        ("Hi-fi shop with records", "Hi-fi shop", "hi_fi"),
        ("Hello", "Hello", "hello"),
    ],
)
def test_a_greeting_is_no_title(text: str, title: str, name: str) -> None:
    assert (title_of(text), project_name(title_of(text))) == (title, name)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Subject: Re: software for our opera house costume rental\n\nHi Lena,\nit was lovely to meet you.", "Opera house costume rental"),
        ("Dear Ms Kay,\n\nthank you for your call. We are looking for a tool to keep track of our lighthouse tours.", "Lighthouse tours"),
        ("Dear all, as discussed: the ferry company runs routes between ports.", "Ferry company"),
        ("I am writing on behalf of the Riverside Rowing Club. We own 40 boats.", "Riverside Rowing Club"),
        ("Thank you for your offer. Our fire brigade needs a system.", "Fire brigade"),
        ("Interview with Siobhan, oyster farmer, Carlingford\n\nQ: What do you grow?", "Oyster farmer"),
        ("Notes from the call with the clock repair workshop on 12 June.", "Clock repair workshop"),
        ("As a nurse I want to book an appointment for a patient.\nAs a doctor I want to cancel an appointment.", "Appointments and patients"),
        ("Each lens has a focal length. A lens fits a camera.", "Lenses and cameras"),
        (
            "We do this in Excel.\n\nSheet: Trees\nTree No;Street\n1;Elm Road\n\nTrees are inspected; an inspection is made by an inspector.",
            "Trees and inspections",
        ),
        ("# Cave survey archive of the Federation of Caving Clubs\n\nCaves have names.", "Cave survey archive of the Federation of Caving Clubs"),
        ("PIANO TUNING - NOTES\n\n- tuners: name, phone", "Piano tuning"),
        ("POST /lists creates a list with a name. An item is on a list.", "Lists and items"),
        ("Town criers compete at championships.", "Town criers"),
        ("A design studio with projects", "Design studio"),
        ("Track and field club with athletes", "Track and field club"),
        ("Track seed swaps between gardeners: seeds, gardeners, offers", "Seed swaps between gardeners"),
        ("IT helpdesk:\n- Employees open tickets", "IT helpdesk"),
    ],
)
def test_a_title_is_a_name(text: str, title: str) -> None:
    assert title_of(text) == title
