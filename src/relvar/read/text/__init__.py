"""What the text itself says, by the grammar of English: no model, no domain knowledge, no heavy package."""

from __future__ import annotations

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.read.scale import read_scale
from relvar.read.text.attributes import Placer
from relvar.read.text.build import Builder
from relvar.read.text.document import Document
from relvar.read.text.entities import Entities
from relvar.read.text.links import Links, contradictions
from relvar.read.text.tokens import prepared


def read_text(brief: Brief, scale_text: str) -> Conceptual:
    """The conceptual model of what the brief and the scale say, each fact with its words and their offset."""
    text = prepared(brief.text)
    document = Document(text)
    claims = document.read()
    entities = Entities(claims)
    entities.find(len(text.split()))
    links = Links()
    placer = Placer(text, claims, entities, links)
    placer.place()
    builder = Builder(entities, placer, links)
    relationships = builder.relationships()
    parts = {link.b for link in links.links.values() if link.identifying}
    made = {name: builder.entity(key, parts) for key, name in builder.ids.items()}
    questions = tuple(q for link in links.links.values() for q in contradictions(link))
    return Conceptual(
        entities=made,
        relationships=relationships,
        rules=builder.rules,
        scale=read_scale(scale_text, text),
        questions=questions,
    )
