"""One sentence as pieces, and the way about in it: what stands where, what governs it, what "it" and "them" mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from relvar.read.text.claims import Claims, Relates
from relvar.read.text.listing import ORGANIZATIONS, attribute_list, runs_it
from relvar.read.text.lists import Group, Piece
from relvar.read.text.naming import Key, is_attribute_head, words_of
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.words import listed, noun_class

DESCRIBES = {
    "describe",
    "characterize",
    "characterise",
    "register",
    "identify",
    "define",
    "specify",
    "represent",
    "list",
    "create",
    "equip",
    "save",
    "note",
}


REDUCED = frozenset(["-ing", "-ed"])  # cues
BODIES = ORGANIZATIONS - {"website", "application", "function"}


class Pieces:
    """What every reader of clauses needs: the sentence, what it speaks of, and where things stand in it."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims
        self.topic: Noun | None = None  # what "it", "they" and "each" mean
        self.heading: Noun | None = None  # the entity that the heading above names
        self.pieces: list[Piece] = []
        self.said: list[Piece] = []  # the sentence before, in its own words
        self.cues: set[str] = set()  # what the sentence says beside its nouns, as in `turns.cues_in`
        self.names: set[tuple[str, ...]] = set()  # names of the software: "DevFlix is a platform"
        self.title: tuple[str, ...] = ()  # what the software itself is called in the first sentence
        self.first = True
        self.known: Mapping[Key, set[Key]] = {}  # things of which facts were told, with their facts
        self.occasion: Noun | None = None  # of what this sentence records something
        self.earlier: Noun | None = None  # of what the sentence before did
        self.done_now: Noun | None = None  # what this sentence says that is done, each time
        self.data: set[tuple[str, ...]] = set()  # what may be software or who asks for it by its name, and here is kept
        self.done_before: Noun | None = None  # what the sentence before did
        self.software = self.software_before = False  # whether this sentence, or the one before, speaks of the software
        self.told_before: list[Relates] = []  # what the sentence before told of two
        self.told_until = 0
        self.overlaps = False  # the text forbids two at the same time: what is scheduled is an entity then

        self._begin(None)

    def _begin(self, owner: Noun | None) -> None:
        """What one sentence remembers, empty again; `owner`: whose list the sentence is."""
        self.each: Noun | None = owner  # "for each X," of this sentence
        self.told_before, self.told_until = self.claims.relates[self.told_until :], len(self.claims.relates)
        self.topic_before = self.topic  # what the sentences before this one spoke of
        self.eaches: list[Noun] = []  # "for each X and Y": both
        self.last: Noun | None = None  # whose list this sentence spoke of last
        self.idle = False  # behind "ensure", "help": what follows stores nothing
        self.aimed = False  # behind "helps monitor progress": nor does a verb of recording
        self.added: Noun | None = None  # what this sentence says is added to something, where a list of its own follows
        self.spelled: set[int] = set()  # where "such as" stands whose list was told already
        self.about: Noun | None = None  # "for customers, ...", "in terms of products, ..."
        self.pace: Noun | None = None  # "every ten minutes" at the beginning
        self.inline = False  # "... for each X" stands behind the verb
        self.subject: list[Noun] = []
        self.outer: list[Noun] = []  # the subject of the main clause, once a relative clause has one of its own
        self.subjects: dict[int, list[Noun]] = {}  # by the place of the verb

    def _piece(self, at: int) -> Piece | None:
        return self.pieces[at] if 0 <= at < len(self.pieces) else None

    def _piece_tag(self, at: int) -> str:
        piece = self._piece(at)
        return piece.tag if piece is not None and piece.text != "with" else ""

    def _group_at(self, at: int) -> Group | None:
        piece = self._piece(at)
        while isinstance(piece, Mark):
            if piece.tag not in ("ADV", "COLON", "SLASH") and piece.text not in ("both", "either"):
                return self._meant(at) if piece.text in ("them", "it") else None
            at += 1
            piece = self._piece(at)
        return piece if isinstance(piece, Group) else None

    def _meant(self, at: int) -> Group | None:
        """What "them" means: the nouns before the subject of this verb."""
        groups = [p for p in self.pieces[:at] if isinstance(p, Group)]
        if len(groups) < 2:
            return Group([self.topic], self.topic.start, self.topic.end) if self.topic and groups and self.topic not in groups[-1].nouns else None
        return next((g for g in reversed(groups[:-1]) if not set(map(id, g.nouns)) & set(map(id, self.subject))), None)

    def _is(self, at: int, *texts: str) -> bool:
        return 0 <= at < len(self.pieces) and self.pieces[at].text in texts

    def _before(self, at: int) -> tuple[list[Noun], bool]:
        """The nouns that stand to the left of `at` as its subject, and whether they govern it directly."""
        at -= 1
        if self._is(at, "and", "or", "then", ","):
            if self._is(at, ",") and isinstance(self._piece(at - 1), Group) and (outer := self._before_aside(at - 1)) >= 0:
                found = self.pieces[outer]
                assert isinstance(found, Group)
                return found.nouns, True
            if self._is(at, "and") and self._is(at - 1, ",") and self.outer:
                return self.outer, True  # "a match is between clubs, which are ..., and has a number"
            if any(isinstance(p, Verb) and p.form == "finite" for p in self.pieces[:at]):
                return self.subject, True  # "members borrow books and review them"
        while at >= 0:
            piece = self.pieces[at]
            if isinstance(piece, Group):
                while at > 1 and self._piece_tag(at - 1) == "PREP" and isinstance(self.pieces[at - 2], Group):
                    at -= 2  # "every treatment on an element is recorded": the treatment
                if self._is(at - 1, "with") and at == 2 and isinstance(self.pieces[0], Group) and any(is_attribute_head(n.head) for n in piece.nouns):
                    at = 0  # "officers with a badge number and a name visit the houses": the officers
                if self._is(at - 1, "with") and isinstance(self._piece(at - 2), Group) and self._is_brought(at):
                    at -= 2  # "a report with photos is made by a conservator": the report
                at = self._before_clause(self._before_examples(at))
                head = self.pieces[self._outside(at)]
                assert isinstance(head, Group)
                return head.nouns, True
            if isinstance(piece, Verb):
                if piece.form == "ed" and self._is(at - 1, "each"):
                    return self._antecedent(at - 1), True
                return self.subject, piece.passive and piece.base in listed("record") | DESCRIBES
            if piece.text in ("i", "we", "you", "us", "nobody", "everyone", "everybody", "someone", "anyone"):
                return [], True
            if piece.text == "it" and at == 0 and self.software_before:
                return [], True  # "The system records orders. It keeps track of ..."
            if piece.tag == "REL" or piece.tag == "PRON" or piece.tag == "EACH" or piece.text == "of":
                return self._antecedent(at), True
            if piece.tag == "COLON" and at == 1 and isinstance(self.pieces[0], Group) and len(self.pieces[0].nouns) == 1:
                return self.pieces[0].nouns, True  # "Player: contains player ID and name"
            if piece.tag in ("STOP", "COLON", "DASH"):
                return ([self.topic] if self.topic else []), False
            at -= 1
        return ([self.topic] if self.topic else []), False

    def _with_its_own(self, at: int) -> bool:
        """ "the system keeps albums, with each album belonging to one artist": a participle behind a subject of its own."""
        return isinstance(self._piece(at - 1), Group) and isinstance(mark := self._piece(at - 2), Mark) and mark.text == "with"

    def _is_brought(self, at: int) -> bool:
        """Bare plurals behind "with", where what they come with is done by somebody."""
        group, verb = self._piece(at), self._piece(at + 1)
        bare = isinstance(group, Group) and len(group.nouns) == 1 and group.nouns[0].plural and not group.nouns[0].bounds.article
        return bare and isinstance(verb, Verb) and verb.passive and verb.form == "finite" and self._is(at + 2, "by")

    def _outside(self, at: int) -> int:
        """ "vehicles entering the lot are ...", "instruments owned by the orchestra are ...": the place of the vehicles, the instruments."""
        if self._is(at + 1, ",") and (outer := self._before_aside(at)) >= 0:
            return outer
        if self.cues.isdisjoint(REDUCED):
            return at
        here = at - 1
        if self._piece_tag(here) == "PREP" and not self._is(here, ","):
            here -= 1
        verb, noun, before = self._piece(here), self._piece(here - 1), self._piece(here - 2)
        reduced = isinstance(verb, Verb) and verb.form in ("ing", "ed") and verb.base not in listed("contains") | {"include"}
        opens = before is None or (isinstance(before, Mark) and before.tag in ("STOP", "SUB", "ADV", "COMMA", "COLON"))
        return here - 1 if reduced and opens and isinstance(noun, Group) and len(noun.nouns) == 1 else at

    def _before_examples(self, at: int) -> int:
        """ "events such as a click or a purchase are recorded": the place of the events."""
        if "such" not in self.cues:
            return at
        here = at
        while isinstance(self._piece(here), Group) or self._piece_tag(here) in ("COMMA", "CONJ") or self._is(here, ","):
            here -= 1
        outer = here - 2 if self._is(here, "as") and self._is(here - 1, "such") else -1
        return outer if outer >= 0 and isinstance(self.pieces[outer], Group) else at

    def _before_clause(self, at: int) -> int:
        """ "a volunteer who is on duty at the desk has a name": the place of the volunteer, behind whom a clause with a verb of its own stands."""
        if "REL" not in self.cues:
            return at
        here = at - 1 if self._piece_tag(at - 1) == "PREP" else at
        verb, relative = self._piece(here - 1), self._piece(here - 2)
        clause = (
            isinstance(verb, Verb) and verb.form == "finite" and isinstance(relative, Mark) and relative.tag == "REL" and relative.text != "whose"
        )
        return here - 3 if clause and isinstance(self._piece(here - 3), Group) else at

    def _before_aside(self, at: int) -> int:
        """ "sites, including houses and vehicles, have ...", "keepers, who have a name, inspect ...": the place of the sites, the keepers; or -1."""
        comma = next((i for i in range(at - 1, 0, -1) if self._is(i, ",")), 0)
        opener, outer = self._piece(comma + 1), self._piece(comma - 1)
        relative = isinstance(opener, Mark) and (opener.tag == "REL" or opener.text in ("such", "like", "with"))
        reduced = isinstance(opener, Verb) and (opener.form == "ing" or (opener.form == "ed" and comma == 1))
        return comma - 1 if comma and isinstance(outer, Group) and (relative or reduced) else -1

    def _nearest(self, at: int) -> list[Noun]:
        """The nouns to the left that ", including" spells out: the head of "authors' information for each book"."""
        while at > 0 and not isinstance(self.pieces[at - 1], Group):
            if isinstance(self.pieces[at - 1], Verb):
                return self._before(at)[0]
            at -= 1
        at -= 1
        while at > 1 and (self._piece_tag(at - 1) == "PREP" or self._is_met(at)):
            before = self.pieces[at - 2]
            if isinstance(before, Verb) and before.form == "ed" and at > 2 and isinstance(self.pieces[at - 3], Group):
                at -= 3  # "events related to topics, including": the events
            elif isinstance(before, Group):
                at -= 2
            elif isinstance(before, Verb) and before.passive and self._is_the_place(at) and self.subjects.get(at - 2):
                return self.subjects[at - 2]  # "timing points are set on the course, including": the points
            else:
                break
        if self._piece_tag(at - 2) == "REL" and isinstance(self._piece(at - 1), Verb) and isinstance(self._piece(at - 3), Group):
            at -= 3  # "museums that borrow exhibits, including": the museums
        found = self._piece(at)
        return found.nouns if isinstance(found, Group) else self._before(at)[0]

    def _is_the_place(self, at: int) -> bool:
        """ "on the course", "in the hall": a single place, of which a list behind it hardly speaks."""
        place = self._piece(at)
        return isinstance(place, Group) and len(place.nouns) == 1 and place.nouns[0].bounds.article == "the" and not place.nouns[0].plural

    def _is_met(self, at: int) -> bool:
        """ "each training of a student with a coach, including": the coach is met in it."""
        met, event = self._piece(at), self._piece(at - 2)
        if not (self._is(at - 1, "with") and isinstance(met, Group) and isinstance(event, Group)):
            return False
        return len(met.nouns) == 1 and met.nouns[0].bounds.article == "a" and event.nouns[-1].bounds.each

    def _antecedent(self, at: int) -> list[Noun]:
        if self._is(at, "each") and (several := self._several_before(at)):
            return several
        if self._is(at, "they") and self._is(at - 1, "and", "but", ",") and self.subject and not self._is_system(self.subject):
            spoken_of = self.subject[-1]
            if spoken_of.plural or spoken_of.bounds.each:
                return self.subject  # "patients have a name, and they stay in a ward": the patients
        if self._is(at, "it") and self._is_about_subject(at):
            return self.subject
        if self._is(0, "they") and at == 0 and self.heading is not None and self.topic is not None and not self.topic.plural:
            return [self.heading]  # "Staff: several people maintain the equipment. They are told apart by a number"
        for here in range(at - 1, -1, -1):
            piece = self.pieces[here]
            if isinstance(piece, Group) and (meant := self._who_they_are(here)):
                return meant
            if isinstance(piece, Group) and self._is(here - 1, "with") and self._piece_tag(at) == "REL" and is_attribute_head(piece.nouns[-1].head):
                continue  # "a record with an ID of its own, which contains ...": the record
            if isinstance(piece, Group) and not (self._is(at, "each", "they", "them") and self._is_system(piece.nouns)):
                return [piece.nouns[-1]] if len(piece.nouns) > 1 and not self._is(at, "they", "them") else piece.nouns
        return [self.topic] if self.topic else []

    def _who_they_are(self, at: int) -> list[Noun]:
        """ "poll workers are volunteers whose name is known": the poll workers, for the bare plural only says what they are."""
        kind, be, who = self._piece(at), self._piece(at - 1), self._piece(at - 2)
        bare = isinstance(kind, Group) and len(kind.nouns) == 1 and kind.nouns[0].plural and not kind.nouns[0].bounds.article
        told = bare and isinstance(be, Verb) and be.base == "be" and isinstance(who, Group) and who.nouns[-1].plural
        if not told or not isinstance(kind, Group) or not isinstance(who, Group) or self._is_system(who.nouns):
            return []
        return who.nouns[-1:] if len(kind.nouns[0].words) == 1 else []  # "our customers are dental practices, which have ...": the practices

    def _is_about_subject(self, at: int) -> bool:
        """ "a policy is issued to a holder: it bears a number", "each booth is in a hall, it has an area": what the sentence is about."""
        verb = next((p for p in reversed(self.pieces[:at]) if isinstance(p, Verb)), None)
        singular_ = len(self.subject) == 1 and not self.subject[0].plural and not self._is_system(self.subject)
        about = verb is not None and (verb.passive or verb.base == "be" or (singular_ and self.subject[0].bounds.each))
        return about and singular_ and self._piece_tag(at - 1) in ("COLON", "STOP", "CONJ", "DASH", "COMMA")

    def _numbered_before(self, at: int, group: Group) -> Noun | None:
        """ "a task pushes firmware to devices, including task ID and task name": whose number the list has, has the list."""
        first = group.nouns[0]
        whose = first.key[:-1] if first.key[-1] in listed("identifier_head") else ()
        if not whose or self._between_before(at):
            return None  # "the relationship between roles and permissions, including role ID, permission ID": the pair's
        nouns = [n for p in self.pieces[:at] if isinstance(p, Group) for noun in p.nouns for n in (noun, noun.of) if n is not None and n.of is None]
        return next((n for n in reversed(nouns) if words_of(n)[-len(whose) :] == whose and not self._is_system([n])), None)

    def _between_before(self, at: int) -> bool:
        here = at - 1 - self._is(at - 1, ",")
        return isinstance(self._piece(here), Group) and self._is(here - 1, "between")

    def _several_before(self, at: int) -> list[Noun]:
        """ "several lots in the city, each with a number": each of the lots, for there is one city."""
        here = at - 1
        while self._is(here, ",", "and"):
            here -= 1
        issued = here  # "certificates are issued from an entry upon request, each with a number": the certificates
        while isinstance(one := self._piece(issued), Group) and self._piece_tag(issued - 1) == "PREP" and not one.nouns[-1].plural:
            issued -= 2
        verb = self._piece(issued)
        if issued < here and isinstance(verb, Verb) and verb.passive and self.subject and self.subject[-1].plural:
            return self.subject[-1:]
        place, group = self._piece(here), self._piece(here - 2)
        if isinstance(group, Verb) and group.form in ("ed", "ing") and not group.passive:
            group = self._piece(here - 3)  # "the people mentioned in a document, each with a name": the people
        if not isinstance(place, Group) or not isinstance(group, Group) or self._piece_tag(here - 1) != "PREP":
            return []
        return group.nouns[-1:] if group.nouns[-1].plural and not place.nouns[-1].plural else []

    def _is_system(self, nouns: list[Noun]) -> bool:
        for noun in nouns:  # a plain loop: asked several times of each verb
            if not self._runs(noun):
                return False
        return bool(nouns)

    def _runs(self, noun: Noun) -> bool:
        key = words_of(noun)  # where students apply, the application is theirs
        return key not in self.data and (runs_it(noun) or key == self.title or key in self.names)

    def _remember(self, parts: Iterable[Part]) -> None:
        for part in parts:
            if not isinstance(part, Noun):
                continue
            self.claims.nouns.append(part)
            if part.key[0] in BODIES and len(part.words) == 1 and part.plural:
                self.data.add(part.key)  # "companies publish positions; the company has a name": data, not who asks
            if part.inside:
                self._remember(part.inside)
            if part.owner is not None or part.of is not None:
                self._remember([n for n in (part.owner, part.of) if n is not None])

    def _asides(self) -> None:
        """ "a number, which is unique, a title and a date", "a number that is unique": the list goes on, and its item is unique."""
        at = 0
        while at + 2 < len(self.pieces):
            group, behind = self.pieces[at], self._behind_unique(at)
            unique = self._piece(behind - 1)
            if isinstance(group, Group) and isinstance(unique, Mark) and behind:
                if self._is(behind, "within", "per", "in", "for"):
                    self._within_something(at, behind + 1)
                else:
                    self._unique_itself(at, behind, unique)
            at += 1

    def _behind_unique(self, at: int) -> int:
        """The place behind ", which is unique", "that is unique" or ", unique" that follows a list at `at`; 0 where none does."""
        here = at + 1 + self._is(at + 1, ",")
        be = self._piece(here + 1)
        clause = self._piece_tag(here) == "REL" and isinstance(be, Verb) and be.base == "be"
        here += 2 * clause
        return here + 1 if self._is(here, "unique") and (clause or here > at + 1) else 0

    def _unique_itself(self, at: int, behind: int, unique: Mark) -> None:
        group = self.pieces[at]
        assert isinstance(group, Group)
        group.nouns[-1].inside = [*group.nouns[-1].inside, unique]
        following = behind + self._is(behind, ",")
        following += self._is(following, "and")
        more = self._piece(following)
        if isinstance(more, Group):
            group.nouns.extend(more.nouns)
            group.end = more.end
            following += 1
        self.pieces[at + 1 : following] = []

    def _within_something(self, at: int, behind: int) -> None:
        """ "a number that is unique within its site, an area and a rent": the list goes on behind what it is unique in, which the demands read."""
        group, scope = self.pieces[at], self._piece(behind)
        if not isinstance(group, Group) or not isinstance(scope, Group):
            return
        end = behind + 1 + self._is(behind + 1, ",")
        end += self._is(end, "and")
        following = self._piece(end) if end > behind + 1 else None
        rest = [*scope.nouns[1:], *(following.nouns if isinstance(following, Group) else [])]
        if rest and attribute_list(Group(rest, 0, 0)):
            group.nouns.extend(rest)
            group.end = rest[-1].end
            self.pieces[at + 1 : end + 1 if isinstance(following, Group) else behind + 1] = []

    def _rejoin(self) -> None:
        """ "includes the user who created the list, the name and the number of visits": the name goes on behind the clause."""
        outer: dict[int, Group] = {}  # a clause's object -> the list that the clause stands in
        for at in range(3, len(self.pieces)):
            group, verb, relative, before = self.pieces[at], self.pieces[at - 1], self.pieces[at - 2], self.pieces[at - 3]
            if not (isinstance(group, Group) and isinstance(verb, Verb) and isinstance(relative, Mark) and relative.tag == "REL"):
                continue
            rest = group.nouns[1:]
            told = listed("contains", "record")
            listing = any((isinstance(p, Verb) and p.base in told) or (isinstance(p, Mark) and p.tag == "COLON") for p in self.pieces[: at - 3])
            pace = self._piece(at + 1)
            paced = isinstance(pace, Group) and pace.nouns[0].bounds.each and noun_class(pace.nouns[0].key[-1]) == "time"
            if isinstance(before, Group) and listing and rest and not paced and any(is_attribute_head(n.head) for n in rest):
                group.nouns[:] = group.nouns[:1]
                list_ = outer.get(id(before), before)
                list_.nouns.extend(rest)
                outer[id(group)] = list_
