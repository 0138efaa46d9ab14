"""What surrounds the data: which laws apply, and which traits of architecture are wished."""

from __future__ import annotations

import re

from relvar.model.brief import Scale
from relvar.read.text.sought import Sought

REGIMES = (
    (
        "GDPR",
        Sought(
            r"\bGDPR\b|\bDSGVO\b|right to be forgotten|data subject|deletion of (?:their |his |her )?personal data",
            "gdpr|dsgvo|to be forgotten|data subject|deletion of",
        ),
    ),
    ("HIPAA", re.compile(r"\bHIPAA\b|\bprotected health information\b|\bPHI\b")),
    ("PCI DSS", Sought(r"\bPCI\b|\b(?:credit|debit|payment) cards? (?:numbers?|data|details)\b", "pci|credit card|debit card|payment card")),
    ("SOX", Sought(r"\bSOX\b|Sarbanes", "sox|sarbanes")),
    ("FERPA", re.compile(r"\bFERPA\b")),
)
EUROPE = {"EU", "EEA", "European Union", "Europe", "Germany", "France", "Spain", "Italy", "Netherlands"}
BRITAIN = {"UK", "United Kingdom"}
PLACE = (
    r"(?:the |their |its |our )?(?:own |home )?(?:EU|EEA|European Union|Europe|USA?|United States|UK|United Kingdom|Germany|France|Canada|Brazil|"
    r"Australia|India|Japan|Singapore|China|regions?|countr(?:y|ies))"
)
RESIDES = (
    r"\bdata (?:must |has to |have to |shall |should )?(?:always |only )?"
    rf"(?:(?:stays?|remains?|(?:is|are|be) (?:kept|stored|held)) (?:with)?in|never leaves?) {PLACE}\b"
)
BEFORE_STAYING = ("must", "has", "have", "shall", "should", "always", "only", "stay", "remain", "is", "are", "be", "never", "leave")
STAYING = "|".join(f"data {word}" for word in BEFORE_STAYING)
LISTENS = (
    r"\bother (?:services?|systems?|applications?|departments?|teams?|companies) (?:\w+ ){0,2}?"
    r"(?:learns?|hears?|listens?|subscribes?|reacts?|(?:is|are|gets?) (?:told|informed|notified))\b"
)
HEARING = "other service|other system|other application|other department|other team|other compan"
# "all changes to films must be logged": no thing, but what is done with every row
CHANGES = (
    r"\b(?:all|every|any|each) (?:\w+ )?changes? (?:(?:of|to|in|on|made to) [^.;\n]{1,40}? )?"
    r"(?:must|should|shall|has to|have to|needs? to|will|are|is) (?:always )?(?:be )?(?:logged|recorded|tracked|audited|kept|traceable)\b[^.;,\n]*"
)
CHANGING = "change"
# "personal data must be deletable", "on request, all data of a client is erased", "clients can ask for the deletion of their data"
ERASING = "delet|eras|forgotten|removed|removal|anonymis|anonymiz"
PERSONS_DATA = (
    r"(?:personal (?:data|information)|(?:all |their |his |her |the )*(?:data|account|profile|information)(?: of (?:a|an|one|the|any) \w+)?)"
)
ERASED = (
    r"\bpersonal (?:data|information)\b[^.;\n]{0,40}\b(?:deletable|erasable|be (?:deleted|erased|removed)|can be (?:deleted|erased|removed))\b"
    rf"|\b(?:on|upon|at) (?:\w+ )?request\b[^.;\n]{{0,40}}\b{PERSONS_DATA}[^.;\n]{{0,20}}\b(?:deleted|erased|removed|anonymi[sz]ed)\b"
    rf"|\b{PERSONS_DATA}[^.;\n]{{0,20}}\b(?:deleted|erased|removed|anonymi[sz]ed)\b[^.;\n]{{0,20}}\b(?:on|upon|at) (?:\w+ )?request\b"
    r"|\b(?:ask|request|demand|right)\w*\b[^.;\n]{0,20}\b(?:deletion|erasure|removal) of (?:all )?(?:their|his|her|its|personal) (?:\w+"
    r" )?(?:data|account|information)\b"
    r"|\b(?:right to (?:erasure|be forgotten))\b|\bdelete (?:their|his|her) (?:own )?(?:account|personal data|data)\b"
)
TRAITS = (
    (
        "time series",
        r"\btime[- ]series\b|\btelemetry\b|\bsensor (?:readings?|data)\b|\breadings (?:a|per) second\b",
        "time series|time-series|telemetry|sensor reading|sensor data|readings a|readings per",
    ),
    (
        "hierarchy",
        r"\bhierarch\w+|\btree(?: structure)?\b|\bparent (?:category|folder|task|comment|unit)\b|\bsub-?categor\w+|\bnested\b",
        "hierarch|tree|parent |subcategor|sub-categor|nested",
    ),
    ("offline first", r"\boffline\b", "offline"),
    ("event sourcing", r"\bevent[- ]sourc\w+", "event sourc|event-sourc"),
    ("cqrs", r"\bCQRS\b", "cqrs"),
    ("microservices", r"\bmicro-?services?\b", "microservice|micro-service"),
    ("listening services", LISTENS, HEARING),
    ("polyglot storage", r"\bpolyglot\b", "polyglot"),
    (
        "full-text search",
        r"\bfull[- ]text\b|\bsearch (?:the )?(?:text|content|articles|documents)\b",
        "full text|full-text|search the|search text|search content|search articles|search documents",
    ),
    (
        "geospatial",
        r"\bgeo(?:spatial|location|graphic queries)?\b|\bnear(?:by\b| (?:me|us|them|here)\b)|\bwithin \d+ ?(?:km|miles|m)\b|\bGPS\b|\bnearest\b",
        "geo|nearby|near |gps|nearest|within ",
    ),
    ("graph", r"\bgraph database\b|\bsocial graph\b|\bfriends? of friends?\b", "graph database|social graph|friend of|friends of"),
    (
        "audit",
        rf"{CHANGES}|\bauditable\b|\baudit[- ](?:trail|log|history|record)s?\b|\bfull audit\b|\bwho changed what\b",
        f"{CHANGING}|auditable|audit |audit-|full audit|who changed",
    ),
    ("erasure", ERASED, ERASING),
    ("real time", r"\breal[- ]time\b|\blive updates?\b", "real time|real-time|live update"),
    (
        "strong consistency",
        r"\bstrong(?:ly)? consisten\w+|\bno lost updates?\b|\bACID\b",
        "strong consisten|strongly consisten|lost update|acid",
    ),
    ("eventual consistency", r"\beventual(?:ly)? consisten\w+", "eventual consisten|eventually consisten"),
    (
        "high availability",
        r"\bhigh(?:ly)? availab\w+|\bfail-?over\b|\bno downtime\b",
        "high availab|highly availab|failover|fail-over|no downtime",
    ),
    ("data residency", rf"\bdata (?:residency|sovereignty|locali[sz]ation)\b|{RESIDES}", f"data residency|data sovereignty|data locali|{STAYING}"),
    ("soft delete", r"\bsoft[- ]delet\w+|\brecycle bin\b|\bundelete\b", "soft delet|soft-delet|recycle bin|undelete"),
    ("versioned", r"\bversion(?:ed|ing| history)\b|\brevision history\b", "versioned|versioning|version history|revision history"),
)
# Wishes of architecture speak of the software itself: none of their words is a thing that it keeps
ARCHITECTURE = Sought(
    r"\bevent[- ]sourc\w+|\bCQRS\b|\bmicro-?services?\b|\bpolyglot(?: storage| persistence)?\b|\boutbox\b",
    "event sourc|event-sourc|cqrs|microservice|micro-service|polyglot|outbox",
)
# So is what is asked of the past in general ("keep an audit trail"); a history of something, or with facts of its own, is a thing.
PAST = Sought(
    r"\b(?:(?:keep|maintain|need|want|have|record|require|provide)s?,? (?:an? |the )?(?:full |complete )?)"
    r"(?:audit (?:trail|log)s?|(?:version|revision|change) history)(?=\s*(?:[.;!?\n]|$))",
    "audit trail|audit log|version history|revision history|change history",
)
# Whose data stays where says nothing of what is kept.
RESIDENCE = Sought(rf"(?:(?<=[.;\n])|\A)[^.;\n]*?{RESIDES}[^.;\n]*", STAYING)
# Nor does who else hears of it.
LISTENERS = Sought(rf"{LISTENS}[^.;\n]*", HEARING)
COMPILED = tuple((name, Sought(pattern, words)) for name, pattern, words in TRAITS)


def without_architecture(text: str) -> str:
    """The text with words for a kind of architecture as words for software, which is no thing; the length stays."""
    text = PAST.sub(lambda found: " " * len(found[0]), text)
    text = RESIDENCE.sub(lambda found: " " * len(found[0]), text)
    text = LISTENERS.sub(lambda found: " " * len(found[0]), text)
    return ARCHITECTURE.sub(lambda found: ("software" if len(found[0]) >= len("software") else "app").ljust(len(found[0])), text)


def read_regimes(text: str, scale: Scale) -> tuple[str, ...]:
    """Laws and standards that the text names, and those that the places imply."""
    found = [name for name, pattern in REGIMES if pattern.search(text) or pattern.search(scale.text)]
    if EUROPE & set(scale.regions) and "GDPR" not in found:
        found.insert(0, "GDPR")
    if BRITAIN & set(scale.regions) and "GDPR" not in found:
        found.insert(0, "UK GDPR")
    return tuple(found)


def read_traits(text: str, *, traced: bool = False) -> tuple[str, ...]:
    """Wishes and characters of the architecture, in a fixed order. `traced`: a sentence asks for a trail of all changes."""
    return tuple(name for name, pattern in COMPILED if pattern.search(text) or (traced and name == "audit"))
