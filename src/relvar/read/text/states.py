"""Value sets and life cycles in prose: "status can be draft or published", "moves from draft to review, then published", "a -> b -> c"."""

from __future__ import annotations

import itertools
import re

from relvar.model.brief import Source
from relvar.model.conceptual import LifeCycle, OneOf
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued, first_cues
from relvar.read.text.words import listed, verb_form

STATE = r"['\"“]?[a-z][a-z_-]*(?: (?:progress|review|transit|stock|hold|use|route|delivery|approval|payment))?['\"”]?"
ARROWS = Cued(rf"({STATE}(?:\s*(?:->|→|=>|–>)\s*{STATE})+)", "->|→|=>|–>")
MOVES = Cued(
    rf"\b(?:moves?|goes|go|changes?|passes|transitions?|progress(?:es)?|advances?)\b[^.;]{{0,20}}?\bfrom "
    rf"({STATE}) (?:through|via|to|into) ({STATE}(?:(?:,| and| or| to| then|, then|, and|, or| and then|, "
    rf"to)+ (?:to |finally )?{STATE})*)",
    "from ",
    "move|goes|go|change|passes|transition|progress|advance",
)
AGAIN = re.compile(rf",? and from ({STATE}) (?=to\b)")
VALUES = Cued(
    rf"\b((?:\w+ )?(?:status|state|type|kind|priority|category|level|role|mode|stage|severity|grade)(?:es|"
    rf"s)?) (?:can be|may be|must be|is|are|is one of|one of|has the values|:)(?: either| one of(?: "
    rf"the following)?| any of)?:? ?((?:{STATE}, )*{STATE},? (?:or|and) {STATE})",
    "status|state|type|kind|priority|category|level|role|mode|stage|severity|grade",
    " or | and ",
)
LISTED = Cued(
    r"\b((?:status|state|stage|phase|type)): ?([a-z][a-z -]*(?:, [a-z][a-z -]*){2,}(?:,? (?:and|"
    r"or) [a-z][a-z -]*)?)(?=$|[.;)])",
    "status|state|stage|phase|type",
    ":",
)
STATING = first_cues(ARROWS, MOVES, VALUES, LISTED)
SPLIT = re.compile(r"\s*(?:->|→|=>|–>|,? and then |,? then |,? to |,? finally |,? and |,? or |, )\s*")
ENDED_EARLY = frozenset(["cancelled", "canceled", "rejected", "no-show", "no_show", "failed", "withdrawn", "expired", "declined", "lost"])
STATE_NAMES = ("status", "state", "stage", "phase")
FINAL_HINTS = frozenset(
    [
        "published",
        "archived",
        "closed",
        "done",
        "completed",
        "complete",
        "cancelled",
        "canceled",
        "rejected",
        "delivered",
        "paid",
        "refunded",
        "deleted",
        "resolved",
        "finished",
        "expired",
        "sold",
        "returned",
        "retired",
        "discarded",
        "discharged",
    ]
)


def life_cycle(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add the value sets and the state machines of one sentence."""
    for match in (*VALUES.finditer(sentence.text), *LISTED.finditer(sentence.text)):
        values = _states(match[2])
        entity, attribute = _owner(scene, at, sentence, match[1])
        if entity and len(values) > 1:
            known = scene.rules.get(f"{entity}_{attribute}_values"[:60])
            rule = OneOf(entity=entity, attribute=attribute, values=values, source=_source(scene, sentence, match))
            if isinstance(known, OneOf) and len(known.values) < len(values):
                scene.rules.pop(f"{entity}_{attribute}_values"[:60])
                scene.doubted.append((known, rule))
            scene.add_rule(f"{entity}_{attribute}_values", rule)
    # "from draft to review, and from review to published" goes on where it was
    said = AGAIN.sub(lambda m: ", " if m[1] in sentence.text[: m.start()] else m[0], sentence.text) if "and from" in sentence.text else sentence.text
    for pattern, text in ((ARROWS, lambda m: m[1]), (MOVES, lambda m: f"{m[1]}, {m[2]}")):
        for match in pattern.finditer(said):
            _machine(scene, at, sentence, match, _states(text(match)))


def _states(text: str) -> tuple[str, ...]:
    """The states of a chain, as safe values in reading order."""
    words = (w.strip(" '\"“”").removeprefix("to ").replace("-", "_").replace(" ", "_") for w in SPLIT.split(text))
    return tuple(dict.fromkeys(w for w in words if w and w not in listed("determiner")))


def _source(scene: Scene, sentence: Sentence, match: re.Match[str]) -> Source:
    return scene.source(sentence.start + match.start(), sentence.start + match.end())


def _owner(scene: Scene, at: int, sentence: Sentence, words: str) -> tuple[str, str]:
    """The entity a state belongs to and its attribute, made where it has none of the name."""
    parts = tuple(w for w in words.split() if w not in listed("determiner") and w not in listed("each"))
    named = sentence.named or tuple(n for s in reversed(scene.sentences[max(0, at - 2) : at]) for n in s.named)
    if not named or not parts:
        return "", ""
    owner = scene.entity_named(parts[:-1]) if len(parts) > 1 else ""
    head = parts[-1].removesuffix("es") if parts[-1].endswith("statuses") else parts[-1].rstrip("s") if parts[-1] != "status" else "status"
    known = [n for n in reversed(named) if scene.attribute_of(n, (head,))]  # "candidates apply; an application has a status: new, ..."
    entity = owner or next(iter(known), named[0])
    found = scene.attribute_of(entity, (head,))
    return entity, found or scene.add_attribute(entity, head, scene.said(sentence))


def _machine(scene: Scene, at: int, sentence: Sentence, match: re.Match[str], states: tuple[str, ...]) -> None:
    if len(states) < 2 or sum(is_state(s) for s in states) * 2 < len(states):
        return
    before = tuple(n for noun_start, n in _named_before(scene, sentence, match.start()) if noun_start >= 0)
    named = before or sentence.named or tuple(n for s in reversed(scene.sentences[max(0, at - 2) : at]) for n in s.named)
    if not named:
        return
    alive = [n for n in (*named, *reversed(scene.entities)) if any(a.endswith(STATE_NAMES) for a in scene.entities[n].attributes)]
    entity = named[-1] if before else next(iter(alive), named[0])
    attribute = next((a for a in scene.entities[entity].attributes if a.endswith(STATE_NAMES)), "")
    source = _source(scene, sentence, match)
    attribute = attribute or scene.add_attribute(entity, "status", source, "status")
    last = re.search(r",? or (?:to )?([a-z_-]+)$", match[0])
    main = states[:-1] if last and len(states) > 2 and states[-1].endswith(last[1]) else states
    final = tuple(dict.fromkeys((main[-1], states[-1])))
    transitions = (*itertools.pairwise(main), *((s, states[-1]) for s in main[:-1] if main is not states))
    states = (*main, *states[len(main) :])
    scene.rules.pop(f"{entity}_{attribute}_values"[:60], None)
    scene.add_rule(
        f"{entity}_{attribute}_life",
        LifeCycle(
            entity=entity,
            attribute=attribute,
            initial=states[0],
            transitions=transitions,
            final=final,
            open=tuple(s for s in states if s not in final),
            source=source,
        ),
    )


def live(scene: Scene, entity: str, states: tuple[str, ...], source: Source) -> None:
    """Add that an entity goes through states, one after the other, in place of the list of them."""
    attribute = next((a for a in scene.entities[entity].attributes if a.endswith(STATE_NAMES)), "")
    attribute = attribute or scene.add_attribute(entity, "status", source, "status")
    scene.rules.pop(f"{entity}_{attribute}_values"[:60], None)
    transitions = tuple(itertools.pairwise(states))
    made = LifeCycle(
        entity=entity, attribute=attribute, initial=states[0], transitions=transitions, final=states[-1:], open=states[:-1], source=source
    )
    scene.add_rule(f"{entity}_{attribute}_life", made)


def is_state(word: str) -> bool:
    """A participle, an adjective or a known state: not a place ("moves from A to B")."""
    base, form = verb_form(word.split("_")[0])
    known = word in FINAL_HINTS or word in listed("adjective") or form in ("ed", "ing")
    return (
        known
        or word in ("draft", "review", "pending", "new", "open", "todo", "backlog", "active", "in_progress", "quarantine", "available")
        or bool(base)
    )


def _named_before(scene: Scene, sentence: Sentence, offset: int) -> list[tuple[int, str]]:
    from relvar.read.text.scene import nouns

    limit = sentence.start + offset
    return [(noun.start, entity) for noun in nouns(sentence.parts) if noun.start < limit and (entity := scene.entity_of(noun))]


def in_order(states: tuple[str, ...]) -> list[tuple[str, str]]:
    """The steps of states that a text only lists: each leads to the next, and to an early end from every open one."""
    early = [s for s in states if s.replace(" ", "_") in ENDED_EARLY]
    main = [s for s in states if s not in early]
    return [*itertools.pairwise(main), *((s, end) for s in main[:-1] for end in early)]
