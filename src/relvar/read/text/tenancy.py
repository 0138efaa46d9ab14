"""Who is kept apart from whom: "every school's data is kept apart", "each company sees just its own records", "multi-tenant by clinic".

The constructions are the same whatever is kept apart; what they name must be a thing of the text whose rows others refer to. Where those who see
only their own are people, it is a right of theirs (`rights`) and no tenancy: an organization's people share what a person does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.model.brief import Source
from relvar.model.conceptual import Attribute, Entity
from relvar.read.lexicon import named_type
from relvar.read.text.claims import Claims, Exists
from relvar.read.text.owning import STRONG
from relvar.read.text.plain.sharing import KeptApart
from relvar.read.text.scene import Scene
from relvar.read.text.sought import Cued, Sought, cues, one_stands
from relvar.read.text.words import noun_class, singular

TENANCY = Sought(
    r"\bmulti-?\s?tenan\w*|\btenants?\b|\bsaas\b|\bsoftware as a service\b|\bwhite-?label\w*", "tenan|saas|software as|whitelabel|white-label"
)
WHO = r"(?P<who>[a-z]+(?:[ -][a-z]+)?)"
WORDS = r"[^.;:\n]{0,60}?"
ROWS = r"(?:data|records?|rows|information|content)"
APART = r"(?:apart|separate(?:d|ly)?|isolated|private|segregated|partitioned|divided|walled off)"
ONLY = r"(?:only|just|exclusively|solely|nothing but)"
SEE = r"(?:gets? to see|sees?|access(?:es)?|views?|reads?|works? (?:with|on)|has access to|have access to|manages?)"
OWN = r"(?:its|their|his|her) own"
# words without which a form matches nowhere
APARTS = "apart|separate|isolated|private|segregated|partitioned|divided|walled off"
ROWED = "data|record|row|information|content"
OWNED = "its own|their own|his own|her own"
ALONE = "only|just|exclusively|solely|nothing but"
# data of each are apart
OF_EACH = (
    Cued(rf"\b(?:each|every|any|all) {WHO}(?:'s|s'|') (?:own )?{ROWS} {WORDS}\b{APART}\b", APARTS, ROWED),
    Cued(
        rf"\b{ROWS} of (?:each|every|all|any|different|the|several|one|a) {WHO} {WORDS}\b(?:{APART}|(?:not|never) (?:be )?(?:mix\w*|visible"
        rf"|seen|shared|shown|accessible))\b",
        ROWED,
        f"{APARTS}|mix|visible|seen|shared|shown|accessible",
    ),
    Cued(rf"\beach {WHO} (?:own )?data {WORDS}\b{APART}\b", APARTS, " data "),
    Cued(
        rf"(?<!told )(?<!taken )(?<!set )\b(?:{APART}|multi-?\s?tenan\w+|split) (?:strictly |completely )?(?:per|by|between|for each|for"
        rf" every|among|across) (?:each |the |different )?(?!an? ){WHO}\b",
        f"{APARTS}|tenan|split",
        "per |by |between |for each|for every|among |across ",
    ),
    Cued(rf"\b(?:one|a) tenant (?:per|for each|for every) {WHO}\b", "tenant per|tenant for"),
    Cued(rf"\b(?:each|every|an?) {WHO} is (?:a|an|its own|the) (?:separate |own )?tenant\b", " tenant"),
    Cued(rf"\btenants? (?:is|are|=) (?:the |an? )?{WHO}\b", "tenant"),
    Cued(rf"\bper-{WHO} (?:isolation|separation|data|tenancy)\b", "per-"),
    Cued(
        rf"\b(?:several|many|multiple|different) {WHO},? (?:each (?:with|having)|which each have|each of which has) {OWN} {WORDS}{ROWS}\b",
        OWNED,
        "several |many |multiple |different ",
        ROWED,
    ),
    Cued(rf"\b{WHO} (?:{SEE}) only their own (?:data|records)", "only their own"),
    Cued(rf"\b{WHO} have only access to their own (?:data|records)\b", "only access to their own"),
    Cued(
        rf"\b(?:everything|all (?:the )?(?:data|records)|(?:each|every) (?:row|record))\b{WORDS} belongs? to (?:exactly )?(?:one|a single"
        rf"|a) {WHO},? and {WORDS}\bother",
        "belong",
        "other",
    ),
    Cued(rf"\bwhat (?:one|a) {WHO} {WORDS}\b(?:invisible|hidden)\b", "what one |what a ", "invisible|hidden"),
    Cued(rf"\b(?:isolation|separation|segregation) (?:between|of|per|by|for) (?:the |each |all )?{WHO}\b", "isolation|separation|segregation"),
    Cued(
        rf"\b(?:each|every) {WHO} (?:has|keeps|gets|owns) {OWN} (?:isolated|separate|private|secluded) ",
        OWNED,
        "isolated |separate |private |secluded ",
    ),
    Cued(rf"\b(?:each|every) {WHO} {SEE} {OWN} {ROWS} {ONLY}\b", OWNED, ALONE),
    Cued(
        rf"\b(?:several|many|multiple|different|various) {WHO} share {WORDS},? (?:and|but) {WORDS}\b(?:none|no one|nobody|not|no)\b", " share ", "no"
    ),
    Cued(rf"\bwithin (?:their|its) own {WHO}\b{WORDS}\bother", "within their own|within its own", "other"),
    Cued(
        rf"\b{WHO}\b(?:,? which)? (?:can(?:not| not)|must not|may not|should not|never|do not|must never|can never) {WORDS}\beach other's\b",
        "each other's",
    ),
    Cued(rf"\b{ROWS} {WORDS}\b(?:leaks?|flows?|passe?s?) from one {WHO} to another\b", "from one ", "to another"),
    Cued(rf"\bthe {WHO} is the tenant\b", " is the tenant"),
    Cued(
        rf"\bonly (?:be )?(?:visible|accessible|available|shown|seen) (?:within|inside|in|to|for|by) (?:that|their|its|the same) (?:own )?{WHO}\b",
        "only ",
        "visible|accessible|available|shown|seen",
        "that |their |its |the same ",
    ),
    Cued(rf"\bof different {WHO} (?:is|are|must be|have to be|should be) (?:kept |stored |held |strictly )*{APART}\b", "of different ", APARTS),
    Cued(rf"\bone {WHO}(?:'s|s'|') {WORDS}\b(?:not|never) {WORDS}\banother\b", "another", "not|never"),
    Cued(
        rf"\b(?:several|many|multiple|different|various) {WHO} {WORDS}[;,] (?:and )?their (?:data|records) {WORDS}\b{APART}\b",
        "their data|their records",
        APARTS,
    ),
    Cued(rf"\bof one {WHO} (?:can(?:not| not)|must not|may not|never|must never) {WORDS}\bother", "of one ", "other"),
    Cued(rf"\b(?:sees?|access(?:es)?) only that {WHO}(?:'s|s'|')", "only that "),
    Cued(rf"\bour (?:clients|customers|users|tenants) are {WHO},? (?:and )?each {WORDS}\bown\b", "our clients|our customers|our users|our tenants"),
)
# one sees only its own, or nothing of another: of people that is a right
OF_ITS_OWN = (
    Cued(
        rf"\b(?:each|every|an?|all|the|any) {WHO},? (?:each (?:of (?:which|whom) )?)?(?:may |can |must |should |shall |will )?(?:{ONLY}"
        rf" {SEE}|{SEE} {ONLY}|{ONLY} (?:see|access|view)) {OWN} ",
        OWNED,
        ALONE,
    ),
    Cued(rf"\b{WHO},? (?:each (?:of (?:which|whom) )?)?(?:may |can |must |should |shall |will )?(?:{ONLY} {SEE}|{SEE} {ONLY}) {OWN} ", OWNED, ALONE),
    Cued(
        rf"\b(?:no|an?|one|each|every) {WHO} (?:may |can |must |should |shall |will |could )?(?:not |never |ever )*(?:be able to |be"
        rf" allowed to )?(?:see|access|view|read|reach|look at)s? {WORDS}\b(?:an)?other (?P=who)",
        "other ",
        "see|access|view|read|reach|look at",
    ),
    Cued(
        rf"\bof (?:one|a|each|any) {WHO} {WORDS}\b(?:invisible|hidden|not (?:be )?(?:visible|shown|accessible|seen)|never (?:be"
        rf" )?(?:visible|shown|accessible|seen)) (?:to|for|from|by) (?:an)?(?:other|the other|any other)s?\b",
        "other",
        "invisible|hidden|visible|shown|accessible|seen",
    ),
)
# the same of any two, which are told apart later
KEPT = tuple(Cued(form.written.replace("(?P=who)", "[a-z]+"), *("|".join(group) for group in form.groups)) for form in (*OF_EACH, *OF_ITS_OWN))
TENANT_LINE = re.compile(r"\btenants?\s*(?:=|:|->)\s*(?:the |each |an? )?(?P<who>[a-z]+(?:[ -][a-z]+)?)", re.I)
SIGNS = cues(
    "within",
    "share",
    "belong",
    "invisible",
    "hidden",
    "apart",
    "separat",
    "isolat",
    "private",
    "own",
    "other",
    "segregat",
    "partitioned",
    "divided",
    "tenan",
    "walled",
    "split",
    "mix",
    "per-",
)
# names a tenant goes by, the most telling first
TENANT_NAMES = (
    "tenant",
    "workspace",
    "organization",
    "organisation",
    "company",
    "account",
    "customer",
    "client",
    "agency",
    "business",
    "school",
    "clinic",
    "team",
)


def keeps_apart(text: str) -> bool:
    """Whether a sentence, in lower case, says of whom data are kept apart, and so nothing of what is kept."""
    return one_stands(SIGNS, text) and any(form.search(text) for form in KEPT)


def hint_of_tenants(claims: Claims, text: str) -> Iterator[Exists]:
    """Where tenants are spoken of, an owner of data with the name of one is an entity: "organizations have projects"."""
    if TENANCY.search(text):
        owners = (has.owner for has in claims.has if has.owner.plural and has.owner.key[-1] in TENANT_NAMES)
        yield from (Exists(owner, STRONG, "tenant") for owner in owners)


def read_tenant(scene: Scene) -> str:
    """The entity whose instances are kept apart; made where the text says "multi-tenant" and names none. "" where nothing says so."""
    if apart := _apart(scene):
        return apart
    said = TENANCY.search(scene.text)
    if not said:
        return ""
    for name in TENANT_NAMES:
        if name in scene.entities and (name in TENANT_NAMES[:5] or "tenant" in said[0].lower()):
            return name
    source = scene.source(said.start(), said.end())
    identifier = "tenant"
    named_by = Source(kind="rule", words="a tenant is told by its name", confidence=0.8)
    attributes = {"name": Attribute(name="name", meaning=named_type("name"), source=named_by)}
    scene.entities[identifier] = Entity(
        name=identifier,
        plural="tenants",
        entity_kind="party",
        source=source,
        attributes=attributes,
        added=True,
        reason=f"the text says {source.words}",
    )
    return identifier


def _apart(scene: Scene) -> str:
    """The entity of which the first sentence says that the data of each are kept apart, or a line "tenant = school"."""
    for found in TENANT_LINE.finditer(scene.quoted or scene.text):
        if entity := _named(scene, found["who"].lower(), people=True):
            scene.used.append(found.start())
            return entity
    for sentence in scene.sentences:
        if not one_stands(SIGNS, sentence.text):
            continue
        for forms, people in ((OF_EACH, True), (OF_ITS_OWN, False)):
            for found in (match for form in forms for match in form.finditer(sentence.text)):
                if entity := _named(scene, found["who"], people):
                    scene.used.append(sentence.start + found.start())
                    return entity
    demands = (told for told in scene.resolver.claims.demands.values() if isinstance(told, KeptApart))
    return next((entity for told in demands if (entity := _whose(scene, told))), "")


def _whose(scene: Scene, told: KeptApart) -> str:
    """Of two things that a sentence names, the one that the other refers to; persons only where it says "apart"."""
    entities = [entity for thing in told.things if (entity := scene.entity_named(thing))]
    if len(entities) > 1:
        entities = [one for one in entities if any(one in scene.references(other) for other in entities if other != one)]
    alone = entities[0] if len(entities) == 1 else ""
    if not alone or (noun_class(alone.split("_")[-1]) == "person" and not told.people):
        return ""
    return alone if scene.entities[alone].entity_kind == "party" or scene.referring(alone) else ""


def _named(scene: Scene, said: str, people: bool) -> str:
    """The entity that the words name, as many of them as name one. `people`: whether it may be persons that are kept apart."""
    words = re.split(r"[ -]", said)
    ways = [tuple(words), tuple(words[:1]), tuple(words[-1:])]
    entity = next((e for way in ways if (e := scene.entity_named((*way[:-1], singular(way[-1]))))), "")
    known = scene.entities.get(entity)
    if known is None or (noun_class(entity.split("_")[-1]) == "person" and not people):
        return ""
    return entity if known.entity_kind == "party" or scene.referring(entity) else ""
