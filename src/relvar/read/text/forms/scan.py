"""One walk over the lines: labels are remembered, and blocks of rows, endpoints and examples go to their readers."""

from __future__ import annotations

import re

from relvar.read.text.forms import fields, sheets
from relvar.read.text.forms.endpoints import endpoints, said_of
from relvar.read.text.forms.examples import example
from relvar.read.text.forms.labels import NOT_A_NAME, Label, label_in, label_of
from relvar.read.text.forms.matrices import matrix
from relvar.read.text.forms.shape import Column, Forms, Thing, Words, one_of, raw_lines
from relvar.read.text.naming import is_attribute_head, is_container, words_of
from relvar.read.text.phrases import Noun, parts
from relvar.read.text.tagger import tag
from relvar.read.text.tokens import Line, sentences
from relvar.read.text.words import listed

FENCE = re.compile(r"^\s*(?:```|~~~)")
RULE = frozenset(" 	:|+-")  # signs of the line beneath a header
OPENS = re.compile(r"^\s*[{\[]\s*(?:[\"{\[].*)?$")
TITLE = re.compile(r"^\s*#{1,6}\s")
LONGEST_EXAMPLE = 2_000  # lines; a longer block is a dump of data


class Scan:
    """Walks the lines of a text once and gathers what is written by form."""

    def __init__(self, text: str, found: Forms) -> None:
        self.text, self.found = text, found
        self.lines = list(raw_lines(text))
        self.at = 0
        self.label: Label | None = None  # the last line that named something
        self._near: Label | None = None
        self.above: tuple[int, str] | None = None  # the line of prose right above, until somebody asks what it names
        self.served: Label | None = None  # whose sheet has been read
        self.resource: Words = ()  # of the last endpoint
        self.known: set[Words] = {thing.words for thing in found.things}
        self.closing: set[int] = set()  # lines that end a fence whose lines are read as the others
        self.refused = -1  # up to this line rows have been looked at as data beneath a header
        self.unclosed = -1  # up to this line no bracket closes
        self.tables: list[tuple[list[tuple[int, fields.Row]], dict[str, int], Label | None]] = []

    def read(self) -> None:
        while self.at < len(self.lines):
            at, line = self.lines[self.at]
            if not (
                self._fence(line) or self._rights(line) or self._table(line) or self._sheet(at, line) or self._endpoints(at, line) or self._bare(line)
            ):
                self._prose(at, line)
                self.at += 1
        self.known |= {thing.words for thing in self.found.things} | {label.words for _, _, label in self.tables if label}
        for rows, roles, label in self.tables:  # only now is it known which names are things
            self.found.things.extend(fields.things_of_table(rows, roles, label, self.known))

    def _take(self, first: int, last: int) -> None:
        """These lines are no prose."""
        self.found.spans.append((self.lines[first][0], self.lines[last][0] + len(self.lines[last][1])))

    @property
    def near(self) -> Label | None:
        """What the prose right above names: only looked for where a form stands beneath, so seldom."""
        if self.above is not None:
            at, line = self.above
            self.near = label_in(line, at) or (_announced(line, at) if line.rstrip().endswith(":") else None)
        return self._near

    @near.setter
    def near(self, label: Label | None) -> None:
        self._near, self.above = label, None

    def _label(self) -> Label | None:
        return self.near or self.label

    # --- prose: what names the next form ---

    def _prose(self, at: int, line: str) -> None:
        if not line.strip():
            return
        label = label_of(line, at)
        if label is not None and label.rest >= 0 and self._inline(label, line):
            return
        if label is not None and label.rest < 0 and (label.sure or len(label.words) <= 3 or TITLE.match(line)):
            self.label, self.near = label, None
            if label.sure:
                self._take(self.at, self.at)
            return
        self._columns(at, line)
        self.above = (at, line)

    def _inline(self, label: Label, line: str) -> bool:
        """ "invoices.csv: invoice number; customer name": the header row stands on the label's own line."""
        if not label.sure:
            return False
        start = self.lines[self.at][0]
        header = sheets.header_of(line[label.rest - start :], sure=True)
        if header is None:
            return False
        self._add(sheets.columns_of(header[1], label.rest), [], label)
        self._take(self.at, self.at)
        return True

    def _columns(self, at: int, line: str) -> None:
        """ "The columns are: A, B, C" within prose."""
        for match in sheets.COLUMNS.finditer(line):
            cells = sheets.listed_names(match["list"])
            if len(cells) < sheets.FEWEST_LISTED:
                continue
            begin = line.rfind(".", 0, match.start()) + 1
            label = label_in(line[: match.start()], at) if match.start() else None
            if self._add(sheets.columns_of(cells, at + match.start("list")), [], label or self._label()):
                self.found.spans.append((at + begin, at + match.start("list") + cells[-1][1] + len(cells[-1][0])))

    # --- sheets ---

    def _add(self, columns: list[Column], rows: list[list[str]], label: Label | None) -> bool:
        things = sheets.things_of(columns, rows, label)
        self.found.things.extend(things)
        return bool(things)

    def _sheet(self, at: int, line: str) -> bool:
        if self.at <= self.refused:
            return False
        announced = self.label is not None and self.label.sure and self._is_near(self.label) and self._label() is self.label
        header = sheets.header_of(line, sure=announced)
        if header is None:
            return False
        label = self._label()
        sign, cells = header
        last, rows = self._rows(sign, len(cells))
        self.refused = last if rows else self.refused
        sure = sign in "\t|" or bool(label and label.sure) or bool(rows)
        if not (sure or (sign == ";" and not line.rstrip().endswith((".", ";", ","))) or self._announced()):
            return False
        if sign == "," and not rows and (line.rstrip().endswith((".", ",")) or re.search(r"\b(?:and|or)\b", line)):
            return False
        columns = sheets.columns_of(cells, at)
        label = None if label is not None and label is self.served else label
        if len(columns) != len(cells) or not self._add(columns, rows, label or sheets.called_by_first(columns)):
            return False
        self.served = label if label is not None and label.sure else self.served
        self._take(self.at, last)
        self.at, self.near = last + 1, None
        return True

    def _is_near(self, label: Label) -> bool:
        """Whether the label's line is the last that is not empty."""
        before = next((place for place, text in reversed(self.lines[max(0, self.at - 3) : self.at]) if text.strip()), -1)
        return before >= 0 and before <= label.start

    def _announced(self) -> bool:
        before = next((text for _, text in reversed(self.lines[max(0, self.at - 3) : self.at]) if text.strip()), "")
        return before.rstrip().endswith(":") and bool(re.search(r"\b(?:columns?|headers?|header row|export|sheet|spreadsheet|csv)\b", before, re.I))

    def _rows(self, sign: str, width: int) -> tuple[int, list[list[str]]]:
        """The rows of data beneath a header, and the last line of them."""
        last, rows = self.at, []
        for number in range(self.at + 1, len(self.lines)):
            line = self.lines[number][1]
            if _is_rule(line):
                last = number
                continue
            cells = sheets.cells_of(line, sign) if sign in line else []
            if len(cells) != width or (sign == "," and line.rstrip().endswith(".")):
                break
            rows.append([cell for cell, _ in cells])
            last = number
        return last, rows

    # --- tables of rights, and of fields ---

    def _rights(self, line: str) -> bool:
        """ "| Role | Films | Orders |" over rows that say what each may do."""
        sign = "|" if line.count("|") >= 2 else "\t"
        if sign not in line:
            return False
        header = sheets.cells_of(line, sign)
        last, _ = self._rows(sign, len(header))
        lines = [(at, text) for at, text in self.lines[self.at + 1 : last + 1] if not _is_rule(text)]
        granted = matrix(header, [(at, sheets.cells_of(text, sign)) for at, text in lines])
        if not granted:
            return False
        self.found.granted.extend(granted)
        self._take(self.at, last)
        self.at, self.near = last + 1, None
        return True

    def _table(self, line: str) -> bool:
        if line.count("|") < 2:
            return False
        roles = fields.roles_of([cell for cell, _ in sheets.cells_of(line, "|")])
        label = self._label()
        if roles is None or (label is None and "owner" not in roles):
            return False
        last = self.at
        while last + 1 < len(self.lines) and (self.lines[last + 1][1].count("|") >= 2 or _is_rule(self.lines[last + 1][1])):
            last += 1
        rows = [(place, sheets.cells_of(text, "|")) for place, text in self.lines[self.at + 1 : last + 1] if not _is_rule(text)]
        self.tables.append((rows, roles, label))
        self._take(self.at, last)
        self.at, self.near = last + 1, None
        return True

    # --- interfaces and examples ---

    def _endpoints(self, at: int, line: str) -> bool:
        """The things of a line's paths; the words around them stay prose, unless nothing but the path stands there."""
        found = list(endpoints(line, at))
        for path, things, asked in found:
            self.found.things.extend(things)
            if asked is not None:
                self.found.asked.append(asked)
            if path.collections:
                self.resource = path.collections[-1]
        if not found:
            return False
        rest = line[found[-1][0].end - at :].strip(" `*:.–—-|")
        told = list(said_of(line, at))
        self.found.said.extend(told)
        tells = set(re.findall(r"[a-z]+", rest.lower())) & (listed("be") | {"with", "has", "returns", "creates", "adds"})
        if len(found) == 1 and not told and not tells:
            self._take(self.at, self.at)
        self.near = None
        self.at += 1
        return True

    def _fence(self, line: str) -> bool:
        """A fenced block: an example, or lines that are read as if they were not fenced."""
        if not FENCE.match(line):
            return False
        if self.at in self.closing:
            self.at += 1
            return True
        last = next((n for n in range(self.at + 1, len(self.lines)) if FENCE.match(self.lines[n][1])), len(self.lines) - 1)
        self._take(self.at, self.at)
        if last > self.at:
            self._take(last, last)
        if last > self.at + 1 and self._example(self.at + 1, last - (1 if FENCE.match(self.lines[last][1]) else 0)):
            self.at = last + 1
        else:
            self.closing.add(last)
            self.at += 1
        return True

    def _bare(self, line: str) -> bool:
        """A JSON text that stands without a fence."""
        if self.at <= self.unclosed or not OPENS.match(line):
            return False
        depth = 0
        for number in range(self.at, min(len(self.lines), self.at + LONGEST_EXAMPLE)):
            text = self.lines[number][1]
            depth += text.count("{") + text.count("[") - text.count("}") - text.count("]")
            if depth <= 0:
                if self._example(self.at, number):
                    self.at = number + 1
                    return True
                self.unclosed = number
                return False
        self.unclosed = self.at + LONGEST_EXAMPLE
        return False

    def _example(self, first: int, last: int) -> bool:
        start, end = self.lines[first][0], self.lines[last][0] + len(self.lines[last][1])
        block = self.text[start:end]
        if last - first > LONGEST_EXAMPLE or block.lstrip()[:1] not in ("{", "["):
            return False
        name = self.near.words if self.near is not None else self.resource or (self.label.words if self.label is not None else ())
        things = example(block, start, name)
        self.found.things.extend(_called(things, self.near))
        if things:
            self._take(first, last)
        return bool(things)


def _is_rule(line: str) -> bool:
    return "---" in line and set(line) <= RULE


def _called(things: list[Thing], label: Label | None) -> list[Thing]:
    """The first thing of an example stands where it is named."""
    if things and label is not None and things[0].words == label.words:
        things[0].start, things[0].end = label.start, label.end
    return things


def _announced(line: str, at: int) -> Label | None:
    """What a line that ends in a colon speaks of last: "for each parcel we keep these fields:"."""
    nouns = [p for s in sentences(line, Line("text", 0, len(line))) for p in parts(tag(s)) if isinstance(p, Noun)]
    named = [n for n in nouns if not is_container(words_of(n)) and not is_attribute_head(n.head) and n.head not in NOT_A_NAME]
    chosen = next((n for n in named if n.bounds.each or n.bounds.article), named[0] if named else None)
    return Label(one_of(words_of(chosen)), at + chosen.start, at + chosen.end) if chosen is not None else None
