"""Files of PlantUML, line by line."""

from __future__ import annotations

import re

import msgspec

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.diagrams.drawing import Drawing, End, Line
from relvar.importing.languages.diagrams.labels import decoded
from relvar.importing.languages.diagrams.tables import draw
from relvar.importing.languages.diagrams.types import DIALECT, LONGEST_LINE
from relvar.importing.languages.plantuml.arrows import ARROW, NAME, ONE, arrow
from relvar.importing.languages.plantuml.members import UNKNOWN, member
from relvar.importing.languages.sketch import Sketches
from relvar.model.existing import Existing, Place

BLOCK = re.compile(
    rf"""(?P<kind>entity|table|(?:abstract[ \t]+)?class|abstract|interface|enum|struct|object|annotation|dataclass|record)[ \t]+
    (?P<name>{NAME})(?:<[^<>]*>)?(?:[ \t]+as[ \t]+(?P<alias>{NAME}))?(?P<looks>[^{{]*)(?P<open>\{{)?(?P<rest>.*)""",
    re.X | re.I,
)
MACRO = re.compile(r"(?P<kind>table|entity)[ \t]*\([ \t]*(?P<name>[\w.]+)[ \t]*(?:,[^)]*)?\)(?P<looks>[^{]*)(?P<open>\{)?(?P<rest>.*)", re.I)
EXTENDS = re.compile(rf"\bextends[ \t]+({NAME})")
SEPARATOR = re.compile(r"(?:--|\.\.|==|__).*")
LOOKS = re.compile(
    r"""(?:skinparam|hide|show|title|header|footer|caption|scale|left[ ]to|top[ ]to|legend|!|note|url|set[ ]|remove|package|namespace
    |rectangle|frame|folder|database|together|newpage|allow_?mixing|<style>|page|mainframe|\}|@|'|end)""",
    re.X | re.I,
)
LONG = (("note", "end note"), ("legend", "endlegend"), ("skinparam", "}"), ("<style>", "</style>"), ("title", "end title"), ("/'", "'/"))
ENTITIES = ("entity", "table")  # kinds whose first line is a separator between the key and the rest


def read_plantuml(files: list[tuple[str, str]], source: str, dialect: str = "") -> Existing:
    """What the entities and classes of files hold. `dialect`: that of the types they name (default: PostgreSQL)."""
    reader = _Reader(Sketches(source, "plantuml", dialect or DIALECT))
    for file, text in files:
        reader.read(text, file)
    draw(reader.drawing, reader.sketches)
    return reader.sketches.done()


class _Reader:
    def __init__(self, sketches: Sketches) -> None:
        self.sketches, self.drawing = sketches, Drawing()
        self.inside, self.kind, self.until, self.key_ends = "", "", "", False

    def read(self, text: str, file: str) -> None:
        self.inside = self.until = ""
        for number, written in enumerate(text.split("\n"), start=1):
            line, place = written.strip(), Place(file=file, line=number)
            if self.until:
                self.until = "" if self.until in line.lower().replace("end legend", "endlegend") else self.until
            elif len(line) > LONGEST_LINE:
                self.sketches.leave(line, f"a line of {len(line)} characters is none of a diagram", place)
            elif line and not line.startswith("'"):
                self._line(line, place)

    def _line(self, line: str, place: Place) -> None:
        try:
            if self.inside:
                self._member(line, place)
            else:
                self._element(line, place)
        except NotUnderstood as error:
            self.sketches.leave(line, str(error), place)

    def _element(self, line: str, place: Place) -> None:
        block = MACRO.fullmatch(line) or BLOCK.fullmatch(line)
        if block is not None and not ARROW.fullmatch(line):
            self._block(block, place)
        elif (found := ARROW.fullmatch(line)) is not None:
            drawn = arrow(found, place)
            for end in (drawn.first, drawn.second):
                self.drawing.entity(end.entity, place)
            self.drawing.lines.append(drawn)
        elif line.startswith("("):
            raise NotUnderstood("an association class: draw a line from it to each of the two")
        elif line.startswith("!include"):
            raise NotUnderstood("what stands in another file is not read with this one")
        elif LOOKS.match(line) or line.startswith("/'"):
            self.until = self._ends(line.lower())
        else:
            raise NotUnderstood("no entity, class or line between two looks so")

    def _ends(self, line: str) -> str:
        """What a part that goes over several lines ends with; "" for one that is this line alone."""
        for begin, end in LONG:
            if line.startswith(begin):
                alone = {"note": ":" in line or '"' in line, "skinparam": not line.endswith("{"), "title": len(line) > len("title")}
                return "" if alone.get(begin, end in line) else end
        return ""

    def _block(self, found: re.Match[str], place: Place) -> None:
        kind, given = found["kind"].lower(), decoded(found["name"].strip('"'))
        alias = found.groupdict().get("alias") or ""
        if alias.startswith('"'):  # class alias as "Long name"
            given, alias = decoded(alias.strip('"')), given
        name = decoded(alias.strip('"')) or given
        self.inside, self.kind, self.key_ends = (name if found["open"] else ""), kind, False
        if kind == "enum":
            self.drawing.enums.setdefault(name, ((), place))
        else:
            entity = self.drawing.entity(name, place)
            entity.name, entity.place = given.partition("\\n")[0].strip(), place
            entity.is_class = kind not in ENTITIES
            if (parent := EXTENDS.search(found["looks"])) is not None:
                self.drawing.entity(parent[1].strip('"'), place)
                self.drawing.lines.append(Line(End(parent[1].strip('"'), *ONE), End(name, 0, False), "", place, "inheritance"))
        rest = found["rest"].strip()
        for part in rest.removesuffix("}").split(";") if found["open"] else ():
            if part.strip():
                self._line(part.strip(), place)
        if rest.endswith("}"):
            self.inside = ""

    def _member(self, line: str, place: Place) -> None:
        if line.startswith("}"):
            self.inside = ""
            return
        if self.kind == "enum":
            if not SEPARATOR.fullmatch(line):
                values, first = self.drawing.enums[self.inside]
                self.drawing.enums[self.inside] = ((*values, re.split(r"[\s=(,;]", line.lstrip("+-#~ "))[0]), first)
            return
        entity = self.drawing.entities[self.inside]
        if SEPARATOR.fullmatch(line):
            if self.kind in ENTITIES and not self.key_ends and not any(drawn.key for drawn in entity.attributes):
                entity.attributes = [msgspec.structs.replace(drawn, key=True) for drawn in entity.attributes]
            self.key_ends = True
            return
        drawn, unknown = member(line, place, java=self.kind not in ENTITIES)
        entity.attributes.append(drawn)
        for mark in unknown:
            self.sketches.leave(f"{entity.name}.{drawn.name} {mark.lstrip(UNKNOWN)}", "relvar knows no such mark of an attribute", place)
