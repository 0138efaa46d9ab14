"""Files of DBML, element by element."""

from __future__ import annotations

import re
from collections.abc import Callable

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.dbml.links import DEFAULT_SCHEMA, End, Link, link, tie
from relvar.importing.languages.dbml.settings import DIALECTS, settings
from relvar.importing.languages.dbml.table import check, column, index, note
from relvar.importing.languages.scanning import Stream, joined, tokens
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import Existing, FoundObject, Place
from relvar.model.qualified import qualified

DATABASE = re.compile(r"^[ \t]*database_type[ \t]*:[ \t]*['\"]([^'\"\n]*)['\"]", re.M)
DEFAULT = "postgresql"
BESIDE = {"tablegroup": "a group of tables", "note": "a note beside the tables", "diagramview": "a view of the diagram", "records": "a list of rows"}


def read_dbml(files: list[tuple[str, str]], source: str, dialect: str = "") -> Existing:
    """What files of DBML hold. `dialect`: that of its types (default: what the project says)."""
    reader = _Reader(Sketches(source, "dbml", dialect or _database(files)))
    for file, text in files:
        reader.read(Stream(list(tokens(text)), file))
    for found in reader.links:
        if found.first.table not in reader.partials:
            tie(reader.sketches, found, reader.aliases)
    return reader.sketches.done()


def _database(files: list[tuple[str, str]]) -> str:
    """The dialect that a project names, wherever it stands."""
    found = next((named for _, text in files if (named := DATABASE.search(text))), None)
    return DIALECTS.get(found[1].lower().replace(" ", ""), DEFAULT) if found else DEFAULT


class _Reader:
    def __init__(self, sketches: Sketches) -> None:
        self.sketches = sketches
        self.aliases: dict[str, str] = {}
        self.partials: dict[str, Sketch] = {}
        self.links: list[Link] = []

    def read(self, stream: Stream) -> None:
        stream.skip_lines()
        while not stream.ended:
            self._try(stream, self._element)
            stream.skip_lines()

    def _try(self, stream: Stream, read: Callable[[Stream], None]) -> None:
        """Read what stands here; where that fails, this line is listed and the next one is read."""
        start, place = stream.at, stream.place
        try:
            read(stream)
        except NotUnderstood as error:
            stream.at = start
            self.sketches.leave(joined(stream.line()) or stream.next().text, str(error), place)

    def _block(self, stream: Stream, read: Callable[[Stream], None]) -> None:
        """The lines up to the closing brace."""
        stream.skip_lines()
        while not stream.ended and not stream.take("}"):
            self._try(stream, read)
            stream.skip_lines()

    def _lines(self, stream: Stream, read: Callable[[Stream], None]) -> None:
        self._block(stream, lambda block: read(block.inside(block.line())))

    def _element(self, stream: Stream) -> None:
        word, place = stream.token.low, stream.place
        if word in ("table", "tablepartial"):
            stream.next()
            self._table(stream, place, partial=word == "tablepartial")
        elif word == "ref":
            stream.next()
            self._references(stream)
        elif word == "enum":
            stream.next()
            self._enum(stream, place)
        elif word == "project":
            stream.line()  # its database is known already
        elif word in BESIDE:
            self.sketches.leave(joined(stream.line())[:80], f"{BESIDE[word]} is no part of a design", place)
        else:
            raise NotUnderstood(f"no element of DBML begins with {stream.shown}")

    def _qualified(self, stream: Stream) -> tuple[str, str]:
        """Schema ("" for the default one) and name."""
        names = [stream.name()]
        while stream.take("."):
            names.append(stream.name())
        schema = names[-2] if len(names) > 1 else ""
        return "" if schema == DEFAULT_SCHEMA else schema, names[-1]

    def _table(self, stream: Stream, place: Place, *, partial: bool) -> None:
        schema, name = self._qualified(stream)
        sketch = Sketch(name=name, schema=schema, place=place)
        if stream.take("as"):
            self.aliases[stream.name()] = sketch.id
        if stream.token.low == "[":
            sketch.comment = settings(stream.bracketed()).note
        stream.skip_lines()
        stream.expect("{")
        if partial:
            self.partials[name] = sketch
        else:
            self.sketches.add(sketch)  # the body of one that is there twice is read all the same, so that reading goes on behind it
        self._block(stream, lambda body: self._member(body, sketch))

    def _member(self, stream: Stream, sketch: Sketch) -> None:
        if stream.take("indexes", "{"):
            self._lines(stream, lambda line: index(line, sketch))
        elif stream.take("checks", "{"):
            self._lines(stream, lambda line: check(line, sketch))
        elif stream.token.low == "note" and stream.ahead(1).low in (":", "{"):
            stream.next()
            sketch.comment = note(stream)
        elif stream.take("~"):
            self._inject(stream.name(), sketch)
        elif stream.token.low == "records" and stream.ahead(1).low in ("{", "("):
            self._element(stream)
        else:
            self.links += column(stream.inside(stream.line()), sketch, self.sketches)

    def _inject(self, name: str, sketch: Sketch) -> None:
        partial = self.partials.get(name)
        if partial is None:
            raise NotUnderstood(f"no TablePartial {name} stands before it")
        sketch.columns = {**partial.columns, **sketch.columns}
        for field in ("key", "uniques", "checks", "indexes"):
            getattr(sketch, field).extend(getattr(partial, field))
        self.links += [link._replace(first=End(sketch.id, link.first.columns)) for link in self.links if link.first.table == partial.id]

    def _enum(self, stream: Stream, place: Place) -> None:
        schema, name = self._qualified(stream)
        if stream.token.low == "[":
            stream.bracketed()  # a note of the whole list
        stream.skip_lines()
        stream.expect("{")
        values: list[str] = []
        self._lines(stream, lambda line: values.append(line.name()))
        self.sketches.objects.append(FoundObject(kind="enum", name=qualified(schema, name), values=tuple(values), place=place))

    def _references(self, stream: Stream) -> None:
        name = "" if stream.token.low in (":", "{") else stream.name()
        stream.skip_lines()
        if stream.take("{"):
            self._lines(stream, lambda line: self.links.append(link(line, name)))
        else:
            stream.expect(":")
            self.links.append(link(stream.inside(stream.line()), name))
