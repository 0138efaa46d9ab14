"""The document's form: headings, bullets, tables, user stories, paragraphs; each sentence goes to the reader with its owner."""

from __future__ import annotations

import re
from itertools import pairwise

from relvar.read.text.allowed import Spoken, allowed, asks_for
from relvar.read.text.asked import asked_alone
from relvar.read.text.claims import Claims, Exists, Has
from relvar.read.text.clauses import Reader
from relvar.read.text.determining import tells_only_that
from relvar.read.text.frames import Frames
from relvar.read.text.free_form import documents_of, read_as_held
from relvar.read.text.handled import is_handling
from relvar.read.text.idioms import without_idioms
from relvar.read.text.labels import about_of, headed_by, heads_figures, in_order, label_of, tells, with_subject
from relvar.read.text.listing import THINGS
from relvar.read.text.lists import Group, grouped
from relvar.read.text.manner import only_asks, without_manner
from relvar.read.text.naming import is_attribute_head, is_container, words_of
from relvar.read.text.operations import roles_named, tells_only_rights
from relvar.read.text.owning import STRONG
from relvar.read.text.phrases import Mark, Noun, Part, Verb, parts
from relvar.read.text.questions import ASKING
from relvar.read.text.sought import Cued, Said
from relvar.read.text.tagger import tag
from relvar.read.text.tenancy import keeps_apart
from relvar.read.text.tokens import Line, Token, lines, sentences
from relvar.read.text.words import listed

STORY = re.compile(
    r"^\s*(?:[-*•]\s*)?(?:US[-\s]?\d+[:.)]?\s*)?as\s+(?:an?|the)\s+(?P<actor>[^,]{2,60}?),?\s+(?:i|"
    r"we)\s+(?:want|need|would like|can|should|wish|must)\b",
    re.I,
)
OVERLAP = Cued(
    r"\b(double[- ]?book\w*|overlap\w*|at the same time|one \w+ at a time|same (?:time )?slot|booked "
    r"twice|two [\w ]{1,30} at once|conflicting \w+)\b",
    "double|overlap|same time|same slot|at a time|booked twice|at once|conflicting ",
)
TOLD = ("has", "relates", "measured", "done", "identifies", "specialises")
MAKES_OWN = frozenset(
    ["borrow", "request", "rate", "submit", "write", "place", "book", "order", "create", "post", "upload", "review", "sign", "buy", "apply"]
)
BRACKETS = re.compile(r"\([^()]*\)")
SHORT_LINE = 8  # tokens: a longer line only names nothing
HEADING_WORDS = 5  # a numbered line of fewer words over a paragraph is its heading
CONTAINER_HEADINGS = frozenset(
    [
        "entities",
        "entity",
        "tables",
        "table",
        "data",
        "model",
        "requirements",
        "overview",
        "features",
        "functions",
        "users",
        "roles",
        "rules",
        "scope",
        "introduction",
        "background",
        "description",
        "stories",
        "notes",
        "reports",
        "reporting",
        "queries",
        "constraints",
        "scale",
        "security",
        "general",
        "summary",
        "context",
        "goals",
        "workflow",
        "interface",
        "api",
        "endpoints",
        "screens",
        "appendix",
        "sheets",
        "spreadsheets",
    ]
)


def _is_item(found: list[Part]) -> bool:
    """A name, what is asked for, or a name with a clause about it: no sentence of its own."""
    first = found[0] if found else None
    verb = next((at for at, part in enumerate(found) if isinstance(part, Verb) and part.form == "finite"), -1)
    about = any(isinstance(part, Mark) and (part.tag == "REL" or part.text == "where") for part in found[: max(verb, 0)])
    counted = any(isinstance(part, Noun) and part.bounds.stated for part in found)  # "usually 6 packages"
    return not counted and (verb < 0 or about or (isinstance(first, Mark) and first.text in ASKING))


def _kept_for(purpose: list[Part]) -> list[Part]:
    """ "so that the date and the remarks are recorded": a purpose that says what is kept."""
    facts = [part for part in purpose if isinstance(part, Noun) and is_attribute_head(part.head)]
    verb = next((part for part in purpose if isinstance(part, Verb)), None)
    kept = len(facts) > 1 and isinstance(verb, Verb) and verb.passive and verb.base in listed("record")
    return [Mark("STOP", ",", purpose[0].start, purpose[0].start), *purpose] if kept else []


class Document:
    """The claims of a text, and its sentences kept for the readers of rules, patterns and roles."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.one_line = "\n" not in text.strip()
        self.claims = Claims()
        self.sentences: list[tuple[list[Token], list[Part]]] = []
        self.reader = Reader(self.claims)
        self.frames = Frames(self.claims)
        self.reader.known = self.frames.known
        self.reader.overlaps = bool(OVERLAP.pattern.search(text.lower()))
        self.owner_of_bullets: Noun | None = None
        self.listed_below: Noun | None = None  # whose list the line above opened with its colon
        self.list_of_entities = False
        self.claims.documents = documents_of(text)
        self.spoken = Spoken()
        self.asked: tuple[Noun, Noun] | None = None  # the fact for whose values the sentence before asks, and its thing
        self.named: set[int] = set()  # where the names of forms stand: such a line is the title of a sheet, not of the document
        self.title_line = -1  # where the line begins that only names the document

    def read(self) -> Claims:
        rows: list[Line] = []
        every = list(lines(self.text))
        self._number_headings(every)
        self._find_title(every)
        for line in every:
            if line.kind == "row":
                rows.append(line)
                continue
            self._table(rows)
            rows = []
            self._line(line)
        self._table(rows)
        return self.claims

    def _number_headings(self, every: list[Line]) -> None:
        """ "1. Artists" over a paragraph, or over items with another sign, is a heading, not an item."""
        for line, following in pairwise(every):
            words = BRACKETS.sub("", self.text[line.start : line.end]).split()
            if line.kind != "bullet" or not words or words[-1].endswith((".", ",", ";")):
                continue
            over = following.kind == "bullet" and line.marker not in ("sign", following.marker) and following.depth >= line.depth
            over = over and self._only_names(line)
            if (following.kind == "text" and len(words) < HEADING_WORDS and not words[-1].endswith(":")) or over:
                line.kind = "heading"

    def _only_names(self, line: Line) -> bool:
        """ "Members can borrow up to five books" over its own items tells something."""
        return not any(isinstance(p, Verb) and p.form == "finite" for sentence in sentences(self.text, line) for p in parts(tag(sentence)))

    def _find_title(self, every: list[Line]) -> None:
        """The first line names the document where others of its kind, sentences or bullets that tell something follow, not its own list."""
        first, rest = every[0] if every else None, every[1:]
        if first is None or len(rest) < 2 or rest[0].kind == "row" or "." in self.text[first.start : first.end].rstrip(".:"):
            return
        if rest[0].kind == "bullet" and not any(mark in self.text[rest[0].start : rest[0].end] for mark in (":", ",", " and ", " is ", " has ")):
            return
        if any(first.start <= at < first.end for at in self.named) or self._is_numbered(first):
            return
        self.title_line = first.start

    def _is_numbered(self, line: Line) -> bool:
        """ "1. Bells" heads a part of the document."""
        return line.kind == "heading" and self.text[: line.start].rstrip(" ").endswith((".", ")"))

    def _line(self, line: Line) -> None:
        body = self.text[line.start : line.end]
        tagged = [tag(without_idioms(s)) for s in sentences(self.text, line)]
        if not tagged:
            return
        owner, self.listed_below = self.listed_below, None
        if owner is not None and line.kind == "text" and len(tagged) > 1 and self._goes_on_in_sentences(tagged, owner):
            return
        first = parts(tagged[0]) if line.kind == "heading" or len(tagged[0]) <= SHORT_LINE else []
        if line.kind == "heading" or (line.kind == "text" and self._is_heading(tagged, first, body)):
            if line.start == self.title_line:
                self.reader.title = next((words_of(p) for p in first if isinstance(p, Noun)), ())
                return
            self._heading(first)
            for inside in (noun.inside for noun in first if isinstance(noun, Noun)):
                self.reader.read(list(inside))  # "Authors (a book may be written by several of them)"
            return
        labelled, headed = label_of(tagged[0]) > 0, False
        above = self.reader.heading, self.owner_of_bullets
        led = line.kind in ("text", "bullet") and len(tagged) > 1 and bool(self.sentences) and self._leads(tagged[0], first)
        if led:
            self._heading(first)
        for at, sentence in enumerate(tagged[led:]):
            self._sentence(sentence, line)
            if at == 0 and len(tagged) > led + 1 and (about := headed_by(sentence)) is not None:
                self.reader.heading = self.owner_of_bullets = about  # "Topics: a member posts a topic. Title, content and posting time."
                headed = True
        if led or labelled:
            self.reader.heading = self.owner_of_bullets = None
        if headed:
            self.reader.heading, self.owner_of_bullets = above
        if line.kind == "text":
            self._lead(tagged[-1], body)
        elif labelled and body.rstrip().endswith(":"):
            owners = [p for p in parts(tagged[-1]) if isinstance(p, Noun) and p.bounds.each]
            self.reader.topic = owners[0] if owners else self.reader.topic  # "..., you can set:" over a line of its own
            self.listed_below = owners[0] if owners else None

    def _goes_on_in_sentences(self, tagged: list[list[Token]], owner: Noun) -> bool:
        """ "Name and email address. Sorting order. Whether it is hidden.": a list whose items end with full stops."""
        items = [parts(sentence) for sentence in tagged]
        if asked_alone(items[0]) or not all(map(_is_item, items)):
            return False
        above, self.owner_of_bullets = self.owner_of_bullets, owner
        for sentence, found in zip(tagged, items, strict=True):
            self.sentences.append((sentence, found))
            if not self._bullet(found):
                self.reader.read(found)
        self.owner_of_bullets = above
        return True

    def _sentence(self, sentence: list[Token], line: Line) -> None:
        if self._allows(sentence):
            return
        self.frames.begin()
        self._told(sentence, line)
        self.frames.tell(self.text[sentence[0].start : sentence[-1].end], sentence[0].start)

    def _told(self, sentence: list[Token], line: Line) -> None:
        whole = sentence
        found, sentence = self._apart_from_label(sentence)
        labelled = sentence is not whole
        self.sentences.append((sentence, found))
        written = self.text[sentence[0].start : sentence[-1].end]
        if tells_only_that(written):
            return
        found, said = without_manner(found), Said(written.lower())
        if heads_figures(sentence) or only_asks(said):
            return
        if is_handling(said):
            self.claims.actors.extend(self._told_by(sentence, found))
            return
        if STORY.match(written):
            self._story(found)
            return
        found = read_as_held(found, self.claims.documents)
        if named := roles_named(found):
            self.claims.actors.extend(named)
            return
        if line.kind == "bullet" and not labelled and self._bullet(found):
            return
        if tells_only_rights(found, said) or keeps_apart(said):
            self._who(found)
            return
        self.reader.read(found)
        if self.text[sentence[-1].end : sentence[-1].end + 1] == "?":
            things = [p for p in found if isinstance(p, Noun) and not is_attribute_head(p.head) and p.bounds.article in ("a", "the", "your", "its")]
            self.reader.topic = things[-1] if things else self.reader.topic  # "What do we know about a telescope? Its name ..."

    def _allows(self, sentence: list[Token]) -> bool:
        """A sentence that says no more than what a fact may be, or asks for it."""
        self.spoken.hear(self.claims)
        told = allowed(sentence, self.spoken, self.asked)
        asks = self.text[sentence[-1].end : sentence[-1].end + 1] == "?"
        self.asked = asks_for(sentence, self.spoken) if asks else None
        if told is not None:
            self.sentences.append((sentence, []))
            self.reader.read([])
            self.reader._list(told.owner, Group([told.fact], told.fact.start, told.fact.end), "have", "")
        return told is not None or self.asked is not None

    def _told_by(self, sentence: list[Token], found: list[Part]) -> list[Noun]:
        """Who tells a user story."""
        story = STORY.match(self.text[sentence[0].start : sentence[-1].end])
        return [p for p in found if isinstance(p, Noun)][:1] if story else []

    def _who(self, found: list[Part]) -> None:
        """Who may do something is there; what is said of it is no relation, but that something is their own."""
        before = {name: len(getattr(self.claims, name)) for name in TOLD}
        self.reader.read(found)
        own = [r for r in self.claims.relates[before["relates"] :] if "own" in r.object.words and r.object.key[-1] not in listed("container")]
        for name, many in before.items():
            del getattr(self.claims, name)[many:]
        self.claims.relates.extend(own)

    def _apart_from_label(self, sentence: list[Token]) -> tuple[list[Part], list[Token]]:
        """The parts of the sentence, without the label that says what it and the rest of its line are about."""
        label = label_of(sentence)
        about = about_of(sentence[:label]) if label else None
        whole = parts(sentence)
        if about is None:
            return whole, sentence
        rest = in_order(tag(sentence[label:]))
        found = with_subject(parts(rest))
        if not tells(found):
            return whole, tag(sentence)
        self.reader.heading = self.reader.topic = about
        self.claims.nouns.append(about)
        return found, rest

    # --- headings and leads ---

    def _is_heading(self, tagged: list[list[Token]], first: list[Part], body: str) -> bool:
        """A short line without a verb and full stop that only names something."""
        if len(tagged) > 1 or len(tagged[0]) > SHORT_LINE or body.rstrip().endswith((".", ",", ";")):
            return False
        if any(isinstance(p, Verb) for p in first) or self.one_line or self.frames.tells(body):
            return False
        nouns = [p for p in first if isinstance(p, Noun)]
        return len(nouns) == 1 and not any(n.inside for n in nouns) and (not any(isinstance(p, Mark) and p.tag == "COMMA" for p in first))

    def _leads(self, sentence: list[Token], first: list[Part]) -> bool:
        """ "Defense. The date and the place are recorded.": a paragraph that opens with its heading."""
        nouns = [p for p in first if isinstance(p, Noun)]
        return len(sentence) < HEADING_WORDS and len(nouns) == 1 and len(first) <= 2 and nouns[0].start == sentence[0].start and not nouns[0].inside

    def _heading(self, first: list[Part]) -> None:
        nouns = [p for p in first if isinstance(p, Noun)]
        self.reader.heading = None
        self.owner_of_bullets = None
        self.list_of_entities = bool(nouns) and nouns[-1].head in ("entities", "tables", "objects", "things", "data", "concepts", "nouns")
        if len(nouns) != 1 or nouns[0].head in CONTAINER_HEADINGS:
            return
        noun = nouns[0]
        key = words_of(noun)
        if (is_container(key) and not (noun.plural and key[-1] in THINGS)) or (is_attribute_head(key[-1]) and not noun.plural):
            return  # "Languages" heads what is told of each
        self.reader.heading = noun
        self.owner_of_bullets = noun
        self.claims.exists.append(Exists(noun, 1.0, "heading"))

    def _lead(self, last: list[Token], body: str) -> None:
        """A paragraph that ends in a colon says whose the bullets below it are."""
        self.owner_of_bullets = None
        self.list_of_entities = False
        if not body.rstrip().endswith(":"):
            self.owner_of_bullets = self.reader.heading
            return
        nouns = [p for p in parts(last) if isinstance(p, Noun)]
        owners = [n for n in nouns if not is_container(words_of(n)) and not is_attribute_head(n.head)]
        plural = [n for n in nouns if n.head in ("entities", "tables", "objects", "things", "items", "data", "following")]
        if plural or not owners:
            self.list_of_entities = bool(plural) or bool(nouns)
        else:
            self.owner_of_bullets = self.listed_below = owners[0]
            self.reader.topic = owners[0]

    # --- bullets ---

    def _bullet(self, found: list[Part]) -> bool:
        """A bullet that is only a name or a list: attributes of the owner above, or entities. False: an ordinary sentence."""
        if self._asked(found):
            return True
        if any(isinstance(p, Verb) and p.form in ("finite", "to") for p in found):
            return False
        pieces = grouped(found)
        groups = [p for p in pieces if isinstance(p, Group)]
        marks = [p for p in pieces if isinstance(p, Mark) and p.tag in ("COLON", "DASH")]
        if not groups:
            return True
        if marks and len(pieces) > 2:
            return self._bullet_with_colon(found, groups)
        if self.owner_of_bullets is not None and not groups[0].nouns[0].inside:
            self.reader._list(self.owner_of_bullets, groups[0], "have", "")
            return True
        if self.list_of_entities and len(pieces) == 1:
            self.claims.exists.extend(Exists(noun, STRONG, "bullet") for noun in groups[0].nouns)
        return False

    def _asked(self, found: list[Part]) -> bool:
        """A bullet that asks for a fact of the owner above."""
        asked = asked_alone(found, self.owner_of_bullets) if self.owner_of_bullets is not None else []
        if not asked or self.owner_of_bullets is None:
            return False
        self.reader._list(self.owner_of_bullets, Group(asked, asked[0].start, asked[-1].end), "have", "")
        return True

    def _bullet_with_colon(self, found: list[Part], groups: list[Group]) -> bool:
        """ "name: text" in an owner's list is an attribute; "Book: title, author" is an entity with its list."""
        noun = groups[0].nouns[0]
        is_attribute = self.owner_of_bullets is not None and (
            is_attribute_head(noun.head)
            or (len(groups) > 1 and groups[1].nouns[0].head in ("text", "string", "integer", "number", "date", "boolean"))
        )
        if is_attribute and self.owner_of_bullets is not None:
            self.reader.read(found, owner=self.owner_of_bullets)
            return True
        return False

    # --- user stories ---

    def _story(self, found: list[Part]) -> None:
        nouns = [p for p in found if isinstance(p, Noun)]
        if not nouns:
            return
        actor = nouns[0]
        self.claims.actors.append(actor)
        asked = self._until_purpose(found)
        verbs = [at for at, p in enumerate(asked) if isinstance(p, Verb) and p.base not in ("want", "need", "like", "wish", "be")]
        if not verbs:
            self._wanted(found)
            return
        rest = self._until_purpose(found[verbs[0] :])
        before = len(self.claims.relates)
        self.reader.read([actor, *rest])
        self._by_actor(actor, rest, before)

    def _wanted(self, found: list[Part]) -> None:
        """ "I want telescopes with a name and a weight": they are to be kept."""
        at = next((at for at, p in enumerate(found) if isinstance(p, Verb)), -1)
        wanted = self._until_purpose(found[at + 1 :]) if at >= 0 else []
        if wanted and isinstance(wanted[0], Noun):
            start = wanted[0].start
            self.reader.read([Mark("PRON", "we", start, start), Verb("record", "finite", start, start), *wanted])

    def _by_actor(self, actor: Noun, rest: list[Part], before: int) -> None:
        """What an actor does to data says whose it is only where it is "my", or where nobody else is named who has it."""
        others = [p for p in rest if isinstance(p, Noun) and p.key[-1] in listed("party")]
        told = self.claims.relates[before:]
        kept = [r for r in told if r.subject is not actor or (r.verb in MAKES_OWN and not others)]
        self.claims.relates[before:] = kept
        for noun in (p for p in rest if isinstance(p, Noun) and p.bounds.article == "my"):
            self.claims.has.append(Has(actor, noun, noun.start, noun.end, flags=frozenset({"events"})))

    def _until_purpose(self, rest: list[Part]) -> list[Part]:
        """The story without its "so that": a reason stores nothing."""
        for at, part in enumerate(rest):
            if isinstance(part, Mark) and part.text in ("so", "in") and at + 1 < len(rest):
                following = rest[at + 1]
                if (isinstance(following, Mark) and following.text in ("that", "order")) or (
                    isinstance(following, Noun) and following.head == "order"
                ):
                    return [*rest[:at], *_kept_for(rest[at + 2 :])]
        return rest

    # --- rows that no form could name ---

    def _table(self, rows: list[Line]) -> None:
        for row in rows:
            for sentence in sentences(self.text, row):
                self.reader.read(parts(tag(sentence)))
