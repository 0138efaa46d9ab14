"""Comments that a person wrote into model.yaml, each with the element it stands at, so that the file can be written anew around them.

The elements are found by YAML's own parser; a comment is what it leaves out. One on a line of its own belongs to the element
below it, or, where it is indented deeper than that, to the element above it whose block it closes; one behind an element
belongs to that element.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

Path = tuple[str, ...]  # keys of mappings and names of list items, from the top
NAMES = ("text", "name")  # by the first of these fields an item of a list is known again when others come before it
COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.M)


class Comments:
    """Comments by the path of their element: lines above it, behind it on its line, and below all that it holds."""

    def __init__(self) -> None:
        self.above: dict[Path, list[str]] = {}
        self.beside: dict[Path, str] = {}
        self.below: dict[Path, list[str]] = {}


class _Element(NamedTuple):
    """A key of a mapping or an item of a list, where it begins."""

    start: int
    column: int
    path: Path


def item_name(item: Any, place: int) -> str:
    """What an item of a list is known by."""
    names = (item[field] for field in NAMES if isinstance(item, dict) and isinstance(item.get(field), str))
    return next(names, str(place))


def comments(text: str, ours: str, value: dict[str, Any], flat: tuple[type, ...]) -> Comments:
    """The comments of `text` but the lines of `ours`, each where it stands in `value`, which is about to be written in its place.

    `flat`: types of values written on one line, inside which no comment can stand: it moves above them. A comment whose element is gone
    goes to the end and says where it was.
    """
    found = Comments()
    own = set(ours.splitlines())
    if all(line in own for line in text.splitlines() if "#" in line):
        return found
    for kind, path, line in _read(text):
        if line not in own:
            _place(found, kind, path, line, value, flat)
    return found


def _read(text: str) -> Iterator[tuple[str, Path, str]]:
    """How a comment stands to its element, the element's path, the comment."""
    from ruamel.yaml import YAML

    root = YAML(typ="safe", pure=True).compose(text)
    elements, scalars = sorted(_elements(root, ())), sorted(_scalars(root, text))
    starts = [element.start for element in elements]
    for match in COMMENT.finditer(text):
        at = match.start()
        inside = bisect(scalars, (at, len(text))) - 1
        if inside >= 0 and at < scalars[inside][1]:
            continue
        line_start = text.rfind("\n", 0, at) + 1
        after = bisect(starts, at)
        if text[line_start:at].strip():
            yield "beside", elements[max(after - 1, 0)].path, match[0].rstrip()
        else:
            yield *_beside_block(elements, after, at - line_start), match[0].rstrip()


def _beside_block(elements: list[_Element], after: int, column: int) -> tuple[str, Path]:
    """What a line of comment belongs to: the next element, or the last one that it is not indented less than."""
    if after < len(elements) and elements[after].column >= column:
        return "above", elements[after].path
    above = next((e for e in reversed(elements[:after]) if e.column <= column), None)
    return ("below", above.path) if above else ("above", elements[0].path)


def _elements(node: Node, path: Path) -> Iterator[_Element]:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield _Element(key.start_mark.index, key.start_mark.column, here)
            yield from _elements(value, here)
    elif isinstance(node, SequenceNode):
        for place, item in enumerate(node.value):
            here = (*path, item_name(_plain(item), place))
            yield _Element(item.start_mark.index, item.start_mark.column - (0 if node.flow_style else 2), here)
            yield from _elements(item, here)


def _plain(node: Node) -> Any:
    """The scalar fields of a mapping, enough to name it."""
    from ruamel.yaml.nodes import MappingNode, ScalarNode

    if not isinstance(node, MappingNode):
        return None
    return {str(key.value): value.value for key, value in node.value if isinstance(value, ScalarNode)}


def _scalars(node: Node, text: str) -> Iterator[tuple[int, int]]:
    """Where scalars begin and end: no comment begins inside one. One may follow the sign that opens a block scalar (`|`)."""
    from ruamel.yaml.nodes import ScalarNode

    if isinstance(node, ScalarNode):
        start = node.start_mark.index
        yield (text.find("\n", start) if node.style in ("|", ">") else start), node.end_mark.index
        return
    for child in node.value:
        for part in child if isinstance(child, tuple) else (child,):
            yield from _scalars(part, text)


def _place(found: Comments, kind: str, path: Path, line: str, value: Any, flat: tuple[type, ...]) -> None:
    """Put the comment at its element; where that is written on one line with others, above the line."""
    reached: Path = ()
    last = (next(reversed(value)),)
    for name in path:
        if isinstance(value, flat) or not isinstance(value, dict | list | tuple):
            kind = "beside" if kind == "beside" else "above"
            break
        items = value if isinstance(value, dict) else {item_name(item, place): item for place, item in enumerate(value)}
        if name not in items:
            found.below.setdefault(last, []).append(f"# at {'.'.join(path)}, which is gone: {line.lstrip('# ')}")
            return
        dashed = not isinstance(value, dict) and isinstance(items[name], dict)  # its line is that of its first key
        value, reached = items[name], (*reached, name)
        if kind == "beside" and dashed and name == path[-1]:
            kind = "above"
    if kind == "beside" and reached not in found.beside:
        found.beside[reached] = f"  {line}"
    else:
        {"below": found.below}.get(kind, found.above).setdefault(reached, []).append(line)
