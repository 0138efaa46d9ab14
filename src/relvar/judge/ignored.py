"""`-- relvar: ignore ID reason` in a file: at the line of the fault, above it, or at or above its table. A reason is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvar.judge.rule import Fault
from relvar.model.existing import Existing, Place

DIRECTIVE = re.compile(r"(?:--|#|//|/\*)\s*relvar:\s*ignore\s+(?P<id>[\w-]+)(?P<reason>[^\n*]*)")
COMMENT = re.compile(r"\s*(--|#|//|/\*)")


class Directive(NamedTuple):
    id: str
    reason: str
    place: Place
    lines: range  # which it speaks for: its own, the comment below it, and the first line behind that


class Ignored:
    """What the files of a source ignore."""

    def __init__(self, existing: Existing, texts: dict[str, str]) -> None:
        self.directives = [directive for file, text in texts.items() for directive in _directives(file, text)]
        self.tables = {id_: table.place for id_, table in existing.tables.items()}

    def covers(self, fault: Fault) -> bool:
        """Whether a directive with a reason speaks for the fault."""
        table = next((place for id_, place in self.tables.items() if f"{fault.element}.".startswith(f"{id_}.")), None)
        places = [fault.place, *([table] if table else [])]
        return any(d.id == fault.rule and d.reason and any(p.file == d.place.file and p.line in d.lines for p in places) for d in self.directives)

    def faults(self) -> Iterator[Fault]:
        """Directives that say no reason."""
        for directive in self.directives:
            if not directive.reason:
                yield Fault(
                    rule="ignored-without-reason",
                    severity="warning",
                    element=f"{directive.id} at {directive.place}",
                    message=f"{directive.id} is ignored without a reason, so it is not ignored",
                    reason="Who reads it next cannot know whether it still holds",
                    remedy="write why behind the rule's id",
                    place=directive.place,
                )


def _directives(file: str, text: str) -> Iterator[Directive]:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if found := DIRECTIVE.search(line):
            last = number
            while COMMENT.match(lines[last - 1]) and last < len(lines):
                last += 1
            yield Directive(found["id"], found["reason"].strip(), Place(file=file, line=number), range(number, last + 1))
