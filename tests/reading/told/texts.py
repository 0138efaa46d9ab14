"""One text of random sentences of a grammar, and what each of them tells: the same for the same seed."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

CHOICE = re.compile(r"<([^<>]*)>")
FOLDER = Path(__file__).parent
OWN = "grammar"
VOWELS = "aeiou"
IRREGULAR = {"shelf": "shelves", "foreman": "foremen"}


@dataclass(slots=True)
class Sentence:
    """What one sentence tells. `construction`: "family.name"; `names`: of what, in the order x, y or z; `facts`: of x, or of what happens; roles.

    `values`: what the first of the facts may be, or states in their order; `numbers`: bounds, limits, terms; `said`: the words, as in the text.
    """

    construction: str
    names: tuple[str, ...]
    facts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    said: str = ""


@dataclass(slots=True)
class Told:
    """A text and what it tells. `plain`: the text without the sentence that only promises."""

    text: str = ""
    plain: str = ""
    sentences: list[Sentence] = field(default_factory=list)


@cache
def grammar(which: str = OWN) -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / f"{which}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, which: str = OWN) -> tuple[str, ...]:
    """A list of words: parted by "|" where there is one, else by spaces."""
    found = grammar(which)["words"][name]
    if isinstance(found, list):
        return tuple(found)
    return tuple(word.strip() for word in found.replace("\n", " ").split("|" if "|" in found else None))


def plural(name: str) -> str:
    first, of, rest = name.partition(" of ")
    if of:
        return f"{plural(first)} of {rest}"
    *before, head = name.split()
    if head in IRREGULAR:
        return " ".join((*before, IRREGULAR[head]))
    if head.endswith(("ch", "sh", "s", "x")):
        return f"{name}es"
    return f"{name[:-1]}ies" if head.endswith("y") and head[-2] not in VOWELS else f"{name}s"


def with_article(name: str) -> str:
    return f"an {name}" if name[0] in VOWELS + "I" and not name.startswith("uni") else f"a {name}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def titled(name: str) -> str:
    return " ".join(map(capital, name.split()))


class Teller:
    """Tells texts; each choice is the seed's."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.told = Told()
        self.sections = 0
        self.found: list[str] = []

    def tell(self) -> Told:
        """A text of three to five things with their facts, one or two relationships and, mostly, something that happens."""
        things = self._things()
        for thing in things:
            self._say("facts", {"x": thing}, self._sample("facts", 3, 6))
        x, y, *rest = self.random.sample(things, len(things))
        self._say("one_to_many", {"x": x, "y": y})
        if rest and self.random.random() < 0.5:
            self._say("many_to_many", {"x": x, "z": rest[0]})
        people = [thing for thing in things if thing in words("people")]
        if people:
            doer = self.random.choice(people)
            done_to = self.random.choice([thing for thing in things if thing != doer])
            self._say("happening", {"x": done_to, "y": doer}, ["date", *(self._sample("outcomes", 1, 2, without="date"))])
        self._say_more(x, y)
        promised = len(self.found)
        self._say("promise", {"x": x, "y": y})
        self.told.plain, self.told.text = "".join(self.found[:promised]).strip(), self._with_promise().strip()
        return self.told

    def _say_more(self, x: str, y: str) -> None:
        """By what a thing is named, what values a fact takes, and which rows it refers to by a role."""
        self._say("identifier", {"x": x}, self._sample("names", 1, 1))
        fact, values = self.random.choice(words("valued")).split("=")
        self._say("values", {"x": y}, [fact], values.split(","))
        family = self.random.choice(("itself", "roles", ""))
        if family == "itself":
            self._say(family, {"x": x})
        elif family == "roles":
            self._say(family, {"x": y, "y": x}, self.random.choice(words("pairs")).split())

    def _with_promise(self) -> str:
        """The text with its promise, at the beginning or at the end."""
        *rest, promise = self.found
        return "".join((promise, *rest) if self.random.random() < 0.5 else (*rest, promise))

    def _things(self) -> list[str]:
        chosen = [self.random.choice(words("people")), *self.random.sample(words("things"), self.random.randint(2, 4))]
        heads = {name.split()[-1]: name for name in chosen}
        return list(heads.values())

    def _sample(self, name: str, least: int, most: int, without: str = "") -> list[str]:
        return self.random.sample([word for word in words(name) if word != without], self.random.randint(least, most))

    def _say(self, family: str, names: dict[str, str], facts: list[str] | None = None, values: list[str] | None = None) -> None:
        name, template = self.random.choice(sorted(grammar()[family].items()))
        said = self._write(self._decided(template), self._spoken(names, facts or [], values or []))
        self.told.sentences.append(Sentence(f"{family}.{name}", tuple(names.values()), tuple(facts or ()), tuple(values or ()), said=said))

    def _decided(self, template: str) -> str:
        return CHOICE.sub(lambda found: self.random.choice(found[1].split("|")), template)

    def _write(self, template: str, spoken: dict[str, str]) -> str:
        """The words of the template, which are added to the text: in a line of their own, or behind what stands there."""
        line = template.format(**spoken)
        if not line.startswith(("#", "- ")) and "\n" not in line:
            self.found.append(f"{line} ")
            return line
        self.sections += line.startswith("#.")
        line = re.sub(r"^#(?!\.)", "", re.sub(r"^#\.", f"{self.sections}.", line))
        self.found.append(f"\n{line}\n")
        return line

    def _spoken(self, names: dict[str, str], facts: list[str], values: list[str]) -> dict[str, str]:
        made: dict[str, str] = {}
        for key, name in names.items():
            some = {key: name, f"{key}s": plural(name), f"a_{key}": with_article(name)}
            made |= some | {capital(word): capital(text) for word, text in some.items()}
        title = titled(names["x"])
        do, does, done, doing = self.random.choice(words("verbs")).split()
        made |= {"Titled": title, "Titleds": plural(title), "do": do, "does": does, "done": done, "doing": doing, "Doing": capital(doing)}
        made |= {"values": ", ".join(values), "or_values": self._listed(values, link="or"), "and_values": self._listed(values)}
        fact, second = (*facts, "", "")[:2]
        made |= {"fact": fact, "a_fact": with_article(fact or "x"), "A_fact": capital(with_article(fact or "x")), "first": fact, "second": second}
        commas = ", ".join(facts)
        made |= {"commas": commas, "Commas": capital(commas), "titled": ", ".join(map(titled, facts))}
        return made | {
            "facts": self._listed(facts),
            "the_facts": self._listed(facts, "the "),
            "a_facts": self._listed(list(map(with_article, facts))),
        }

    def _listed(self, facts: list[str], before: str = "", link: str = "and") -> str:
        *first, last = (before + fact for fact in facts) if facts else ("",)
        serial = "," if len(first) > 1 and self.random.random() < 0.5 else ""
        return f"{', '.join(first)}{serial} {link} {last}" if first else last


def told(seed: int) -> Told:
    """The text of a seed."""
    return Teller(seed).tell()
