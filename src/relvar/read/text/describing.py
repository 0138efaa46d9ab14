"""What describes something, in other words than "has": described by, assigned, specifying, providing; "for X, the system stores"."""

from __future__ import annotations

from relvar.read.text.claims import Exists, Identifies
from relvar.read.text.doing import Doing
from relvar.read.text.kinds import IDENTIFY
from relvar.read.text.listing import attribute_list, many_facts
from relvar.read.text.lists import Group
from relvar.read.text.naming import is_attribute_head, is_nominal, words_of
from relvar.read.text.owning import FAIR
from relvar.read.text.phrases import Mark, Noun, Verb
from relvar.read.text.recording import KINDS_OF_THING
from relvar.read.text.words import listed

DESCRIBED_BY = {"know", "describe", "characterize", "characterise", "represent", "define", "specify", "detail", "document"}
GIVEN = {"assign", "give", "provide", "allocate", "issue", "label", "mark"}
SPECIFIES = {"specify", "state", "indicate", "provide", "enter", "give", "set", "note", "include", "contain", "record"}
PROVIDES = {"provide", "give", "leave", "enter", "fill", "supply", "submit", "specify", "state", "input", "declare"}
# "marked with a number", "entered under a number": from then on it bears it
FILED = {"list", "mark", "number", "file", "know", "label", "tag", "hold", "manage", "recognize", "add", "create", "catalogue", "catalog", "index"}
SAYS = {"say", "show", "state", "tell", "list", "give", "indicate", "specify", "bear", "carry", "mention"}
PAPERS = frozenset(
    ["record", "log", "entry", "form", "card", "slip", "sheet", "ticket", "invoice", "receipt", "label", "certificate", "protocol", "note", "voucher"]
)
NAMED_BY = frozenset(IDENTIFY | {"know"})
OPENINGS = {"term", "case", "respect", "regard", "context"}


class Describing(Doing):
    """Constructions by which a list belongs to something though no verb of having stands before it."""

    def _described(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """Whether the verb gives its list to something; the list is then told."""
        if self._filed(at, verb, subjects):
            return True
        group = self._group_at(at + 1)
        owner, list_ = None, group
        passive = verb.passive or verb.form == "ed"
        if passive and verb.base in DESCRIBED_BY and self._is(at + 1, "by", "with"):
            owner, list_ = self._last_of(subjects), self._group_at(at + 2)
        elif verb.passive and verb.base in GIVEN:
            owner = self._last_of(subjects)
        elif verb.form == "ing" and self._is(at - 1, ",") and verb.base in SPECIFIES | listed("contains") and verb.base != "include":
            owner = self._last_of(self._nearest(at))
            if group is not None and group.nouns[0].owner is not None and is_attribute_head(group.nouns[0].head):
                owner = group.nouns[0].owner  # "manages the files of children, recording each child's name and school"
        elif verb.base in PROVIDES and not verb.passive and not self._is_system(subjects):
            if group is not None and self._is(at - 1, "and") and self._happened(at, group, subjects):
                return True  # "inspectors sample an order and enter the measured value and the time"
            owner = self._provided_of(at, verb, subjects, group)
        elif at > 0 and not verb.passive and verb.base in SAYS and subjects and subjects[-1].key[-1] in PAPERS:
            owner = subjects[-1]  # "each examination record says in which course, the score and the time"
        elif at > 0 and self._wrapper_tells(verb, subjects):
            owner = subjects[-1]  # "employee data covers ...", "the customer table stores ..."
        if owner is None or list_ is None or not many_facts(list_):
            return False
        self._list(owner, list_, "have", verb.modal)
        return True

    def _filed(self, at: int, verb: Verb, subjects: list[Noun]) -> bool:
        """ "suppliers are listed by supplier ID along with their name", "we register couples under a couple ID": its number, and what follows."""
        passive = verb.passive or verb.form == "ed"
        here = at + 1 if passive else at + 2
        if not self._is(here, "by", "under", "with"):
            return False
        done_to, list_ = None if passive else self._group_at(at + 1), self._group_at(here + 1)
        owner = self._last_of(subjects if passive else done_to.nouns if done_to is not None else [])
        if owner is None or list_ is None or is_attribute_head(owner.head):
            return False
        number = list_.nouns[0]
        numbered = number.key[-1] in listed("identifier_head") and not number.plural
        recorded = verb.base in listed("record")
        if not (numbered and (recorded or verb.base in FILED)) and not (recorded and verb.passive and attribute_list(list_)):
            return False
        if numbered and not self._is(here, "with"):
            self.claims.identifies.append(Identifies(owner, (number,), owner.start, list_.end))
        self.claims.exists.append(Exists(owner, FAIR, "numbered"))
        self.topic = owner  # "name and model are filled in as well"
        self._list(owner, list_, "have", verb.modal)
        return True

    def _wrapper_tells(self, verb: Verb, subjects: list[Noun]) -> bool:
        """A verb of telling behind "employee data"; "project information helps track progress" tells nothing."""
        if verb.passive or not subjects or subjects[-1].key[-1] not in listed("wrapper") or words_of(subjects[-1]) == subjects[-1].key:
            return False
        there_are = subjects[-1].plural and subjects[-1].key[-1] in KINDS_OF_THING  # "the core entities include ..."
        return not there_are and verb.base not in listed("idle", "promise")

    def _last_of(self, nouns: list[Noun]) -> Noun | None:
        return nouns[-1] if nouns and not self._is_system(nouns[-1:]) else None

    def _provided_of(self, at: int, verb: Verb, subjects: list[Noun], group: Group | None) -> Noun | None:
        """Of the things whose facts are entered, where they are named; else of who enters them."""
        if group is not None and group.nouns[-1].of is not None:
            return group.nouns[-1].of
        return self._last_of(self.subject if verb.form == "ing" and self._is(at - 1, "by") else subjects)

    def _named_asides(self) -> None:
        """ "keepers, identified by a staff number, have a name": named by it, and the sentence goes on about them."""
        for at in range(1, len(self.pieces) - 4):
            verb, number = self.pieces[at + 1], self._group_at(at + 3)
            thing = self._piece(at - 1)
            between = self._is(at, ",") and self._is(at + 2, "by") and self._is(at + 4, ",")
            if not between or not isinstance(verb, Verb) or verb.base not in NAMED_BY or number is None or not isinstance(thing, Group):
                continue
            owner = thing.nouns[-1]
            if len(number.nouns) == 1 and is_attribute_head(number.nouns[0].head) and not is_attribute_head(owner.head):
                self.claims.identifies.append(Identifies(owner, (number.nouns[0],), owner.start, number.end))
                self._list(owner, number, "identify", "")
                self.pieces[at : at + 5] = []
                return

    def _opening(self) -> None:
        """ "For customers, ...", "in terms of products, ...", "as for the warehouse, its ID and name ...": what the sentence is about."""
        first, second = self._piece(0), self._piece(1)
        if isinstance(first, Mark) and first.text == "as" and self._is(1, "for", "to"):
            self._as_for()
        elif isinstance(first, Mark) and first.text in ("in", "with") and isinstance(second, Group):
            noun = second.nouns[0]
            self.about = noun.of if noun.key[-1] in OPENINGS and noun.of is not None else self.about
        elif isinstance(first, Mark) and first.text in ("for", "regarding", "concerning") and isinstance(second, Group) and len(second.nouns) == 1:
            noun = second.nouns[0]
            self.about = noun.of if noun.of is not None and is_nominal(noun.key[-1]) else noun  # "for the management of shops, ..."

    def _as_for(self) -> None:
        group = self._piece(2)
        if not isinstance(group, Group):
            return
        self.about = group.nouns[0]
        rest = group.nouns[1:]
        following = self._piece(4)
        if rest and isinstance(following, Group):  # the list after the comma was read as one with what it is about
            following.nouns[:0] = rest
            group.nouns[:] = group.nouns[:1]
