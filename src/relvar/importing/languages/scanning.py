"""The tokens of languages with braces and quotes (DBML, Prisma), and a cursor over them. Every pattern closes or ends, so time is linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.model.existing import Place

PATTERN = re.compile(
    r"""(?P<space>[ \t\r\f\v\ufeff]+) | (?P<line>\n) | (?P<doc>///[^\n]*) | (?P<remark>//[^\n]*) | (?P<block>/\*) | (?P<long>''')
    | '(?P<single>(?:[^'\\\n]|\\.)*)'? | "(?P<double>(?:[^"\\\n]|\\.)*)"? | `(?P<code>[^`]*)`? | (?P<word>\w+) | (?P<sign>[^\n])""",
    re.X,
)
ENDS = {"block": "*/", "long": "'''"}
OPENING, CLOSING = "([{", ")]}"
ESCAPED = re.compile(r"\\(.)", re.S)
ESCAPES = {"n": "\n", "t": "\t"}


class Token(NamedTuple):
    """`kind`: word, text (was quoted), code (between backticks), doc (a comment that belongs to what follows), sign, line, end."""

    kind: str
    text: str
    line: int
    glued: bool = False  # nothing stands between it and the token before

    @property
    def low(self) -> str:
        """As a keyword; "" for what was quoted."""
        return self.text.lower() if self.kind == "word" else self.text if self.kind == "sign" else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, without spaces and comments."""
    at, line, glued = 0, 1, False
    while at < len(text):
        found = PATTERN.match(text, at)
        assert found is not None and found.lastgroup is not None  # its last pattern takes any letter
        kind, end = found.lastgroup, found.end()
        written = found[kind]
        if kind in ENDS:
            close = text.find(ENDS[kind], end)
            written, end = text[end : close if close >= 0 else len(text)], close + len(ENDS[kind]) if close >= 0 else len(text)
        if kind in ("single", "double"):
            written = ESCAPED.sub(lambda escape: ESCAPES.get(escape[1], escape[1]), written)
        if kind not in ("space", "remark", "block"):
            yield Token({"single": "text", "double": "text", "long": "text"}.get(kind, kind), written, line, glued)
        glued = kind not in ("space", "remark", "block")
        line += text.count("\n", at, end)
        at = end


class Stream:
    """A position in the tokens of a file."""

    def __init__(self, found: list[Token], file: str) -> None:
        self.tokens, self.file, self.at = found, file, 0

    @property
    def token(self) -> Token:
        return self.ahead(0)

    def ahead(self, steps: int) -> Token:
        at = self.at + steps
        return self.tokens[at] if at < len(self.tokens) else Token("end", "", self.tokens[-1].line if self.tokens else 1)

    @property
    def place(self) -> Place:
        return Place(file=self.file, line=self.token.line)

    @property
    def shown(self) -> str:
        """What stands here, for an error."""
        return self.token.text.strip()[:60] or ("an end of line" if self.token.kind == "line" else "an end")

    @property
    def ended(self) -> bool:
        return self.at >= len(self.tokens)

    def next(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def take(self, *words: str) -> bool:
        """Step over these keywords or signs where they all follow."""
        if any(self.ahead(steps).low != word for steps, word in enumerate(words)):
            return False
        self.at += len(words)
        return True

    def expect(self, word: str) -> None:
        """Raises NotUnderstood where something else stands here."""
        if not self.take(word):
            raise NotUnderstood(f"{word} is expected, and {self.shown} stands there")

    def name(self) -> str:
        """A name, quoted or not. Raises NotUnderstood."""
        if self.token.kind not in ("word", "text"):
            raise NotUnderstood(f"a name is expected, and {self.shown} stands there")
        return self.next().text

    def skip_lines(self) -> None:
        while self.token.kind == "line":
            self.at += 1

    def line(self) -> list[Token]:
        """The tokens up to the end of the line, or of the block; what stands in brackets may go over several lines."""
        depth, start = 0, self.at
        while not self.ended:
            low, kind = self.token.low, self.token.kind
            if depth == 0 and (kind == "line" or low == "}"):
                break
            depth += (low != "" and low in OPENING) - (low != "" and low in CLOSING)
            self.at += 1
        return self.tokens[start : self.at]

    def bracketed(self, opening: str = "[") -> list[Token]:
        """What stands between the bracket that opens here and its own end. Raises NotUnderstood where it is never closed."""
        self.expect(opening)
        closing = CLOSING[OPENING.index(opening)]
        start, depth = self.at, 1
        while not self.ended:
            low = self.next().low
            depth += (low == opening) - (low == closing)
            if depth == 0:
                return self.tokens[start : self.at - 1]
        raise NotUnderstood(f"a {opening} that is never closed")

    def inside(self, found: list[Token]) -> Stream:
        return Stream(found, self.file)


def split(found: list[Token]) -> list[list[Token]]:
    """The members of a list, by the commas outside of brackets."""
    members: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        depth += (token.low != "" and token.low in OPENING) - (token.low != "" and token.low in CLOSING)
        if token.low == "," and depth == 0:
            members.append([])
        elif token.kind != "line":
            members[-1].append(token)
    return [member for member in members if member]


def joined(found: list[Token]) -> str:
    """Tokens as a text again; a space stands where something stood between them."""
    return "".join(("" if token.glued or number == 0 else " ") + _written(token) for number, token in enumerate(found) if token.kind != "line")


def _written(token: Token) -> str:
    return "'" + token.text.replace("'", "''") + "'" if token.kind == "text" else token.text
