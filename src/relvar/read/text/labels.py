"""Labels before a sentence: "User management: the system stores the name and the address" speaks of users."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.kinds import is_agent
from relvar.read.text.listing import THINGS
from relvar.read.text.naming import is_attribute_head, is_container, is_nominal, words_of
from relvar.read.text.nominal import is_doing
from relvar.read.text.phrases import Noun, Part, Verb, parts
from relvar.read.text.quantity import Bounds
from relvar.read.text.tokens import Token
from relvar.read.text.words import is_plural, listed, singular, verb_form

# what is done with the data that a part of the text is about: the head of its label, no word of its name
ABOUT_DATA = {"management", "administration", "maintenance", "tracking", "recording", "handling", "processing", "logging"}
LONGEST_LABEL = 6  # words
SHORTEST_SENTENCE = 3  # words
IN_A_LABEL = {"NOUN", "ADJ", "VBG", "CONJ", "BOTH", "SLASH", "OPEN", "CLOSE", "VBN"}


def label_of(sentence: list[Token]) -> int:
    """How many of the tagged tokens, the colon among them, are the label of the sentence behind it; 0: it has none."""
    colon = next((at for at, token in enumerate(sentence[: LONGEST_LABEL + 1]) if token.tag == "COLON"), 0)
    named = colon and all(token.tag in IN_A_LABEL for token in sentence[: colon - 1]) and sentence[colon - 1].tag in IN_A_LABEL | {"VERB"}
    labelled = named and (sentence[colon - 1].low in ABOUT_DATA or (is_plural(sentence[colon - 1].low) and _orders(sentence, colon + 1)))
    return colon + 1 if labelled and len(sentence) - colon > SHORTEST_SENTENCE else 0


def _orders(sentence: list[Token], at: int) -> bool:
    """ "Cleaning records: record which employee ...": behind the colon stands what the software is to do."""
    base, form = verb_form(sentence[at].low) if at < len(sentence) else ("", "")
    return form == "base" and base in listed("record", "manage") and sentence[at].low not in listed("attribute_head")


def about_of(label: list[Token]) -> Noun | None:
    """What a label says that the sentence is about."""
    nouns = [part for part in parts(label) if isinstance(part, Noun)]
    if len(nouns) != 1 or len(nouns[0].words) < 2:
        return None
    noun = nouns[0]
    process = singular(noun.head) in ABOUT_DATA | listed("wrapper") | {"file"}
    named = [token for token in label if token.start < noun.end][: -1 if process else None]
    about = Noun(noun.words[:-1] if process else noun.words, noun.start, named[-1].end, Bounds())
    key = words_of(about)
    person = key[-1] in listed("party") or is_agent(key[-1])  # an owner may be what something has, and is one here
    return None if (is_container(key) and key[-1] not in THINGS) or (is_attribute_head(key[-1]) and not person) else about


def headed_by(sentence: list[Token]) -> Noun | None:
    """What stands before the colon of "Topics: a member posts a topic", "Lending: ...", of which the rest of the line goes on to tell."""
    colon = next((at for at, token in enumerate(sentence[:LONGEST_LABEL]) if token.tag == "COLON"), 0)
    nouns = [part for part in parts(sentence[:colon]) if isinstance(part, Noun)] if colon else []
    says = any(token.tag in ("VERB", "BE", "MODAL") for token in sentence[colon + 1 :])
    plain = len(nouns) == 1 and nouns[0].start == sentence[0].start and (nouns[0].plural or is_doing(nouns[0].key[-1])) and not nouns[0].inside
    return nouns[0] if says and plain and not is_container(words_of(nouns[0])) else None


def with_subject(found: list[Part]) -> list[Part]:
    """What the software does, where only the verb says so: "tracks the activities", "registration and login, recording the name"."""
    at = next((i for i, part in enumerate(found) if isinstance(part, Verb)), -1)
    verb = found[at] if at >= 0 else None
    if not isinstance(verb, Verb) or verb.passive:
        return found
    functions = [part for part in found[:at] if isinstance(part, Noun)]
    told = at > 0 and verb.form == "ing" and verb.base in listed("record") and any(is_nominal(n.head) for n in functions)
    if told or (at == 0 and verb.form == "finite"):
        return [Noun(("system",), verb.start, verb.start, Bounds()), replace(verb, form="finite"), *found[at + 1 :]]
    return found


def in_order(rest: list[Token]) -> list[Token]:
    """The tokens behind a label, the first of them a verb where it says what the software is to do: "keep names"."""
    if _orders(rest, 0):
        rest[0].tag, rest[0].base = "VERB", rest[0].low
    return rest


def tells(found: list[Part]) -> bool:
    return any(isinstance(part, Verb) for part in found)


# what a figure may be headed by: "Load: 500 ferries a day"
FIGURES = frozenset(
    ["load", "peak", "volume", "volumes", "scale", "size", "traffic", "throughput", "quantity", "quantities", "numbers", "figures", "growth"]
)


def heads_figures(sentence: list[Token]) -> bool:
    """Whether the sentence is a number behind a label that says so, and tells nothing of what is kept."""
    colon = next((at for at, token in enumerate(sentence[: LONGEST_LABEL + 1]) if token.tag == "COLON"), 0)
    return bool(colon) and sentence[colon - 1].low in FIGURES and any(token.tag == "NUM" for token in sentence[colon + 1 : colon + 4])
