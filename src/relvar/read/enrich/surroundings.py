"""Laws that the place and the data bring along, who is a tenant, and the questions that the numbers leave."""

from __future__ import annotations

import re

from relvar.model import conceptual as c
from relvar.model.brief import Depth
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.pack import Pack
from relvar.read.enrich.rates import number
from relvar.read.enrich.reached import drop
from relvar.read.enrich.spell import inferred

STATED = {
    "GDPR": r"\bgdpr\b|general data protection",
    "HIPAA": r"\bhipaa\b",
    "PCI DSS": r"\bpci\b",
    "CCPA": r"\bccpa\b",
    "SOX": r"\bsox\b|sarbanes",
}
EUROPEAN = re.compile(r"^(eu|eea|european union|europe|germany|france|spain|italy|netherlands|emea)$", re.I)
TENANTS = re.compile(
    r"multi-?\s?tenant|white-?label|isolated (?:per|by|for each) \w+|\bsaas\b"
    r"|(?:data|rows|records) of one \w+ (?:must|may|should|can)(?: never| not)? be (?:visible|seen|shown)",
    re.I,
)
# whom the software is for, in the same clause: "a SaaS for podcast studios"
FOR_WHOM = re.compile(r"(?:multi-?\s?tenant|\bsaas\b|software as a service)[^.;:,]{0,60}? for ((?:[\w-]+ ?){1,4})", re.I)
TENANT_WORDS = ("tenant", "organization", "organisation", "workspace", "company", "account", "customer", "school", "clinic", "team")
PRIVATE = ("personal", "special")


def regimes(model: c.Conceptual, text: str) -> tuple[str, ...]:
    """Laws that the text names, and GDPR where people in the European Union are kept."""
    found = [name for name, words in STATED.items() if re.search(words, text, re.I)]
    private = any(a.meaning.sensitivity in PRIVATE for e in model.entities.values() for a in e.attributes.values())
    if private and any(EUROPEAN.match(region) for region in model.scale.regions):
        found.append("GDPR")
    return tuple(dict.fromkeys((*model.regimes, *found)))


def settle_tenant(draft: Draft, text: str, depth: Depth) -> None:
    """A tenant that was made, for the text says that customers are kept apart, is whom the software is for, where that is a thing of the text.

    At depth minimal nothing is made.
    """
    if not draft.tenant or not draft.entities[draft.tenant].added:
        return
    told = FOR_WHOM.search(text)
    after = f" {told[1].lower().strip()} " if told else ""
    meant = next((i for i, e in draft.entities.items() if i != draft.tenant and f" {e.plural} ".replace("_", " ") in after), "")
    if meant or depth == "minimal":
        drop(draft, draft.tenant)
        draft.tenant = meant if depth != "minimal" else ""


def keep_renters(draft: Draft, pack: Pack, text: str) -> None:
    """A tenant of a flat is nobody that software keeps apart: where the domain knows it as one of its people, the text must say more."""
    renter = draft.names.get("tenant", "")
    if renter and renter == draft.tenant and not pack.content.get("tenant") and not TENANTS.search(text):
        draft.tenant = ""


def find_tenant(draft: Draft, text: str) -> None:
    """The entity that customers are kept apart by, where the text says that they are."""
    if draft.tenant or not TENANTS.search(text):
        return
    draft.tenant = next((word for word in TENANT_WORDS if word in draft.entities), "")


def ask_about_scale(draft: Draft) -> None:
    """One question for the numbers that were assumed, with the numbers."""
    counted = bool(draft.model.scale.counts or draft.model.scale.rates)
    assumed = [i for i, v in draft.volumes.items() if v.initial.source.words == "standard scale"]
    if not assumed:
        return
    shown = ", ".join(
        f"{number(_count(draft.volumes[i]))} {draft.entities[i].plural.replace('_', ' ')}" + _pace(draft.volumes[i]) for i in assumed[:4]
    )
    text = "How many of each are there, and how many come a day?" if not counted else f"How many {_plurals(draft, assumed)} are there?"
    words = inferred("the scale does not count them", 0.3)
    draft.ask(text, f"standard scale: {shown}", f"sizes of {_plurals(draft, assumed)}", 0.8 if not counted else 0.5, words, "numbers")


def _plurals(draft: Draft, entities: list[str]) -> str:
    return ", ".join(draft.entities[i].plural.replace("_", " ") for i in entities[:4])


def _count(volume: c.Volume) -> float:
    return volume.initial.value or volume.per_day.value


def _pace(volume: c.Volume) -> str:
    return "" if volume.initial.value else " a day"
