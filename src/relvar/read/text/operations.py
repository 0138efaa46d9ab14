"""What verbs of a requirement let people do with rows."""

from __future__ import annotations

from collections.abc import Sequence

from relvar.model.conceptual import Operation
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.phrases import Mark, Noun, Part, Verb

ALL: tuple[Operation, ...] = ("read", "insert", "update", "delete")
BROWSING: tuple[Operation, ...] = ("read",)
CHANGING: tuple[Operation, ...] = ("read", "update")
REMOVING: tuple[Operation, ...] = ("read", "delete")
MAKING: tuple[Operation, ...] = ("read", "insert")
VERBS: tuple[tuple[str, tuple[Operation, ...]], ...] = (
    (
        "see view read browse search find look list access show display check track monitor follow download export receive know get"
        " inspect consult query",
        BROWSING,
    ),
    ("manage administer maintain handle run do control configure", ALL),
    (
        """edit update change modify alter correct adjust amend approve reject confirm close assign cancel resolve complete schedule reschedule verify
        grade rate""",
        CHANGING,
    ),
    ("delete remove erase purge", REMOVING),
    (
        """create add place make submit book register record enter write post publish upload report order request open comment enrol enroll buy pay
        bid reserve file log""",
        MAKING,
    ),
)
KNOWN: dict[str, tuple[Operation, ...]] = {verb: operations for verbs, operations in VERBS for verb in verbs.split()}


def kept_to_some(parts: Sequence[Part], at: int) -> tuple[Operation, ...]:
    """ "only managers may retire a tram": a change of its row, whatever the verb; () where the verb at this place is kept to nobody."""
    verb, who = parts[at], parts[at - 1] if at else None
    kept = isinstance(who, Noun) and who.plural and who.bounds.most == 1  # "only" of several is no number
    return CHANGING if kept and isinstance(verb, Verb) and verb.modal in ("may", "can") and not verb.passive else ()


def operations_of(verb: str) -> tuple[Operation, ...]:
    """What a verb in its base form does with rows; () for one that says nothing of it."""
    return KNOWN.get(verb, ())


# what people do with rows that are there; what they make, they may be told to have made
ON_ROWS = frozenset(["see", "view", "read", "access", "edit", "change", "modify", "update", "delete", "remove", "correct", "alter", "do"])
AROUND = frozenset(["allow", "permit", "enable", "entitle", "authorize", "authorise", "be", "have", "give", "grant", "get", "let"])
GRANTED = frozenset(["access", "right", "rights", "permission", "permissions", "privileges"])
PERMITTING = frozenset(["may", "can", "cannot", "must", "could"])


def tells_only_rights(parts: list[Part], text: str) -> bool:
    """Whether a sentence says who may see or change what, and nothing of what is kept: no relation and no attribute is to be read out of it.

    `text`: the sentence in lower case.
    """
    verbs = [p for p in parts if isinstance(p, Verb) and p.base not in AROUND]
    kept = [at for at, p in enumerate(parts) if isinstance(p, Verb) and kept_to_some(parts, at)]
    if any(p.base not in ON_ROWS and not any(parts[at] is p for at in kept) for p in verbs) or any(
        isinstance(p, Mark) and (p.tag == "COLON" or p.text in ("with", "including")) for p in parts
    ):
        return False
    facts = [p for p in parts if isinstance(p, Noun) and is_attribute_head(p.head)]
    if len(facts) > 1 and facts[-1].of is not None:
        return False  # "it must be possible to see the name and the weight of a telescope": it has them
    first = next((p for p in parts if isinstance(p, Noun)), None)
    if len(facts) > 1 and first is not None and first.head in GRANTED:
        return False  # "each permission has a name and a description": what is kept of permissions
    if any(isinstance(p, Noun) and p.head in GRANTED for p in parts):
        return any(isinstance(p, Verb) and p.base in AROUND for p in parts)
    words = set(text.split())
    permits = any(v.modal in PERMITTING for v in verbs) or bool(words & PERMITTING)
    return bool(verbs) and (permits or bool(words & {"only", "just", "own"}))


def roles_named(parts: list[Part]) -> list[Noun]:
    """The list behind "there are three roles:", "user roles are" or "roles (admin, clerk)"; empty where no roles are listed."""
    for at, part in enumerate(parts):
        if not isinstance(part, Noun) or part.key[-1] != "role" or not part.plural:
            continue
        if part.inside:
            return [p for p in part.inside if isinstance(p, Noun)]
        after = parts[at + 1] if at + 1 < len(parts) else None
        opens = (isinstance(after, Mark) and (after.tag in ("COLON", "DASH") or after.text == "as")) or (
            isinstance(after, Verb) and after.base in ("be", "include")
        )
        rest = parts[at + 2 :]
        if opens and all(isinstance(p, Noun) or (isinstance(p, Mark) and p.tag in ("COMMA", "CONJ", "SLASH")) for p in rest):
            return [p for p in rest if isinstance(p, Noun)]
    return []
