"""Every rule over what exists, without what its writer ignores on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from relvar.engines import NAMES, engine
from relvar.importing.ddl.dialects import DEFAULT, dialect, dialects
from relvar.importing.idioms import idioms
from relvar.importing.lift import physical
from relvar.judge.catalogue import catalogue
from relvar.judge.ignored import Ignored
from relvar.judge.rule import SEVERITIES, Fault, Look, Rule
from relvar.model.existing import Existing
from relvar.model.noun import Noun
from relvar.plan.realize.names import LONGEST, RESERVED


def judge(existing: Existing, texts: dict[str, str], only: tuple[str, ...] = ()) -> tuple[Fault, ...]:
    """Every fault, the gravest first, then by place. `texts`: the files, for what they ignore; `only`: ids of rules."""
    look = looking(existing)
    ignored = Ignored(existing, texts)
    found = [fault for fault in (*_faults(look, only), *ignored.faults()) if not ignored.covers(fault)]
    return tuple(sorted(found, key=lambda fault: (SEVERITIES.index(fault.severity), fault.place, fault.rule, fault.element)))


def looking(existing: Existing) -> Look:
    """What the rules look at."""
    known = existing.dialect if existing.dialect in dialects() else DEFAULT
    store = existing.dialect if existing.dialect in NAMES else known
    lifted = physical(existing, store, idioms(existing.dialect), as_found=True).physical
    features = engine(store).features() if store in NAMES else None
    return Look(
        existing,
        lifted,
        dialect(known),
        features.reserved if features else RESERVED,
        int(features.limit("identifier_bytes")) if features else LONGEST,
        serves_references=dialect(known).indexes_references,
    )


@cache
def _unsaid() -> dict[str, dict[str, tuple[str, ...]]]:
    text = (files(__package__) / "unsaid.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, dict[str, tuple[str, ...]]])


class ByHand(Noun, frozen=True, kw_only=True):
    """Why findings have no fix: of a theme of rules, of a rule; of a rule in a language, where it is another reason there."""

    themes: dict[str, str]
    rules: dict[str, str]
    languages: dict[str, dict[str, str]]

    def why(self, rule: Rule, language: str) -> str:
        own = self.languages.get(language, {}).get(rule.id) or self.rules.get(rule.id)
        return own or self.themes.get(rule.theme, "another column or a reference hangs on it")


@cache
def by_hand() -> ByHand:
    return msgspec.toml.decode((files(__package__) / "by_hand.toml").read_bytes(), type=ByHand)


def _faults(look: Look, only: tuple[str, ...]) -> Iterator[Fault]:
    language = look.existing.language
    unsaid = _unsaid().get(language, {})
    holds_no_tables = bool(unsaid) and not (language in NAMES and engine(language).mend is not None)
    for id_, (rule, find) in catalogue().items():
        if rule.theme in unsaid.get("themes", ()) or id_ in unsaid.get("rules", ()):
            continue
        if (only and id_ not in only) or (rule.dialects and look.existing.dialect not in rule.dialects):
            continue
        for hit in find(look):
            fix = () if holds_no_tables else hit.fix
            yield Fault(
                rule=id_,
                severity=rule.severity,
                element=hit.element,
                message=hit.message,
                reason=rule.reason,
                remedy=rule.remedy,
                place=hit.place,
                fix=fix,
                by_hand="" if fix else by_hand().why(rule, language) if not holds_no_tables else "this source holds no tables of a database",
            )
