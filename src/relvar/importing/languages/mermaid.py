"""Mermaid's erDiagram (https://mermaid.js.org/syntax/entityRelationshipDiagram.html), alone or in the fences of a Markdown file."""

from __future__ import annotations

import re

from relvar.importing.languages.diagrams.drawing import Drawing, Drawn, End, Line
from relvar.importing.languages.diagrams.labels import decoded
from relvar.importing.languages.diagrams.tables import draw
from relvar.importing.languages.diagrams.types import DIALECT, LONGEST_LINE
from relvar.importing.languages.sketch import Sketches
from relvar.model.existing import Existing, Place

NAME = r'"[^"]*"|[^\W\d][\w.-]*'
HEADS = {"|o": (0, False), "o|": (0, False), "||": (1, False), "}o": (0, True), "o{": (0, True), "}|": (1, True), "|{": (1, True)}
WORDS = {
    "one or zero": (0, False), "zero or one": (0, False), "only one": (1, False), "one or more": (1, True), "one or many": (1, True),
    "many(1)": (1, True), "1+": (1, True), "zero or more": (0, True), "zero or many": (0, True), "many(0)": (0, True), "0+": (0, True),
    "1": (1, False),
}  # fmt: skip
SPOKEN = "|".join(re.escape(word) for word in WORDS)
SIGNS = re.compile(
    rf"""(?P<first>{NAME})[ \t]*(?P<left>\|o|\|\||\}}o|\}}\|)(?:--|\.\.|\.-|-\.)(?P<right>o\||\|\||o\{{|\|\{{)[ \t]*
    (?P<second>{NAME})(?P<rest>.*)""",
    re.X,
)
SENTENCE = re.compile(
    rf"(?P<first>{NAME})[ \t]+(?P<left>{SPOKEN})[ \t]+(?:optionally )?to[ \t]+(?P<right>{SPOKEN})[ \t]+(?P<second>{NAME})(?P<rest>.*)", re.I
)
HEAD = re.compile(rf"(?P<name>{NAME})[ \t]*(?:\[(?P<label>[^\]]*)\])?(?::::?[\w, ]+)?[ \t]*(?P<open>\{{)?(?P<body>.*)")
ATTRIBUTE = re.compile(
    r"""[ \t]*(?P<type>[^\s"]+)[ \t]+(?P<name>[^\s",]+)
    (?:[ \t]+(?P<marks>(?:PK|FK|UK)(?:[ \t]*,[ \t]*(?:PK|FK|UK))*)(?=\s|"|$))? (?:[ \t]*"(?P<said>[^"]*)")?""",
    re.I | re.X,
)
REQUIRED = re.compile(r"\bnot null\b|\brequired\b|\bmandatory\b", re.I)
HEAD_OF_COMMENT = re.compile(r"not null(?:; |\Z)", re.I)  # says it of the column, and no more
LOOKS = re.compile(r"(?:direction|style|classDef|class|linkStyle|accTitle|accDescr|title)\b")
FENCE = re.compile(r"[ \t]*(?:```|~~~|:::)")


def read_mermaid(files: list[tuple[str, str]], source: str, dialect: str = "") -> Existing:
    """What the diagrams of entities in files show. `dialect`: that of the types they name (default: PostgreSQL)."""
    sketches = Sketches(source, "mermaid", dialect or DIALECT)
    reader = _Reader(sketches)
    for file, text in files:
        reader.read(text, file)
    draw(reader.drawing, sketches)
    return sketches.done()


class _Reader:
    def __init__(self, sketches: Sketches) -> None:
        self.sketches, self.drawing = sketches, Drawing()

    def read(self, text: str, file: str) -> None:
        inside, entity = False, ""
        for number, written in enumerate(text.split("\n"), start=1):
            line, place = written.partition("%%")[0].strip(), Place(file=file, line=number)
            if not inside or FENCE.match(line):
                inside, entity = line.startswith("erDiagram"), ""
                line = line.removeprefix("erDiagram").strip() if inside else ""
            if len(line) > LONGEST_LINE:
                self.sketches.leave(line, f"a line of {len(line)} characters is none of a diagram", place)
                continue
            if not line:
                continue
            if entity:
                entity = self._attributes(entity, line, place)
            elif not LOOKS.match(line):
                entity = self._line(line, place)

    def _line(self, line: str, place: Place) -> str:
        """The entity whose body begins here; "" where none does."""
        found = SIGNS.fullmatch(line) or SENTENCE.fullmatch(line)
        if found is not None:
            self._relation(found, place)
            return ""
        head = HEAD.fullmatch(line)
        if head is None or (head["body"].strip() and not head["open"]):
            self.sketches.leave(line, "no entity and no line of Mermaid looks so", place)
            return ""
        name = decoded(head["name"].strip('"'))
        entity = self.drawing.entity(name, place)
        if head["label"]:
            entity.name = decoded(head["label"].strip('"'))
        if not head["open"]:
            return ""
        entity.place = place
        return self._attributes(name, head["body"], place) if head["body"].strip() else name

    def _relation(self, found: re.Match[str], place: Place) -> None:
        ends = []
        for side, head in (("first", "left"), ("second", "right")):
            name, sign = decoded(found[side].strip('"')), found[head].lower()
            self.drawing.entity(name, place)
            ends.append(End(name, *(HEADS[sign] if sign in HEADS else WORDS[sign])))
        rest = found["rest"].strip()
        if rest and not rest.startswith(":"):
            self.sketches.leave(rest, "what stands behind a line is its label, after a colon", place)
        self.drawing.lines.append(Line(ends[0], ends[1], decoded(rest.removeprefix(":").strip().strip('"')) if rest.startswith(":") else "", place))

    def _attributes(self, name: str, line: str, place: Place) -> str:
        """The attributes of a line; the entity, where its body goes on."""
        closed = line.endswith("}")
        at, body = 0, line.removesuffix("}").rstrip()
        while at < len(body):
            found = ATTRIBUTE.match(body, at)
            if found is None:
                self.sketches.leave(body[at:], "an attribute is a type and a name, then its marks and a comment", place)
                break
            marks = (found["marks"] or "").upper()
            said = found["said"] or ""
            comment = HEAD_OF_COMMENT.sub("", said)
            self.drawing.entities[name].attributes.append(
                Drawn(
                    name=found["name"].lstrip("*"),
                    type=found["type"],
                    key="PK" in marks or found["name"].startswith("*"),
                    refers="FK" in marks,
                    unique="UK" in marks,
                    required=bool(REQUIRED.search(said)) or None,
                    comment=comment,
                    place=place,
                )
            )
            at = found.end()
        return "" if closed else name
