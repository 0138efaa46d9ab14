"""GRANT, REVOKE, DENY and ALTER DEFAULT PRIVILEGES: kept as they are written, without what a later REVOKE takes back."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from relvar.importing.ddl.cursor import Cursor
from relvar.importing.ddl.draft import Draft
from relvar.model.existing import FoundObject

VERBS = ("grant", "revoke", "deny")
SAID = re.compile(
    r"(?P<before>alter default privileges .+? )?(?P<verb>grant|revoke|deny) (?P<rights>.+?) on (?P<what>.+?) (?:to|from) (?P<who>.+?)"
    r"(?P<option> with grant option)?(?: cascade| restrict)?;?",
    re.I,
)
QUOTED = re.compile(r'"[^"]*"|`[^`]*`|\[[^\]]*\]|[^"`\[]+')
COMMA = re.compile(r",\s*(?![^(]*\))")  # none within parentheses
EVERYONE = "public"
# What everyone may do with such a thing unless it is revoked (PostgreSQL manual, Privileges).
FREE = ("function", "procedure", "routine", "type", "domain", "schema", "database", "language", "all ")


class Right(NamedTuple):
    """A statement of rights, without regard to capitals outside quotes. `before`: ALTER DEFAULT PRIVILEGES and for whom."""

    before: str
    verb: str
    rights: tuple[str, ...]
    what: str
    who: tuple[str, ...]
    option: str

    @property
    def text(self) -> str:
        way = "from" if self.verb == "revoke" else "to"
        return f"{self.before}{self.verb} {', '.join(self.rights)} on {self.what} {way} {', '.join(self.who)}{self.option}"


def right_of(text: str) -> Right | None:
    """What a statement says of rights; None for one of roles, or that is written otherwise."""
    found = SAID.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    said = {word: _folded(value or "") for word, value in found.groupdict().items()}
    rights = tuple(right.removesuffix(" privileges") for right in COMMA.split(said["rights"]))
    what = said["what"].removeprefix("table ")
    return Right(said["before"], said["verb"], rights, what, tuple(COMMA.split(said["who"])), said["option"])


def keep_right(cursor: Cursor, draft: Draft) -> None:
    """The statement as an object; a REVOKE of what was granted before is no object of its own, the grant goes."""
    text = cursor.text(cursor.words)
    said = right_of(text)
    taken = said is not None and said.verb == "revoke" and _take_back(said, draft)
    if not taken or (said is not None and EVERYONE in said.who and said.what.startswith(FREE)):
        draft.objects.append(FoundObject(kind="grant", name="", text=text, place=cursor.place))


def _take_back(revoked: Right, draft: Draft) -> bool:
    """Whether every role of the REVOKE had a grant here that it takes back whole."""
    waiting = set(revoked.who)
    kept: list[FoundObject] = []
    for found in draft.objects:
        granted = right_of(found.text) if found.kind == "grant" else None
        if granted is None or (granted.verb, granted.before, granted.what) != ("grant", revoked.before, revoked.what):
            kept.append(found)
            continue
        left = () if "all" in revoked.rights else tuple(right for right in granted.rights if right not in revoked.rights)
        others = tuple(role for role in granted.who if role not in revoked.who)
        if "all" in left or len(others) == len(granted.who):  # a part of all is no list
            kept.append(found)
            continue
        rest = [granted._replace(who=others)] if others else []
        rest += [granted._replace(rights=left, who=tuple(r for r in granted.who if r in revoked.who))] if left else []
        kept += [msgspec.structs.replace(found, text=one.text) for one in rest]
        waiting -= set(granted.who)
    draft.objects[:] = kept
    return not waiting


def _folded(text: str) -> str:
    return "".join(part if part[0] in '"`[' else part.lower() for part in QUOTED.findall(text))
