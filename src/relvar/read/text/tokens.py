"""The text as tokens with their offsets, gathered into sentences, and sentences into blocks (headings, bullets, paragraphs)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

import msgspec

TOKEN = re.compile(
    r"""
    [ ]?(?P<plain>[a-zA-Z]++(?![-\w'’./:]|\s:))  # a word that none of the others may be, and the blank before it: nine in ten
  | (?P<degree>(?:1|\b[nNmM]|\*)\s?:\s?(?:1|[nNmM*])(?![\w:]))
  | (?P<number>[$€£]?\d+(?:,\d+)*(?:\.\d+)?(?:\s?%|[kKmMbB](?![A-Za-z]))?(?:st|nd|rd|th)?(?![A-Za-z]))
  | (?P<word>(?:
      (?:yes/no|y/n|true/false)\b  # a flag
    | (?<=\bin\ )(?:%|°\s?[CF]?|[€$£])(?![\w%])  # the unit of a fact
    | i\.e\.|e\.g\.|etc\.(?=\s*[a-z),;"”])|vs\.|(?:[Mm]ax|[Mm]in|approx)\.(?=\s*\d)|p9[59]|[^\W\d_][^\W_]*(?:[-_'’](?![sS]\b)[^\W_]+)*))
  | (?P<possessive>['’][sS]?(?=\s|[,.;:)]|$))
  | (?P<quote>["“”«»`])
  | (?P<open>[(\[{])
  | (?P<close>[)\]}])
  | (?P<dash>\s[-–—]+\s|—|–|->|→|=>)
  | (?P<point>[.!?;:,|/&+*])
    """,
    re.VERBOSE,
)
BULLET = re.compile(
    r"^(?P<indent>\s*)(?:(?P<sign>[-*•‣◦·+])|\(?(?P<number>\d{1,3}(?:\.\d{1,2})*)[.)]|\(?(?P<roman>[IVX]{1,5})[.)]|\(?(?P<letter>[A-Za-z])[.)]"
    r"|§{1,2} ?(?P<section>\d{1,3}[a-z]?)[.):]?)"
    r"(?:\s+(?=\S)|(?<=\d[.)])(?=[A-Z][a-z]))"  # "1.Members": chat models and translators leave the blank out
)
PART = re.compile(  # "Part one, members: ...", "Section 2. Loans": the label is no word of the sentence
    r"^\s*(?:part|section|chapter|module|block|area|table|sheet|item|point)\s+(?:\d{1,2}|[IVX]{1,4}|[A-H]|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"\s*(?:[,:.)]|\s[-–—])\s+(?=\S)",
    re.I,
)
HEADING = re.compile(r"^\s*#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*$")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
GREETING = re.compile(r"\A\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^,.!:\n]{0,30}[,!:]", re.I)
SIGNED = re.compile(r"(?:^|(?<=[.!?\n]))[ \t]*(?:(?:many )?thanks|thx|cheers|best|(?:kind |best |warm )?regards|yours)\b[^.\n]{0,40}\.?\s*\Z", re.I)
METHOD = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE) /\S*")
SIGNED_TAIL = 120  # characters at the end in which a closing stands
SENTENCE_END = {".", "!", "?"}
SHORTENED = {
    "no": "number", "nos": "numbers", "nr": "number", "tel": "telephone", "temp": "temperature", "max": "maximum", "min": "minimum", "avg": "average",
    "qty": "quantity", "approx": "approx", "incl": "incl", "vol": "volume", "ref": "reference", "est": "estimated",
}  # fmt: skip
LABELLED = re.compile(r"\s*[A-Z]\w*(?: \w+){0,3}: [^:.!?\n]+$")
# Tokens. Readers of clauses look back over the whole sentence, so an endless one would take quadratic time; the longest of our briefs has 180.
LONGEST_SENTENCE = 500
DEEPEST = 20  # brackets within brackets: each is a call of the reader of phrases within another
TAB_WIDTH = 4
WRAPPED_LINE = 60  # characters: a shorter line was not broken for its width (text is wrapped at 66 to 120)


class Token(msgspec.Struct, gc=False):
    """A word or sign. `low` is the lower-case form; `start`, `end` are offsets in the brief; `tag` is set by the tagger."""

    text: str
    low: str
    kind: str
    start: int
    end: int
    tag: str = ""
    base: str = ""


class Line(msgspec.Struct, gc=False):
    """One logical line: a heading, a bullet (with its depth), a table's row, or a paragraph's text (several lines joined)."""

    kind: str
    start: int
    end: int
    depth: int = 0
    marker: str = ""  # of a bullet: sign, number, roman, letter


def without_emphasis(text: str) -> str:
    """Marks of emphasis become blanks of the same length, so that offsets stay true."""
    marked = "**" in text or "__" in text
    return EMPHASIS.sub(lambda m: "  " + m.group(2) + "  ", text) if marked else text


def lines(text: str) -> Iterator[Line]:
    """The logical lines of a text: consecutive plain lines are one paragraph."""
    paragraph: Line | None = None
    at = 0
    for raw in text.splitlines(keepends=True):
        start, at = at, at + len(raw)
        line = _line(raw, start)
        if paragraph and line and line.kind == "text" and not _stands_alone(text, paragraph, line):
            paragraph.end = line.end
            continue
        if paragraph and line and line.kind == "bullet_text":
            paragraph.end = line.end
            continue
        if paragraph:
            yield paragraph
        paragraph = None
        if line is None:
            continue
        if line.kind == "bullet_text":
            line.kind = "text"
        if line.kind in ("text", "bullet"):
            paragraph = line
        else:
            yield line
    if paragraph:
        yield paragraph


def _line(raw: str, start: int) -> Line | None:
    body = raw.rstrip()
    if not body.strip() or TABLE_RULE.match(body) or re.fullmatch(r"\s*[-=*_~]{3,}\s*", body):
        return None
    if heading := HEADING.match(body):
        return Line("heading", start + heading.start("text"), start + heading.end("text"))
    if body.count("|") >= 2:
        return Line("row", start, start + len(body))
    if bullet := BULLET.match(body):
        depth = len(bullet["indent"].expandtabs(TAB_WIDTH))
        return Line("bullet", start + bullet.end(), start + len(body), depth, bullet.lastgroup or "")
    if part := PART.match(body):
        return Line("bullet", start + part.end(), start + len(body), marker="part")
    indent = len(body) - len(body.lstrip())
    return Line("text", start + indent, start + len(body), indent)


def _stands_alone(text: str, paragraph: Line, line: Line) -> bool:
    """A line begins anew after a line that ended a sentence or a heading, unless it goes on in lower case."""
    last = text[paragraph.start : paragraph.end].rstrip()
    first = text[line.start : line.start + 1]
    if last.endswith((",", "and", "or", "the", "of", "a")):
        return False
    if last.endswith((".", "!", "?", ":", ";")):
        return True
    if LABELLED.match(last, last.rfind("\n") + 1) and first.isupper():
        return True  # "Bicycle fields: phone number, model" and what follows it
    short = len(last) - (last.rfind("\n") + 1) < WRAPPED_LINE
    return short and not (first.islower() or first.isdigit() or first in "(\"'")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end]."""
    found = []
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup or ""
        begin, behind = match.span(kind)
        word = match[kind]
        low = word.lower()
        if kind == "plain":
            kind, low = "word", intern(low)  # one string for all places of a word, which are looked up a hundred times each
        elif kind == "dash":
            word = low = word.strip()
        elif kind == "degree":
            kind, low = "word", "-to-".join("one" if side.strip() == "1" else "many" for side in word.split(":"))
        elif "’" in low:
            low = low.replace("’", "'")
        found.append(Token(word, low, kind, begin, behind))
    return found


def sentences(text: str, line: Line) -> list[list[Token]]:
    """The sentences of one logical line, as tokens; what no writer means as one sentence is read in parts, and flat within DEEPEST brackets."""
    made: list[list[Token]] = [[]]
    depth = 0
    for token in tokens(text, line.start, line.end):
        if token.kind == "word" and len(made[-1]) <= LONGEST_SENTENCE:
            made[-1].append(token)
            continue
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind in ("open", "close") and depth + (token.kind == "close") > DEEPEST:
            continue
        if len(made[-1]) > LONGEST_SENTENCE and (token.text in (",", ";", ":") or len(made[-1]) > 2 * LONGEST_SENTENCE):
            made.append([])
            depth = 0
            continue
        if token.text == "." and made[-1] and _is_shortened(text, token, made[-1]):
            continue
        if token.kind == "point" and token.text in SENTENCE_END and depth <= 0:
            made.append([])
            depth = 0
            continue
        made[-1].append(token)
    return [sentence for sentence in made if sentence]


def _is_shortened(text: str, point: Token, sentence: list[Token]) -> bool:
    """ "a serial no. (unique per make)", "the E. coli count": the point of an abbreviation, whose word is written out; the sentence goes on."""
    before = sentence[-1]
    if before.end != point.start:
        return False
    following = text[point.end : point.end + 2].lstrip()[:1]
    goes_on = following.islower() or following.isdigit() or following in ("(", ",")
    behind_name = len(sentence) > 1 and sentence[-2].kind == "word" and sentence[-2].low not in ("or", "and")  # not "yes or no."
    if before.low in SHORTENED and (goes_on or (behind_name and before.low in ("no", "nr"))):
        before.low = SHORTENED[before.low]
        return goes_on
    return len(before.text) == 1 and before.text.isupper() and following.islower()


def prepared(text: str) -> str:
    """The text as it is read: of the same length, without marks of emphasis, greetings, and methods of an interface."""
    text = GREETING.sub(_blank, without_emphasis(text))
    text = METHOD.sub(_blank, text) if " /" in text else text
    end = len(text.rstrip())
    tail = max(0, end - SIGNED_TAIL)
    return text[:tail] + SIGNED.sub(_blank, text[tail:end]) + text[end:]


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if c == "\n" else "." if at == len(found[0]) - 1 and found[0].startswith("/") else " " for at, c in enumerate(found[0]))
