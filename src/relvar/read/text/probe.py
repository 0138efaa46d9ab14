"""Does a text name anything that could be stored? Asked before anything else is done with it."""

from __future__ import annotations

from relvar.read.text.document import Document
from relvar.read.text.entities import Entities
from relvar.read.text.forms import read_forms


def names_something(text: str) -> bool:
    """True when reading the text finds at least one entity."""
    found, plain = read_forms(text)
    if found.things:
        return True
    entities = Entities(Document(plain).read())
    entities.find(len(plain.split()))
    return bool(entities.chosen)
