"""The body of a table of DBML: columns with their settings, indexes, checks, notes and partials."""

from __future__ import annotations

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.dbml.links import End, Link, end, relation
from relvar.importing.languages.dbml.settings import Settings, settings
from relvar.importing.languages.scanning import Stream, Token, joined, split
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundCheck, FoundColumn, FoundIndex, FoundKey, FoundPart


def note(stream: Stream) -> str:
    """The text of `note: 'x'` or `Note { 'x' }`, whose first word is read."""
    if stream.take(":"):
        return stream.next().text.strip()
    stream.expect("{")
    stream.skip_lines()
    text = stream.next().text.strip()
    stream.skip_lines()
    stream.expect("}")
    return text


def column(line: Stream, sketch: Sketch, sketches: Sketches) -> list[Link]:
    """A column joins its table; the references that are written at it."""
    place, name = line.place, line.name()
    kind: list[Token] = []
    while not line.ended and not (line.token.low == "[" and line.ahead(1).low != "]"):
        kind.append(line.next())
    said = settings(line.bracketed() if not line.ended else [])
    if not kind:
        raise NotUnderstood(f"the column {name} has no type")
    if name in sketch.columns:
        raise NotUnderstood(f"{sketch.id} has a column {name} already")
    sketch.columns[name] = FoundColumn(
        name=name,
        type=joined([kind[0]._replace(kind="word"), *kind[1:]]),
        nullable=not said.not_null,
        default=said.default,
        numbered=sketches.numbering if said.increment else "",
        comment=said.note,
        place=place,
    )
    if said.key:
        sketch.key.append(name)
    if said.unique:
        sketch.make_unique((name,), place)
    sketch.checks += [FoundCheck(condition=condition, place=place) for condition in said.checks]
    for unknown in said.unknown:
        sketches.leave(f"{sketch.id}.{name} [{unknown}]", "DBML has no such setting of a column", place)
    ends = [line.inside(reference) for reference in said.references]
    return [Link(End(sketch.id, (name,)), relation(there), end(there), "", Settings(), place, True) for there in ends]


def index(line: Stream, sketch: Sketch) -> None:
    """A line of `indexes { }`: a column, an expression, or several between parentheses; it may be the key."""
    place, found = line.place, line.next()
    members = [[found]]
    if found.low == "(":
        start = line.at
        while not line.ended and line.token.low != ")":
            line.next()
        members = split(line.tokens[start : line.at])
        line.expect(")")
    if any(len(member) != 1 for member in members):
        raise NotUnderstood("a member of an index is a column, or an expression between backticks")
    parts = tuple(FoundPart(text=m[0].text) if m[0].kind == "code" else FoundPart(column=m[0].text) for m in members)
    said = settings(line.bracketed() if not line.ended else [])
    if said.key:
        sketch.key[:], sketch.key_name = [part.column for part in parts], said.name
    elif said.unique and all(part.column for part in parts) and not said.type:
        sketch.uniques.append(FoundKey(name=said.name, parts=parts, comment=said.note, place=place))
    else:
        sketch.indexes.append(FoundIndex(name=said.name, parts=parts, unique=said.unique, method=said.type, comment=said.note, place=place))


def check(line: Stream, sketch: Sketch) -> None:
    """A line of `checks { }`."""
    place, condition = line.place, line.next()
    if condition.kind != "code":
        raise NotUnderstood("a check stands between backticks")
    said = settings(line.bracketed() if not line.ended else [])
    sketch.checks.append(FoundCheck(name=said.name, condition=condition.text, place=place))
