"""Lives told in pieces: where they begin, which state follows on which, what only one state leads to, and what never changes again.

"A film starts as draft, then becomes published and finally archived." "Only published films can be archived." "Once archived, a film cannot
be changed." "New films are drafts." The pieces of all sentences make one life cycle, together with the states that the text lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from relvar.model.brief import Source
from relvar.model.conceptual import LifeCycle, OneOf, Rule
from relvar.model.expression import Constant
from relvar.read.text.demands.subject import entity_in
from relvar.read.text.nominal import named_after
from relvar.read.text.plain.preset import Preset
from relvar.read.text.retention import nearby
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued, first_cues, one_stands
from relvar.read.text.states import STATE_NAMES, in_order, is_state
from relvar.read.text.words import WORD, is_plural, listed, singular, verb_form

BEGINS = Cued(
    r"\b(?:starts?(?: out| off| its life)?|begins?|(?:is|are|gets?) (?:first |initially |always )?(?:created|"
    r"opened|added|entered|registered)|enters?|starts life|begins life)"
    r" (?:as|in|with)\b(?P<rest>.*)$",
    "start|begin|created|opened|added|enter|registered",
    " as| in| with",
)
FIRST = Cued(
    r"\b(?:is|are) (?:initially|at first|first|in the beginning|always created as)\b(?P<rest>.*)$|\binitially,? "
    r"(?:it|they|an?|the|each|every)\b.*? (?:is|are)\b(?P<more>.*)$",
    "initially|first|in the beginning|always created as",
)
NEW = Cued(
    rf"\b(?:an? |each |every |all |any )?(?:new|newly created|newly added|fresh) (?P<what>{WORD}(?: "
    rf"{WORD})?) (?:is|are|has|have|gets?|starts?|begins?)\b(?P<rest>.*)$",
    "new |newly |fresh ",
)
INITIAL = Cued(
    rf"\b(?:initial|default|first|starting) (?:{'|'.join(STATE_NAMES)})(?: of (?P<whose>[^,]*?))? (?:is|are|must be|will be)\b(?P<rest>.*)$"
    rf"|\b(?:{'|'.join(STATE_NAMES)})\b[^,]*? (?:defaults? to|is (?:by default|initially)|starts? (?:as|"
    rf"with|at)|begins? (?:as|with)|is (?:first |initially |automatically )?set to)\b(?P<more>.*)$",
    "|".join(STATE_NAMES),
    "initial|default|first|start|begin|set to",
)
ONLY = Cued(
    rf"\bonly (?P<from>{WORD}(?: or {WORD})?) (?P<what>{WORD}(?: {WORD})?) (?:can|may) (?:then )?(?:be|become) (?P<to>{WORD})\b", "only ", "can|may"
)
ONLY_IF = Cued(
    rf"^(?P<what>.*?) (?:can|may|must|cannot|can't) (?:only |not )?(?:be|become) (?P<to>{WORD})(?: only)?,? "
    rf"(?:if|when|once|after|unless|before|until) (?:it|they|he|she) "
    rf"(?:is|are|was|were|has been|have been) (?P<from>{WORD})\b",
    " it | they | he | she ",
    " be | become ",
    "can|may|must",
)
BEFORE = Cued(
    rf"^(?P<what>.*?) (?:must|has to|have to|needs to) (?:first )?(?:be|have been) (?P<from>{WORD}) "
    rf"before (?:it|they|he|she) (?:can be|may be|is|are|can become|becomes?) (?P<to>{WORD})\b",
    "before ",
    " be | have been ",
)
BECOMES = Cued(
    rf"\b(?:an? |the |each |every )?(?P<from>{WORD}) (?P<what>{WORD}),? (?:(?:it|they) )?(?:can (?:then |later |also )?(?:be|"
    rf"become)|may (?:then |later )?(?:be|become)|becomes?|turns? into) "
    rf"(?:an? )?(?P<to>{WORD}(?:(?:, or |, | or )(?:be )?(?!by\b){WORD})*)\b(?! by\b)",
    "can be|can then|can later|can also|may be|may then|may later|become|turn",
)
ONCE = Cued(
    rf"\b(?:once|after being|when|as soon as|after it is|once it is|once they are|after it has been|"
    rf"once it has been) (?P<from>{WORD}),? (?P<what>[^,]*?) "
    rf"(?:can|may|must|is|are|will)(?P<denied> ?(?:not|never|no longer)|not)? (?:any ?more )?(?:be |"
    rf"longer be )?(?P<to>{WORD})\b",
    "once |when |as soon as |after being |after it ",
)
LATER = Cued(
    rf"^(?P<what>.*?) (?:can|may|must|is|are) ?(?P<denied>not|never|no longer|not) (?:be )?(?P<to>{WORD})(?: "
    rf"any ?more)? (?:once|after|when|as soon as) (?:it|they) (?:is|are|was|were|has been|have been) "
    rf"(?P<from>{WORD})\b",
    "once it|once they|after it|after they|when it|when they|as soon as",
    "not |never |no longer ",
)
NEVER = Cued(
    rf"\b(?P<from>{WORD}) (?P<what>{WORD}(?: {WORD})?) (?:can|may|must|are|is|will)(?: ?not| never| "
    rf"no longer|'t) (?:longer |ever )?(?:be |become )?(?P<to>{WORD})\b",
    "not | never | no longer |'t ",
)
STAYS = Cued(
    rf"\b(?P<from>{WORD}) (?P<what>{WORD}) (?:stays?|remains?) (?P<to>{WORD})\b|\b(?P<end>{WORD}) is "
    rf"(?:always )?(?:the|a) (?:final|last|end) (?:{'|'.join(STATE_NAMES)})\b",
    "stay|remain| final | last | end ",
)
CIRCUMSTANCE = re.compile(r" (?:by|on|when|whenever|at|unless|upon|if|after|as soon as|because) ")
FLOW = Cued(
    r"\b(?:life(?: ?-?cycle)?|work ?flow|(?:status|state) flow|(?:status|state|stage)s?)"
    r"(?: of (?P<whose>(?:an?|the|each|every|all) [a-z][\w-]*(?: [a-z][\w-]*)?)(?= is\b| are\b|:| goes\b| moves\b| ))?"
    r"(?: is| are| moves forward only| moves only forward| goes)?:? (?P<rest>[^:]+?)(?P<ordered>,? in (?:this|that) order)?$",
    "life|work|status|state|stage",
)
BEGINNINGS = first_cues(NEW, INITIAL, BEGINS, FIRST, FLOW)
STEPS = first_cues(ONLY, ONLY_IF, BEFORE, BECOMES, ONCE)
ENDS = first_cues(STAYS, ONCE, LATER, NEVER)
ORDERED = re.compile(r"->|→|life ?-?cycle|life of|flow|forward|\bthen\b")
THROUGH = re.compile(r"\b(?:go(?:es)?|runs?|pass(?:es)?|moves?) through (?:the |these |its |\w+ )?(?:stage|state|phase|step)s?\b")
PIECES = re.compile(
    r", or |, and |,| and (?:then |finally )?| then | finally | later |->|→| followed by | before (?:it "
    r"|they )?| until (?:it |they )?"
)
FILL_IN = """then and finally later next afterwards after that it they becomes become is are gets get moves move to turns turn into goes go
    changes change can may be will ends end up as the a an status state stage phase followed by once eventually in with of being been has have
    either first"""
FILLER = frozenset(FILL_IN.split())
CHANGES = "changed edited modified updated altered overwritten touched amended corrected reopened"  # what no final state allows
CHANGED = frozenset(CHANGES.split())
LEAVES_NONE = """deleted removed viewed seen read shown displayed found searched downloaded accessed listed used exported printed sent made given
    taken added created entered registered recorded stored moved assigned selected chosen"""
DONE_TO = frozenset(LEAVES_NONE.split()) | CHANGED  # doings that leave no state behind


@dataclass(slots=True)
class Life:
    """What the text says of one entity's life, in reading order."""

    source: Source
    initial: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)  # state -> those that alone lead to it
    denied: list[tuple[str, str]] = field(default_factory=list)
    final: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)  # where its sentences begin


class Lives:
    """Gathers the pieces, then makes the life cycles."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.found: dict[str, Life] = {}

    def read(self) -> None:
        """All sentences; a state that no other sentence knows is one where it is a participle or an adjective."""
        readers = ((self._begins, BEGINNINGS), (self._steps, STEPS), (self._ends, ENDS))
        for at, sentence in enumerate(self.scene.sentences):
            for reader, words in readers:
                if one_stands(words, sentence.text):
                    reader(at, sentence)
        for entity, life in self.found.items():
            _settle(self.scene, entity, life)

    # --- pieces ---

    def _begins(self, at: int, sentence: Sentence) -> None:
        new, initial = NEW.search(sentence.text), INITIAL.search(sentence.text)
        begins = BEGINS.search(sentence.text) or FIRST.search(sentence.text)
        flow = flow_of(sentence.text)
        if flow and not initial and not begins:
            through = THROUGH.search(sentence.text)
            entity = self._entity(at, sentence, flow["whose"] or sentence.text[: through.start() if through else flow.start()])
            rest = flow["rest"] if re.search(r"[ ,]", flow["rest"].strip()) else flow["rest"].replace("-", ", ")
            chain = _chain(rest)
        elif initial:
            whose = initial.groupdict().get("whose") or ""
            entity = self._entity(at, sentence, whose)
            chain = _chain(CIRCUMSTANCE.split(initial["rest"] or initial["more"] or "")[0])
        elif new and not begins:
            entity, chain = entity_in(self.scene, new["what"]), _chain(new["rest"])
        elif begins:
            said = begins.groupdict()
            entity, chain = self._entity(at, sentence, sentence.text[: begins.start()]), _chain(said.get("rest") or said.get("more") or "")
        elif isinstance(demand := self.scene.resolver.claims.demands.get(sentence.end), Preset) and demand.fact[-1] in STATE_NAMES:
            entity, chain = self.scene.entity_named(demand.thing), _chain(demand.value)
        else:
            return
        known = self._states(entity) if entity else ()
        states = [state for group in chain for state in group]
        if not entity or not chain or not all(self._is_state(state, known) for state in states):
            return
        if len(states) == 1 and states[0] in DONE_TO - set(known):
            return  # "new films are added by a clerk"
        life = self._life(entity, sentence)
        life.initial = life.initial or chain[0][0]
        life.steps += [(a, b) for before, after in pairwise(chain) for a in before for b in after]

    def _steps(self, at: int, sentence: Sentence) -> None:
        text = sentence.text
        only = ONLY.search(text) or ONLY_IF.search(text) or BEFORE.search(text)
        if only:
            self._step(at, sentence, only["what"], re.split(" or ", only["from"]), only["to"], alone="only" in only[0] or "before" in only[0])
            return
        for match in BECOMES.finditer(text):
            for to in re.split(r",? or (?:be )?|, ", match["to"]):
                self._step(at, sentence, match["what"], [match["from"]], to, alone=False)
        if (once := ONCE.search(text)) and not once["denied"]:
            self._step(at, sentence, once["what"], [once["from"]], once["to"], alone=False)

    def _step(self, at: int, sentence: Sentence, what: str, before: list[str], to: str, *, alone: bool) -> None:
        entity = self._entity(at, sentence, what)
        known = self._states(entity) if entity else ()
        if not entity or to in DONE_TO - set(known) or self._is_recorded(entity, to, known):
            return
        if not all(self._is_state(s, known) for s in (*before, to)):
            return
        life = self._life(entity, sentence)
        life.steps += [(state, to) for state in before]
        if alone:
            life.only[to] = tuple(before)

    def _ends(self, at: int, sentence: Sentence) -> None:
        text = sentence.text
        stays = STAYS.search(text)
        if stays and (stays["end"] or stays["from"] == stays["to"]):
            entity = self._entity(at, sentence, stays["what"] or "")
            state = stays["end"] or stays["from"]
            if entity and self._is_state(state, self._states(entity)):
                self._life(entity, sentence).final.append(state)
            return
        once = ONCE.search(text)
        match = once if once and once["denied"] else LATER.search(text) or NEVER.search(text)
        if not match:
            return
        entity, state, to = self._entity(at, sentence, match["what"]), match["from"], match["to"]
        known = self._states(entity) if entity else ()
        if not entity or not self._is_state(state, known) or not (to in CHANGED or self._is_state(to, known)):
            return
        life = self._life(entity, sentence)
        if to in CHANGED:
            life.final.append(state)
        elif to in known and not self._is_recorded(entity, to, known):
            life.denied.append((state, to))

    # --- what is meant ---

    def _entity(self, at: int, sentence: Sentence, words: str) -> str:
        """The entity that a phrase ends with; of a pronoun and of a status what is spoken of, with a status first."""
        plain = re.sub(rf"^.*\b(?:{'|'.join(STATE_NAMES)})(?:es|s)? of ", "", words)
        said = [w for w in re.findall(WORD, plain) if w not in listed("pronoun", "determiner", "be", "modal", "adverb", "conjunction")]
        named = entity_in(self.scene, plain)
        if named or (said and said[-1] not in STATE_NAMES):
            return named
        near = nearby(self.scene, sentence, at)
        with_status = [n for n in (*near, *reversed(self.scene.entities)) if status_of(self.scene, n)]
        done_to = [n for n in near if self.scene.entities[n].entity_kind != "party"]  # "when a clerk takes a ticket, it becomes open"
        return next(iter([*with_status, *done_to, *near]), "")

    def _states(self, entity: str) -> tuple[str, ...]:
        told = [_told_states(r) for r in self.scene.rules.values() if r.entity == entity]
        life = self.found.get(entity)
        said = (s for pair in life.steps for s in pair) if life else ()
        return tuple(dict.fromkeys((*(s for states in told for s in states), *said)))

    def _is_state(self, word: str, known: tuple[str, ...]) -> bool:
        if word in known:
            return True
        closed = any(isinstance(r, OneOf) and set(r.values) <= set(known) for r in self.scene.rules.values()) and bool(known)
        return not closed and word not in listed("determiner", "each", "pronoun", "modal", "adverb", "many") and is_state(word)

    def _is_recorded(self, entity: str, to: str, known: tuple[str, ...]) -> bool:
        """ "only available rooms can be booked", where bookings of rooms are kept: no state of the room."""
        base = verb_form(to)[0]
        return bool(base) and to not in known and any(n in named_after(base) for n in self.scene.referring(entity))

    def _life(self, entity: str, sentence: Sentence) -> Life:
        life = self.found.setdefault(entity, Life(self.scene.said(sentence)))
        life.told.append(sentence.start)
        return life


def _told_states(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, LifeCycle):
        return states_of(rule)
    return rule.values if isinstance(rule, OneOf) and rule.attribute.endswith(STATE_NAMES) else ()


def flow_of(text: str) -> re.Match[str] | None:
    """Where a sentence in lower case tells a whole flow of states; None where it only names a state."""
    found = FLOW.search(text)
    return found if found and (found["ordered"] or ORDERED.search(found[0]) or THROUGH.search(text)) else None


def states_of(rule: LifeCycle) -> tuple[str, ...]:
    """The states of a life cycle in the order of its transitions."""
    return tuple(dict.fromkeys((rule.initial, *(s for pair in rule.transitions for s in pair), *rule.final)))


def status_of(scene: Scene, entity: str) -> str:
    """The attribute that holds the state of an entity, or ""."""
    attributes = scene.entities[entity].attributes
    return next((n for n, a in attributes.items() if n.endswith(STATE_NAMES) or a.meaning.name == "status"), "")


def _chain(text: str) -> list[tuple[str, ...]]:
    """ "draft, then becomes published and finally archived": the states in order, each with its alternatives ("approved or rejected")."""
    found: list[tuple[str, ...]] = []
    for piece in PIECES.split(f" {text.strip(' .')} "):
        said = CIRCUMSTANCE.split(piece)[0]  # "approved or rejected by a clerk"
        states = tuple(state for part in re.split(r" or |/", said) if (state := _state(part)))
        if states:
            found.append(states)
        elif [w for w in re.findall(WORD, said) if w not in FILLER]:
            break
    return found


def _state(words: str) -> str:
    left = [w for w in re.findall(WORD, words.replace("'", "").replace('"', "")) if w not in FILLER]
    if not 1 <= len(left) <= 2:
        return ""
    whole = "_".join((*left[:-1], singular(left[-1]) if is_plural(left[-1]) and not verb_form(left[-1])[0] else left[-1])).replace("-", "_")
    return "in_progress" if whole == "progress" else whole


# --- one life of the pieces ---


def _settle(scene: Scene, entity: str, life: Life) -> None:
    attribute = status_of(scene, entity)
    rules = {n: r for n, r in scene.rules.items() if r.entity == entity and isinstance(r, OneOf | LifeCycle) and r.attribute == attribute}
    whole = next((r for r in rules.values() if isinstance(r, LifeCycle)), None)
    values = next((r.values for r in rules.values() if isinstance(r, OneOf)), ())
    steps = _union(whole.transitions if whole else _in_order(values, life), life.steps)
    for to, before in life.only.items():
        steps = [(a, b) for a, b in steps if b != to or a in before]
    steps = [(a, b) for a, b in steps if a not in life.final and (a, b) not in life.denied]
    initial = life.initial or (whole.initial if whole else values[0] if values else steps[0][0] if steps else "")
    if steps or life.initial:
        scene.used += life.told
    if not steps:
        _only_beginning(scene, entity, attribute, life)
        return
    steps = _union(_reached(initial, steps), steps)
    attribute = attribute or scene.add_attribute(entity, "status", life.source, "status")
    for name in rules:
        scene.used.append(scene.rules.pop(name).source.start or 0)
    left = {a for a, _ in steps}
    states = dict.fromkeys((initial, *values, *(s for pair in steps for s in pair)))
    final = tuple(s for s in states if s not in left)
    scene.add_rule(
        f"{entity}_{attribute}_life",
        LifeCycle(
            entity=entity,
            attribute=attribute,
            initial=initial,
            transitions=tuple(steps),
            final=final,
            open=tuple(s for s in states if s not in final),
            source=whole.source if whole else life.source,
        ),
    )


def _union(first: Iterable[tuple[str, str]], second: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((*first, *second)))


def _in_order(values: tuple[str, ...], life: Life) -> list[tuple[str, str]]:
    """States that are only listed: each leads to the next, where no sentence says from where one is reached."""
    told = {b for _, b in life.steps}
    return [(a, b) for a, b in in_order(values) if b not in told and a not in life.final]


def _reached(initial: str, steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A way from the beginning to a piece of which nobody says how it is reached."""
    entered = {b for _, b in steps}
    loose = [a for a in dict.fromkeys(a for a, _ in steps) if a not in entered and a != initial]
    return [(initial, state) for state in loose]


def _only_beginning(scene: Scene, entity: str, attribute: str, life: Life) -> None:
    """Nothing but the first state is told: what new instances have where nobody says otherwise."""
    if life.initial:
        attribute = attribute or scene.add_attribute(entity, "status", life.source, "status")
        known = next((r for r in scene.rules.values() if isinstance(r, LifeCycle) and (r.entity, r.attribute) == (entity, attribute)), None)
        if known is None:
            scene.change_attribute(entity, attribute, default=Constant(value=life.initial))


def read_lives(scene: Scene) -> None:
    """Add to the scene what its sentences say of lives."""
    Lives(scene).read()
