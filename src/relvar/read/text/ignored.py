"""What became nothing: the sentences from which no fact was taken, so that a user sees what was not understood."""

from __future__ import annotations

import bisect

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import Conceptual
from relvar.read.text.scene import Scene

MOST = 50  # phrases; a longer list is not read
SHORTEST = 3  # words


def ignored(scene: Scene, model: Conceptual) -> tuple[str, ...]:
    """The sentences in which no source of the model lies, at most MOST."""
    starts = sorted([*_starts(model), *scene.used])
    found = []
    for sentence in scene.sentences:
        at = bisect.bisect_left(starts, sentence.start)
        covered = at < len(starts) and starts[at] < sentence.end
        words = " ".join(scene.quoted[sentence.start : sentence.end].split())
        if not covered and len(words.split()) >= SHORTEST:
            found.append(words)
        if len(found) >= MOST:
            break
    return tuple(dict.fromkeys(found))


def _starts(model: Conceptual) -> list[int]:
    """Offsets of all sources that quote the brief."""
    found: list[int] = []
    stack: list[object] = [
        model.entities,
        model.relationships,
        model.rules,
        model.patterns,
        model.actors,
        model.restrictions,
        model.scale,
        model.questions,
    ]
    while stack:
        value = stack.pop()
        if isinstance(value, Source):
            if value.kind == "brief" and value.start is not None:
                found.append(value.start)
        elif isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, tuple | list):
            stack.extend(value)
        elif isinstance(value, msgspec.Struct):
            stack.extend(getattr(value, name) for name in ("source", "attributes", "identifiers", "counts", "rates", "years") if hasattr(value, name))
    return found
