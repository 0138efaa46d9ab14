"""How a code is spelled: "3 letters and 4 digits", "two capital letters followed by a hyphen and six digits", "starts with KL-", "digits only"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.model.conceptual import Attribute
from relvar.model.expression import And, Call, ColumnRef, Compare, Constant, Expression, Matches
from relvar.read.lexicon import sized
from relvar.read.text.demands.bounds import add_check
from relvar.read.text.demands.comparing import NUMERAL
from relvar.read.text.demands.condition import condition_of
from relvar.read.text.demands.subject import Fact, facts_before
from relvar.read.text.quantity import number
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued

CASES = {"capital": "A-Z", "uppercase": "A-Z", "upper-case": "A-Z", "upper case": "A-Z", "lowercase": "a-z", "lower-case": "a-z"}
CASES |= {"lower case": "a-z", "small": "a-z"}
SIGNS = {"hyphen": "-", "dash": "-", "slash": "/", "dot": ".", "period": ".", "underscore": "_", "space": " ", "colon": ":"}
PIECE = (
    rf"(?:(?:exactly )?(?P<n>{NUMERAL})(?: (?:to|or|-) (?P<m>{NUMERAL}))? (?:(?P<case>{'|'.join(CASES)}) "
    rf")?(?P<what>letters?|digits?|numbers?|numerals?|characters?)"
    rf"|(?:an? )(?P<sign>{'|'.join(SIGNS)})|(?:an? )(?:(?P<one>{'|'.join(CASES)}) )?(?P<single>letter|digit))"
)
PLAIN = re.sub(r"\?P<\w+>", "?:", PIECE)
JOINED = r"(?:,? (?:and|then|followed by|plus)(?: then)? |, )"
VERB = (
    r"(?:(?:must|should|always|may only|has to|have to) )?(?:consists? of|is made (?:up )?of|are made "
    r"(?:up )?of|is composed of|comprises?|contains?|has|have|is|are|be)"
)
SPELLED = Cued(
    rf"\b{VERB} (?:the form |the format )?(?P<all>{PLAIN}(?:{JOINED}{PLAIN})*)",
    "|".join(("letter", "digit", "number", "numeral", "character", *SIGNS)),
)
PIECES = re.compile(PIECE)
BEGINS = re.compile(
    r"\b(?:(?:must|should|always|has to|have to) )*(?:starts?|begins?) with (?:the (?:letters?|prefix|"
    r"digits?) )?['\"“]?(?P<with>[\w-]{1,12})['\"”]?(?= |[.,;]|$)"
)
WRITTEN = re.compile(r"[\w-]*[/:]?")
ONLY = re.compile(
    r"\b(?:(?:must|should|may|can) )*(?:only )?(?:consists? of|contains?|has|have|be)?\s*(?:only |just "
    r")?(?P<what>digits|letters|letters and digits|digits and letters)(?P<only> only)?\b"
)
CLASSES = {"letter": "A-Za-z", "digit": "0-9", "number": "0-9", "numeral": "0-9", "character": "A-Za-z0-9"}


def spelled(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a sentence in lower case that say of what signs something consists."""
    for found in SPELLED.finditer(text):
        if not all(piece["what"] == "characters" for piece in PIECES.finditer(found["all"])):
            yield found.span()


def read_format(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add the forms that one sentence states."""
    for start, end in spelled(sentence.text):
        pieces = list(PIECES.finditer(sentence.text, start, end))
        longest = sum(_most(piece) for piece in pieces)
        _form(scene, at, sentence, (start, end), "".join(map(_pattern, pieces)), sum(map(_least, pieces)), longest)
    for found in BEGINS.finditer(sentence.text):
        begin = sentence.start + found.start("with")
        prefix = scene.text[begin : _end_of(scene.text, begin)]  # in its own capitals, with the sign that parts it from the rest
        _form(scene, at, sentence, found.span(), re.escape(prefix).replace(r"\-", "-") + ".*", len(prefix), 0)
    for found in ONLY.finditer(sentence.text):
        if "only" in found[0] or "just" in found[0]:
            allowed = "".join(CLASSES[word[:-1]] for word in found["what"].split(" and "))
            _form(scene, at, sentence, found.span(), f"[{allowed}]+", 1, 0)


def _end_of(text: str, begin: int) -> int:
    found = WRITTEN.match(text, begin)
    return found.end() if found else begin


def _is_text(known: Attribute) -> bool:
    return known.meaning.data.base == "text" and not known.multivalued


def _form(scene: Scene, at: int, sentence: Sentence, span: tuple[int, int], pattern: str, least: int, most: int) -> None:
    if condition_of(scene, sentence, at, *span).unknown:
        return
    for fact in facts_before(scene, sentence, at, span[0], _is_text):
        if most:
            known = scene.entities[fact.entity].attributes[fact.attribute]
            scene.change_attribute(fact.entity, fact.attribute, meaning=sized(known.meaning, most))
        operand = ColumnRef(column=fact.attribute)
        matches = Matches(operand=operand, regex=f"^{pattern}$", simpler=_measured(operand, least, most))
        add_check(scene, sentence, Fact(*fact), matches, span, "form", "?")


def _measured(operand: ColumnRef, least: int, most: int) -> Expression:
    length = Call(function="length", arguments=(operand,))
    shortest = Compare(op=">=", left=length, right=Constant(value=least))
    return And(items=(shortest, Compare(op="<=", left=length, right=Constant(value=most)))) if most else shortest


def _least(piece: re.Match[str]) -> int:
    return int(number(piece["n"]) or 1) if piece["n"] else 1


def _most(piece: re.Match[str]) -> int:
    return int(number(piece["m"]) or 1) if piece["m"] else _least(piece)


def _pattern(piece: re.Match[str]) -> str:
    if piece["sign"]:
        sign = SIGNS[piece["sign"]]
        return f"[{sign}]" if sign != "-" else "-"
    case = piece["case"] or piece["one"]
    what = (piece["what"] or piece["single"]).removesuffix("s")
    allowed = CASES[case] if case else CLASSES[what]
    least, most = _least(piece), _most(piece)
    return f"[{allowed}]" + ("" if least == most == 1 else f"{{{least}}}" if least == most else f"{{{least},{most}}}")
