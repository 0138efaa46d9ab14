"""What frames a text and stores nothing: mail headers, greetings, signatures, quoted mails, the names of who speaks, questions asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from relvar.read.text.forms.shape import raw_lines

HEADER = re.compile(r"^\s*(?:from|to|cc|bcc|subject|date|sent|reply-to|attachments?)\s*:\s*\S.*$", re.I)
QUOTED = re.compile(r"^\s*>")
WROTE = re.compile(r"^\s*(?:on\b.{5,80}\bwrote:|-{2,}\s*(?:original|forwarded) message\s*-{2,})\s*$", re.I)
GREETING = re.compile(r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.!:\n]{0,40}[,!:]?\s*$", re.I)
CLOSING = re.compile(
    r"^\s*(?:many thanks|thanks(?: again| a lot| in advance)?|thank you|thx|cheers|(?:with )?(?:kind|best|warm|warmest)? ?(?:regards|wishes)"
    r"|all the best|best|yours(?: sincerely| faithfully| truly)?|sincerely(?: yours)?|greetings)\s*[,.!]?\s*(?:[A-Z][\w.]*(?: [A-Z][\w.]*)?)?\s*$",
    re.I,
)
SIGNATURE = re.compile(r"^--\s*$")
SPEAKER = re.compile(r"^\s*(?:[-*•]\s+)?(?P<name>[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|\([^)\n]{1,30}\))){0,2})\s*:[ \t]+(?=\S)")
ASKING = frozenset(["q", "question", "interviewer", "consultant", "analyst"])
ANSWERING = frozenset(["a", "answer", "client", "customer", "user", "interviewee"])
ANSWERED = re.compile(r"\?\s+(?P<mark>(?:A|Answer)\s*:\s)(?=\S)")
FIRST_PERSON = re.compile(r"\b(?:we|i|you|our|my|us|me)\b", re.I)
NOTED = re.compile(r"^\s*#*\s*(?:interview|notes|minutes|meeting|call|transcript|phone call)\b[^.:;]{0,80}$", re.I)
TITLED = re.compile(
    r"^\s*#*\s*[^.:;|,]{3,60}?\s+[-–—]\s*(?:notes?|(?:user )?requirements?|overview|draft|brief|spec(?:ification)?s?)\s*$", re.I
)  # "PIANOS - NOTES"
ANNOUNCES = re.compile(r"\b(?:with|from|of|on|by)\b", re.I)
LONGEST_SIGNATURE, SIGNED_LINE = 8, 70  # lines, characters of one: RFC 3676 asks for four lines; firms add more
TURNS = 2  # times that a label begins a line before it is somebody who speaks
TOP = 12  # lines within which a mail's header stands


def framed(text: str) -> Iterator[tuple[int, int]]:
    """The spans that are no part of what is told."""
    lines = list(raw_lines(text))
    yield from _headers(lines)
    yield from _signed(lines)
    speakers = _speakers(lines)
    for number, (at, line) in enumerate(lines):
        if QUOTED.match(line) or WROTE.match(line) or (GREETING.match(line) and line.strip()) or (number < TOP and _is_notes_title(line)):
            yield at, at + len(line)
        elif (match := SPEAKER.match(line)) and match["name"].lower() in speakers:
            asks = match["name"].lower() in ASKING or line.rstrip().endswith("?")
            answered = ANSWERED.search(line) if asks else None
            yield at, at + (len(line) if asks and answered is None else match.end())
            if answered is not None:
                yield at + answered.start("mark"), at + answered.end("mark")  # "Q: Your students? A: Name and phone."


def _headers(lines: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """At least two lines of a mail's header together."""
    run: list[tuple[int, int]] = []
    for at, line in [*lines, (0, "")]:
        if HEADER.match(line):
            run.append((at, at + len(line)))
            continue
        if len(run) > 1:
            yield from run
        run = []


def _signed(lines: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """From a closing on, the short lines of a signature."""
    left = 0
    for at, line in lines:
        if (CLOSING.match(line) and line.strip()) or SIGNATURE.match(line):
            left = LONGEST_SIGNATURE
            yield at, at + len(line)
        elif left and line.strip():
            if len(line) > SIGNED_LINE or line.rstrip().endswith((".", ":")) or QUOTED.match(line) or re.match(r"\s*(?:[-*•#|]|\d+[.)])\s", line):
                left = 0
                continue
            left -= 1
            yield at, at + len(line)


def _speakers(lines: list[tuple[int, str]]) -> set[str]:
    """Labels of who speaks: an interviewer's, and names that begin several lines; in such a talk also those who say "we"."""
    found = [(match["name"].lower(), line[match.end() :]) for _, line in lines if (match := SPEAKER.match(line))]
    times = Counter(name for name, _ in found)
    personal = Counter(name for name, rest in found if FIRST_PERSON.search(rest) or rest.rstrip().endswith(("?", "!")))
    asked = {name for name in times if name in ASKING}
    speakers = asked | {name for name in times if (times[name] >= TURNS and personal[name]) or (personal[name] and _is_person(name))}
    if asked:
        speakers |= {name for name in times if name in ANSWERING}
    talk = sum(times[name] for name in speakers) >= TURNS
    return (speakers | {name for name in times if personal[name]}) if talk else asked


def _is_person(name: str) -> bool:
    return bool(re.search(r"\(|\b(?:mr|mrs|ms|dr)\b", name))


def _is_notes_title(line: str) -> bool:
    return bool((NOTED.match(line) and ANNOUNCES.search(line)) or TITLED.match(line))
