"""Questions about what stands in a document: "by the brand in the specifications", "by the payload's order id", "devices whose settings
contain a firmware version". Each criterion is a filter on a member, whose type its name tells; where it does not, the reader asks.
"""

from __future__ import annotations

from typing import Literal

from relvar.model.conceptual import Filter, Question
from relvar.read.lexicon import UNKNOWN
from relvar.read.text.forms.fields import KIND_OF, TEXT
from relvar.read.text.free_form import WITHIN
from relvar.read.text.naming import Key, identifier, name_of, words_of
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.scene import Scene
from relvar.read.text.words import is_plural, listed, plural, singular

Criterion = tuple[Filter, str]
HAS = frozenset(["have", "mention", "name", "match", "equal", "be"])  # beside what contains: "whose settings contain a firmware version"
UNNAMED = frozenset(["key", "value", "attribute", "property", "field", "member", "entry", "parameter", "pair", "detail", "setting"])
ORDERED = ("date", "timestamp")  # asked for between two bounds


def document_of(scene: Scene, entity: str, noun: Noun | None) -> str:
    """The attribute of an entity that is the document which a phrase names; "" where it names none."""
    if noun is None:
        return ""
    documents = [name for name, a in scene.entities[entity].attributes.items() if a.meaning.data.base == "json"]
    same = [name for name in documents if _same(tuple(name.split("_")), noun.key)]
    return next((name for name in same if len(name.split("_")) == len(noun.key)), same[0] if len(same) == 1 else "")


def _same(name: Key, key: Key) -> bool:
    """Whether a phrase is the name, or its last word: "the settings" of what are called device settings."""
    singular_name = (*name[:-1], singular(name[-1]))
    return singular_name == key or singular_name[-1:] == key


def listed_within(scene: Scene, entity: str, criteria: list[Noun], behind: list[Part]) -> tuple[list[Criterion | None], list[Part]]:
    """For each noun of a list of criteria the filter on a member, None where it is no member; and where the list goes on after the document.

    `behind`: the parts after the list.
    """
    if not criteria:
        return [], []
    shared, rest = "", []
    if len(behind) > 1 and isinstance(mark := behind[0], Mark) and mark.text in WITHIN and isinstance(noun := behind[1], Noun):
        shared = document_of(scene, entity, noun)
        joined = [i for i, p in enumerate(behind[2:5], 2) if isinstance(p, Mark) and (p.tag in ("COMMA", "CONJ") or p.text == "by")]
        rest = behind[joined[-1] + 1 :] if shared and joined and joined[0] == 2 else []  # "... in the payload, and by the machine"
    documents: list[str] = []
    for at, noun in enumerate(criteria):
        own = document_of(scene, entity, noun.owner) or document_of(scene, entity, noun.of)
        known = at < len(criteria) - 1 and bool(scene.attribute_of(entity, name_of(noun)))  # "by name and by the brand in the specifications"
        documents.append(own or ("" if known else shared))
    followed = [*documents[1:], ""]
    made = [_criterion(scene, entity, d, noun, d != after) if d else None for noun, d, after in zip(criteria, documents, followed, strict=True)]
    return made, rest


def told_of_document(scene: Scene, entity: str, rest: list[Part]) -> list[Criterion]:
    """ "... whose settings contain a firmware version", "... with a given firmware version in their settings"."""
    for at, part in enumerate(rest):
        if not isinstance(part, Mark) or part.text not in ("whose", "with", "where"):
            continue
        nouns = [p for p in rest[at + 1 :] if isinstance(p, Noun)]
        verb = next((p for p in rest[at + 1 :] if isinstance(p, Verb)), None)
        if not nouns:
            return []
        if (document := document_of(scene, entity, nouns[0].owner)) and verb is not None:
            return [_criterion(scene, entity, document, nouns[0], True)]
        if part.text != "with" and verb is not None and verb.base in HAS | listed("contains") and (document := document_of(scene, entity, nouns[0])):
            return [_criterion(scene, entity, document, noun, noun is nouns[-1]) for noun in nouns[1:]]
        if part.text == "with" and len(nouns) > 1 and (document := document_of(scene, entity, nouns[-1])):
            return [_criterion(scene, entity, document, noun, noun is nouns[-2]) for noun in nouns[:-1]]
    return []


def any_member(scene: Scene, entity: str, criteria: list[Noun], behind: list[Part]) -> Criterion | None:
    """ "by any setting", "by any value of the payload", "by any attribute in the metadata": under which key, whoever asks says."""
    if len(criteria) != 1:
        return None
    noun, within = criteria[0], behind[1] if len(behind) > 1 and isinstance(mark := behind[0], Mark) and mark.text in WITHIN else None
    unnamed = noun.bounds.each and noun.key[-1] in UNNAMED
    inside = within if isinstance(within, Noun) else noun.of
    document = (document_of(scene, entity, inside) if unnamed else "") or document_of(scene, entity, noun)
    return (Filter(op="holds", attribute=document), f"any value in the {document.replace('_', ' ')}") if document else None


def _criterion(scene: Scene, entity: str, document: str, noun: Noun, last: bool) -> Criterion:
    """A filter and the words for it; the `last` of a list says where they all are looked for."""
    words = words_of(Noun(noun.words, noun.start, noun.end, noun.bounds))
    many = noun.bounds.each or (noun.bounds.most == 1 and is_plural(noun.words[-1]))  # "any of the tags", "any tag", "one of the labels"
    path = identifier((*words[:-1], plural(words[-1])) if many else words)
    member = scene.add_member(entity, document, path, scene.source(noun.start, noun.end), _said_kind(noun), many=many)
    meaning = scene.entities[entity].attributes[document].members[member].meaning
    if meaning.name == UNKNOWN and _said_kind(noun) is None:
        _ask(scene, entity, document, noun)
    op: Literal["range", "="] = "range" if meaning.data.base in ORDERED else "="
    place = f" in the {document.replace('_', ' ')}" if last else ""
    return Filter(op=op, attribute=document, member=member), f"{' '.join(words)}{place}"


def _said_kind(noun: Noun) -> str | None:
    """The type that brackets behind the name say: "the weight (a number)"; None where they say none."""
    said = [p.key[-1] for p in noun.inside if isinstance(p, Noun)]
    kinds = [KIND_OF[word] for word in said if word in KIND_OF]
    return kinds[0] if kinds else "" if set(said) & TEXT else None


def _ask(scene: Scene, entity: str, document: str, noun: Noun) -> None:
    member, whole = " ".join(noun.words), f"{document.replace('_', ' ')} of a {entity.replace('_', ' ')}"
    scene.questions.append(
        Question(
            text=f"Is the {member} in the {whole} a text, a number or a date?",
            assumed="a text, asked for by its exact words",
            changes=f"how the {member} is compared, and the type in its index",
            weight=0.3,
            source=scene.source(noun.start, noun.end),
        )
    )
