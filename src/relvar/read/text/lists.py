"""Lists of noun phrases: "a name, a phone number and the reason for the visit" is one list of three."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from relvar.read.lexicon.units import is_unit
from relvar.read.text.exampled import with_examples
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import POSTPOSED, Mark, Noun, Part, Verb
from relvar.read.text.words import listed

TAIL_PREPOSITIONS = {"in", "for", "to", "from", "by", "on", "at", "per", "with", "under", "between", "within", "about", "above", "below"}
SPELLED_OUT = {"namely", "i.e.", "i.e", "e.g.", "e.g"}  # what follows is what stood before, in detail
PER_UNIT = {"price", "rate", "fee", "cost", "wage", "hours", "consumption", "charge", "amount", "salary"}
KNOWN = {"know", "determine", "agree", "fix", "settle", "hold"}  # "the page and the price are determined" for each: they are kept
SPANS = {"second", "minute", "hour", "day", "week", "fortnight", "month", "year"}
AWAY = {"later", "earlier", "after", "before", "ago"}
LIST_LINKS = {"as", "well", "plus"}
ENDS_ITEM = {"COMMA", "CONJ", "STOP", "END"}
CLAUSAL = {"PRON", "REL", "PREP", "TO", "ADV"}
QUALIFYING = POSTPOSED | {"before", "after"}
IF_ANY = {"any", "applicable", "known", "needed", "necessary", "available", "possible", "relevant", "present", "given", "required", "desired"}


class Group(msgspec.Struct, eq=False, gc=False):
    """Nouns joined by commas, and, or. `joiner`: "and", "or" or ""."""

    tag: ClassVar[str] = ""
    text: ClassVar[str] = ""
    nouns: list[Noun]
    start: int
    end: int
    joiner: str = ""


Piece = Group | Verb | Mark


def piece_at(pieces: list[Piece], at: int) -> Piece | None:
    """The piece at a place; None outside of the sentence."""
    return pieces[at] if 0 <= at < len(pieces) else None


def text_of(piece: Piece | None) -> str:
    """The word or sign of a mark, else ""."""
    return piece.text if piece is not None else ""


def grouped(parts: Sequence[Part]) -> list[Piece]:
    """The parts of a sentence with their lists gathered."""
    parts = with_examples(parts)
    pieces: list[Piece] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        if not isinstance(part, Noun):
            pieces.append(part)
            at += 1
            continue
        group, at = _gather(parts, at)
        pieces.extend(_split(group, parts, at, pieces))
    return pieces


def _gather(parts: Sequence[Part], at: int) -> tuple[Group, int]:
    first = parts[at]
    assert isinstance(first, Noun)
    group = Group([first], first.start, first.end)
    at = _tail(parts, at + 1, first, in_list=False)
    while True:
        joiner, following = _joiner(parts, at)
        if following == at or following >= len(parts):
            break
        if not joiner and len(group.nouns) == 1 and first.key[-1] in ("system", "database", "platform"):
            break  # "registered in the system, the name and the rank": the system begins no list
        noun = parts[following]
        if not isinstance(noun, Noun):
            break
        if first.bounds.stated and first.bounds.most != 1 and not noun.bounds.stated and not noun.bounds.article and noun.plural:
            noun.bounds = first.bounds  # "multiple directors, actors and producers"
        group.nouns.append(noun)
        if joiner and following == at + 1:
            _share_head(group.nouns[-2], noun)
        group.joiner = joiner or group.joiner
        at = _tail(parts, following + 1, noun, in_list=True)
        group.end = noun.end
    return group, at


def _share_head(first: Noun, second: Noun) -> None:
    """ "a pickup and dropoff location": two locations."""
    from relvar.read.text.naming import is_attribute_head

    told_apart = not second.bounds.article or {first.head, second.words[0]} <= listed("side")
    plain = first.bounds.article == "a" and not first.inside and not second.bounds.stated
    shares = plain and told_apart and len(first.words) == 1 and len(second.words) == 2
    if shares and is_attribute_head(second.head) and not is_attribute_head(first.head):
        first.words = (*first.words, second.head)


def _joiner(parts: Sequence[Part], at: int) -> tuple[str, int]:
    """The word that joins the next noun of a list, and the place of that noun; the same place where none follows."""
    joiner, here, linked = "", at, False
    for part in parts[at : at + 4]:
        if not isinstance(part, Mark):
            break
        if part.text in SPELLED_OUT or part.text == "but":
            return "", at
        if part.tag == "CONJ" or part.text in ("&", "/"):
            joiner = part.text
        elif part.text in LIST_LINKS and here > at - 1 and _is_as_well_as(parts, here):
            joiner = "and"
        elif part.tag not in ("COMMA", "ADV"):
            return "", at
        linked |= part.tag != "ADV"
        here += 1
    return (joiner, here) if linked else ("", at)


def _is_as_well_as(parts: Sequence[Part], at: int) -> bool:
    words = [p.text for p in parts[max(0, at - 2) : at + 3] if isinstance(p, Mark)]
    return "as well as" in " ".join(words)


def _tail(parts: Sequence[Part], at: int, noun: Noun, in_list: bool) -> int:
    """A participle or a prepositional phrase that belongs to a list's noun ("items moved", "reason for visit")."""
    part = parts[at] if at < len(parts) else None
    if isinstance(part, Mark):
        return at if part.tag in ENDS_ITEM else _behind_mark(parts, at, part, noun, in_list)
    if isinstance(part, Verb):
        return _behind_verb(parts, at, part, noun)
    behind = parts[at + 1] if at + 1 < len(parts) else None
    if part is not None and part.bounds.stated and part.key[-1] in SPANS and isinstance(behind, Mark) and behind.text in AWAY:
        return at + 2  # "a due date at most 30 days later" is a due date
    return at


def _behind_mark(parts: Sequence[Part], at: int, part: Mark, noun: Noun, in_list: bool) -> int:
    if (part.tag in CLAUSAL or part.text in ("where", "when")) and (clause := _empty_clause(parts, at)) > at:
        return clause
    behind = parts[at + 1] if at + 1 < len(parts) else None
    if qualified := _qualified(part, behind, noun) or _unit(parts, at, noun):
        return _tail(parts, at + qualified, noun, in_list)
    if part.text == "per" and isinstance(behind, Noun) and noun.head in PER_UNIT and not behind.plural:
        noun.tail = ("per", *behind.words)  # "a price per metre"
        noun.end = behind.end
        return at + 2
    if in_list and part.tag == "PREP" and part.text in TAIL_PREPOSITIONS and isinstance(behind, Noun) and at + 2 < len(parts):
        after = parts[at + 2]
        if isinstance(after, Mark) and after.tag in ("COMMA", "CONJ") and not behind.inside and not behind.bounds.each:
            if part.text == "with":
                noun.companion = behind
            else:
                noun.tail = (*noun.tail, part.text, *behind.words)
            noun.end = behind.end
            return at + 2
    return at


def _behind_verb(parts: Sequence[Part], at: int, part: Verb, noun: Noun) -> int:
    if (clause := _empty_clause(parts, at)) > at:
        return clause
    if at + 1 < len(parts) and not _ends_item(parts[at + 1]):
        return at
    if part.being:
        return at + 1  # "the film being shown" is the film
    if part.form in ("ed", "ing") and not part.modal:
        if part.form == "ing" or part.base not in listed("record"):  # "with the date and comment recorded" are the date and the comment
            _add_tail(noun, part.word, part)
        return at + 1
    return at


def _qualified(part: Mark, behind: Part | None, noun: Noun) -> int:
    """How many parts behind a noun only qualify it: "the amount due", "objections if any", "a weight in kg"."""
    if part.text == "if" and isinstance(behind, Mark | Verb) and (behind.text if isinstance(behind, Mark) else behind.word) in IF_ANY:
        noun.optional = True
        return 2
    if part.text in QUALIFYING and (behind is None or _ends_item(behind)):
        _add_tail(noun, part.text, part)
        return 1
    return 0


def _unit(parts: Sequence[Part], at: int, noun: Noun) -> int:
    """How many parts the unit behind a fact takes: "in kg", "in square metres", "in litres per hour", "in m/s"."""
    first = parts[at]
    unit = parts[at + 1] if at + 1 < len(parts) else None
    if not (isinstance(first, Mark) and first.text == "in") or not isinstance(unit, Noun) or unit.bounds.article or unit.bounds.each:
        return 0
    per = parts[at + 2 : at + 4]
    if len(per) > 1 and isinstance(per[0], Mark) and per[0].text in ("per", "/"):
        each = (
            " ".join(per[1].words) if isinstance(per[1], Noun) else per[1].text if isinstance(per[1], Mark) else ""
        )  # "second" looks like an adjective
        if is_unit(f"{' '.join(unit.words)} per {each}"):
            noun.end = per[1].end
            return 4
    if not is_unit(" ".join(unit.words)):
        return 0
    noun.end = unit.end
    return 2


def _add_tail(noun: Noun, word: str, part: Mark | Verb) -> None:
    """Once, for a sentence may be grouped again."""
    if noun.end < part.end:
        noun.tail, noun.end = (*noun.tail, word), part.end


def _empty_clause(parts: Sequence[Part], at: int) -> int:
    """The end of a clause of pronouns and verbs behind a noun ("the area it belongs to", "the runner which ran it"); `at` where none stands."""
    here, verbs, pronouns = at, 0, 0
    while here < len(parts) and here - at < 6:
        part = parts[here]
        if isinstance(part, Verb) and verbs and part.passive and part.base in listed("record"):
            return here if pronouns else at  # "the server it lives on is stored"
        if isinstance(part, Verb):
            verbs += 1
        elif isinstance(part, Mark) and (part.tag in ("PRON", "REL") or part.text in ("where", "when")):
            pronouns += 1
        elif not (isinstance(part, Mark) and part.tag in ("PREP", "TO", "ADV")):
            break
        here += 1
    ends = here == len(parts) or _ends_item(parts[here])
    opens = at < len(parts) and not isinstance(parts[at], Verb)  # "candidates apply to them" is no clause behind candidates
    return here if verbs == 1 and pronouns and ends and opens and here - at > 1 else at


def _ends_item(part: Part) -> bool:
    return isinstance(part, Mark) and part.tag in ENDS_ITEM


def _is_one_and_its_own(group: Group, before: list[Piece]) -> bool:
    """One of something, behind a preposition, and what is told of it: two phrases and no list."""
    if len(group.nouns) < 2 or not group.nouns[0].bounds.each or not before:
        return False
    second, last = group.nouns[1].bounds.article, before[-1]
    opened = all(isinstance(p, Mark) and p.tag in ("SUB", "PREP", "CONJ") for p in before)
    if opened and second == "a" and not group.joiner and len(group.nouns) == 2:
        return True  # "before and after each loan, a report with photos is made"
    # "on file are, for each bird, the ring number, the species and ..."
    return isinstance(last, Mark) and last.text in ("for", "per") and second == "the" and len(group.nouns) > 2


def _is_pace_of_before(group: Group, before: list[Piece]) -> bool:
    """ "read the meters every month, and the last reading and the date are entered": how often stands in no list."""
    first = group.nouns[0]
    behind = before[-1] if before else None
    return len(group.nouns) > 1 and first.bounds.each and first.key[-1] in SPANS and isinstance(behind, Group | Verb)


def _parted(group: Group, cut: int) -> list[Piece]:
    """The nouns before the cut, and those behind it."""
    head, rest = group.nouns[:cut], group.nouns[cut:]
    stop = Mark("STOP", ",", head[-1].end, head[-1].end)
    return [Group(head, head[0].start, head[-1].end), stop, Group(rest, rest[0].start, rest[-1].end, group.joiner)]


def _split(group: Group, parts: Sequence[Part], after: int, before: list[Piece]) -> list[Piece]:
    """A list that is followed by a verb and stands behind one: its last noun begins a new clause."""
    following = parts[after] if after < len(parts) else None
    if _is_one_and_its_own(group, before) or _is_pace_of_before(group, before):
        return _parted(group, 1)
    while isinstance(following, Mark) and following.tag == "ADV" and after + 1 < len(parts):
        after += 1
        following = parts[after]
    following = _behind_place(parts, after) or following
    if not isinstance(following, Verb):
        return [group]
    behind = before[-1] if before else None
    governed = isinstance(behind, Verb) or (isinstance(behind, Mark) and behind.tag in ("PREP", "COLON", "SUB"))
    recorded = following.passive and (following.base in KNOWN or following.base in listed("record"))
    if recorded and isinstance(behind, Group) and behind.nouns[0].bounds.each and isinstance(before[-2] if len(before) > 1 else None, Mark):
        return [Mark("STOP", ",", group.start, group.start), group]  # "for each printing the page, the position and the price are determined"
    governed |= recorded and isinstance(behind, Group)  # "takes place twice a day and the yield is recorded"
    if not (following.form == "finite" and len(group.nouns) > 1 and governed) or _are_examples(before):
        return [group]
    if isinstance(behind, Mark) and behind.tag in ("PREP", "SUB") and len(before) == 1:
        cut = _before_comma(group, parts)  # "for each visit, the date and the weight are recorded", "for each cry and judge, ..."
        return _parted(group, cut)
    cut = _where_the_clause_begins(group, following)
    head, rest = group.nouns[:cut], group.nouns[cut:]
    return [
        Group(head, group.start, head[-1].end, group.joiner if len(head) > 1 else ""),
        Mark("STOP", ",", rest[0].start, rest[0].start),
        Group(rest, rest[0].start, rest[-1].end, group.joiner if len(rest) > 1 else ""),
    ]


def _are_examples(before: list[Piece]) -> bool:
    """ "information about telescopes such as name and weight must be available": the verb is of what stands before "such as"."""
    spelled = len(before) > 2 and text_of(before[-1]) == "as" and text_of(before[-2]) == "such"
    return spelled and isinstance(before[0], Group) and not any(isinstance(piece, Verb) for piece in before)


def _behind_place(parts: Sequence[Part], at: int) -> Verb | None:
    """ "..., the entry time at the gate is saved": what is done with the list before a place."""
    where = parts[at : at + 3]
    if len(where) < 3 or not (isinstance(where[0], Mark) and where[0].tag == "PREP" and isinstance(where[1], Noun) and isinstance(where[2], Verb)):
        return None
    return where[2] if where[2].passive and where[2].base in listed("record") else None


def _before_comma(group: Group, parts: Sequence[Part]) -> int:
    """How many of the nouns stand before the first comma, where a determiner behind it tells that a clause begins."""
    comma = next((p.start for p in parts if isinstance(p, Mark) and p.tag == "COMMA" and group.start < p.start < group.end), group.end)
    cut = sum(n.end <= comma for n in group.nouns)
    return cut if 1 < cut < len(group.nouns) and group.nouns[0].bounds.each and not is_attribute_head(group.nouns[1].head) else 1


def _where_the_clause_begins(group: Group, verb: Verb) -> int:
    """ "study courses, and the time and the status are kept": at the first definite noun, or the first attribute, of a list that is recorded."""
    nouns = group.nouns
    if not verb.passive or verb.base not in listed("record", "manage") | KNOWN:
        return len(nouns) - 1
    if nouns[0].bounds.article != "the" or not is_attribute_head(nouns[0].head):
        definite = next((i for i, n in enumerate(nouns) if n.bounds.article == "the"), 0)
        if definite:
            return definite
    start = len(nouns) - 1
    while start > 1 and is_attribute_head(nouns[start - 1].head):
        start -= 1
    return start
