"""How long a megabyte takes that is prose, typing errors, rows, endpoints, or nothing sensible: both the mending and the forms are linear.
At the end the whole reading: a megabyte of our own texts, one after another and over again, and systems of which each has things of its own.

python bench/forms.py
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

from relvar import api
from relvar.model.brief import Brief
from relvar.read.mending import mend
from relvar.read.text.forms import read_forms

SIZE = 1_000_000
DIFFERENT = (1_000, 4_000)  # systems
FIRST, SECOND = "bdfgklmnprst", "aeio"
PROSE = "Each kite has a colour and a price. Customers rent kites; a rental has a start date and an end date.\n\nTab 'Kites'\nKite no;Colour\n"


def _word(luck: random.Random, letters: int = 8) -> str:
    return "".join(luck.choice("abcdefghijklmnoprstu") for _ in range(letters))


def texts() -> Iterator[tuple[str, str]]:
    luck = random.Random(1)
    yield "prose and headers", PROSE * (SIZE // len(PROSE))
    some = [_word(luck) for _ in range(1_900)]  # just under the number of unknown words that are still looked at
    yield "1,900 unknown words", " ".join(luck.choice(some) for _ in range(SIZE // 9))
    yield "unknown words only", " ".join(_word(luck) for _ in range(SIZE // 9))
    yield "one sheet of 45,000 rows", "sheet.csv\nkite id,name,price,date\n" + "3,red,3.5,2024-01-02\n" * 45_000
    yield "pipes without a header", "a | b | c\n" * (SIZE // 10)
    yield "endpoints", "GET /kites/{id}/lines?status=&from=\n" * (SIZE // 36)
    yield "brackets that never close", "{\n" * (SIZE // 2)
    yield "fences", "```\n" * (SIZE // 4)
    yield "a cell of a megabyte", "| Field | Type |\n|---|---|\n| name | " + "or " * (SIZE // 3) + "|\n"


def main() -> None:
    for what, text in texts():
        begun = time.perf_counter()
        mended = mend(text)
        between = time.perf_counter()
        read_forms(mended.text)
        print(f"{what:28} {len(text):>9,} characters  mending {between - begun:5.2f} s  forms {time.perf_counter() - between:5.2f} s")
    _read_whole()


def _read_whole() -> None:
    lines = (Path(__file__).parent / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    once = "\n\n".join(json.loads(line)["question"] for line in lines) + "\n\n"
    for size in (len(once), SIZE):
        brief = api.brief_of((once * (size // len(once) + 1))[:size], ["postgresql"])
        _time("240 systems, read whole", brief)
    for count in DIFFERENT:
        _time(f"{count:,} systems, all different", api.brief_of("\n\n".join(_system(n) for n in range(count)), ["postgresql"]))


def _time(what: str, brief: Brief) -> None:
    begun = time.process_time()
    model = api.read(brief)
    print(f"{what:28} {len(brief.text):>9,} characters  {time.process_time() - begun:5.2f} s, {len(model.entities)} entities")


def _system(number: int) -> str:
    """A thing that nobody knows and what happens to it."""
    thing, event = _name(2 * number), _name(2 * number + 1)
    return (
        f"Each {thing} has a {thing} number, a name and a price. {event.capitalize()}s have a status and a date; each {event} belongs to "
        f"one {thing}. Users list the {event}s of a {thing}, newest first."
    )


def _name(number: int) -> str:
    """A noun that no other number gives."""
    syllables = [FIRST[rest % len(FIRST)] + SECOND[rest // len(FIRST) % len(SECOND)] for rest in (number, number // 48, number // 48**2)]
    return f"{''.join(syllables)}ster"


if __name__ == "__main__":
    main()
