"""What the text itself says, by the grammar of English: no model, no domain knowledge, no heavy package.

Text -> lines -> sentences -> tokens with tags -> phrases -> claims; claims choose the entities and are placed on them.
"""

from __future__ import annotations

import msgspec

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.read.text.actors import read_actors, with_askers
from relvar.read.text.attributes import Placer
from relvar.read.text.build import Builder
from relvar.read.text.circumstances import read_regimes, read_traits, without_architecture
from relvar.read.text.contradictions import contradictions
from relvar.read.text.demands.deletion import read_deletion
from relvar.read.text.demands.lives import read_lives
from relvar.read.text.demands.settling import forget_demands
from relvar.read.text.document import Document
from relvar.read.text.entities import Entities
from relvar.read.text.forms import Forms, read_forms
from relvar.read.text.forms.asking import offered
from relvar.read.text.forms.telling import tell
from relvar.read.text.handled import read_handling
from relvar.read.text.hosting import read_hosting
from relvar.read.text.ignored import ignored
from relvar.read.text.links import Links
from relvar.read.text.paces import read_paces, settle_arriving
from relvar.read.text.patterns import read_patterns
from relvar.read.text.rules import read_rules
from relvar.read.text.scene import Scene
from relvar.read.text.semicolons import listed_by_commas
from relvar.read.text.sought import Said
from relvar.read.text.specialised import Specialised
from relvar.read.text.spreads import read_spreads
from relvar.read.text.sureness import Sure
from relvar.read.text.tenancy import hint_of_tenants, read_tenant
from relvar.read.text.tokens import without_emphasis


def read_text(brief: Brief, scale_text: str) -> Conceptual:
    """The conceptual model of what the brief and the scale say, each fact with its words and their offset."""
    return read_surely(brief, scale_text)[0]


def read_surely(brief: Brief, scale_text: str) -> tuple[Conceptual, dict[str, Sure]]:
    """The same, and how sure the text is of each relationship's bounds."""
    found, text = read_forms(brief.text)
    text = listed_by_commas(without_architecture(text))
    document = Document(text)
    document.named = {thing.start for thing in found.things}
    tell(found, document.claims)
    claims = document.read()
    said = [Said(text[tokens[0].start : tokens[-1].end].lower().replace("’", "'")) for tokens, _ in document.sentences]
    forget_demands(claims, document.sentences, said)
    claims.hints.extend(hint_of_tenants(claims, text))
    entities = Entities(claims)
    entities.find(len(text.split()))
    links = Links()
    quoted = without_emphasis(brief.text)  # what was read by form is blank in the prose
    placer = Placer(quoted, claims, entities, links)
    placer.place()
    special = Specialised(claims, entities, placer, links)
    placer.forget_bare()
    builder = Builder(entities, placer, links, special)
    relationships = builder.relationships()
    parts = {link.b if link.part else link.a for link in links.links.values() if link.identifying}
    made = {name: builder.entity(key, parts) for key, name in builder.ids.items()}
    scene = Scene(text, made, relationships, builder.rules, entities, builder.ids, quoted=quoted)
    scene.gather(document.sentences, said)
    scene.used += links.told_at()
    scene.settle_spans()
    model = _around(scene, document, placer, scale_text, found)
    return msgspec.structs.replace(model, ignored=ignored(scene, model)), builder.sure


def _around(scene: Scene, document: Document, placer: Placer, scale_text: str, found: Forms) -> Conceptual:
    """Rules, patterns, actors and circumstances on top of entities and relationships."""
    from relvar.read.scale import scale_of, told_by  # it reads numbers by this package's own words, so it cannot be imported above

    told, brief_text = told_by(scene.text, "brief"), scene.quoted
    settle_arriving(scene, told.rates)
    read_deletion(scene)
    read_rules(scene)
    read_lives(scene)
    traced = read_handling(scene)
    patterns = offered(scene, found.asked) | read_patterns(scene)
    roles = read_actors(scene, document.claims.actors, found.granted)
    actors = with_askers(scene, roles.actors(), patterns)
    scale = msgspec.structs.replace(scale_of(scale_text, told), paces=read_paces(scene), spreads=read_spreads(scene))
    tenant = read_tenant(scene)
    return Conceptual(
        entities=scene.entities,
        relationships=scene.relationships,
        rules=scene.rules,
        patterns=patterns,
        actors=actors,
        restrictions=roles.restrictions,
        scale=scale,
        tenant=tenant,
        regimes=read_regimes(scene.text, scale),
        hosting=read_hosting(f"{brief_text}\n{scale_text}"),
        traits=read_traits(f"{brief_text}\n{scale_text}", traced=traced),
        questions=(*contradictions(scene, placer), *scene.questions),
    )
