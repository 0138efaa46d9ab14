"""Rights, row rules and routines that let in more than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.importing.ddl.rights import EVERYONE, right_of
from relvar.judge.rule import Hit, Look
from relvar.judge.statement import statements
from relvar.judge.steps import ungranted
from relvar.model.mending import Step
from relvar.model.qualified import unqualified

OTHERS = "schema|database|sequence|function|procedure|routine|type|domain|language|tablespace|all sequences|all functions|all routines"
TRUNCATES = re.compile(rf"grant (?:[a-z, ]*\btruncate\b[a-z, ]*|all(?: privileges)?) on (?!(?:{OTHERS})\b)")
ENABLED, FORCED = "enable row level security", "force row level security"


def _policies(look: Look) -> dict[str, list[str]]:
    """Table -> the texts of its policies."""
    found: dict[str, list[str]] = {}
    for thing in look.existing.objects:
        if thing.kind == "policy":
            found.setdefault(thing.on, []).append(" ".join(thing.text.lower().split()))
    return found


def policies_without_row_security(look: Look) -> Iterator[Hit]:
    for id_ in _policies(look):
        table = look.existing.tables.get(id_)
        if table is not None and ENABLED not in table.options:
            yield Hit(
                element=id_,
                message=f"{id_} has policies, and row level security is not enabled: every row is seen",
                place=table.place,
                fix=(Step(step="enable_row_security", table=id_),),
            )


def row_security_not_forced(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if ENABLED in table.options and FORCED not in table.options:
            yield Hit(
                element=table.id,
                message=f"the owner of {table.id} is bound by none of its policies",
                place=table.place,
                fix=(Step(step="force_row_security", table=table.id),),
            )


def row_security_without_policy(look: Look) -> Iterator[Hit]:
    policies = _policies(look)
    for table in look.tables:
        if ENABLED in table.options and table.id not in policies:
            yield Hit(
                element=table.id, message=f"{table.id} has row level security and no policy: nobody but its owner sees a row", place=table.place
            )


def policy_for_everyone(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        text = " ".join(found.text.lower().split())
        reads = re.search(r"for select\b", text)
        granted = re.search(r"\bto (?!public\b)\w", text)
        if found.kind == "policy" and not reads and not granted and re.search(r"(using|with check) \(\s*\(*true\)*\s*\)", text):
            yield Hit(
                element=f"{found.on}.{found.name}", message=f"the policy {found.name} of {found.on} lets every row be written", place=found.place
            )


def setting_without_default(look: Look) -> Iterator[Hit]:
    for name, text, place in look.text(("policy", "function", "view")):
        if re.search(r"current_setting\s*\(\s*'[^'.]+\.[^']+'(::text)?\s*\)", text, re.I):
            yield Hit(element=name, message=f"{name} fails where the setting was never made, in place of showing nothing", place=place)


def definer_without_search_path(look: Look) -> Iterator[Hit]:
    routines = [found for found in look.existing.objects if found.kind in ("function", "procedure")]
    for found in routines:
        low = " ".join(found.text.lower().split())
        if "security definer" in low and not re.search(r"\bset search_path\b", low):
            alone = sum(other.name == found.name for other in routines) == 1
            texts = {"routine_kind": found.kind, "path": look.dialect.quote(unqualified(found.name).schema or look.dialect.schema)}
            step = Step(step="fix_search_path", names={"routine": found.name}, texts=texts)
            message = f"{found.name} runs with its owner's rights over whatever the caller's search_path names"
            yield Hit(element=found.name, message=message, place=found.place, fix=(step,) if alone else ())


def view_around_row_security(look: Look) -> Iterator[Hit]:
    guarded = {table.name for table in look.tables if ENABLED in table.options}
    for name, text, place in look.text(("view",)):
        named = sorted(table for table in guarded if re.search(rf"\b{re.escape(table)}\b", text, re.I))
        if named and "security_invoker" not in text.lower():
            yield Hit(
                element=name,
                message=f"{name} shows {', '.join(named)} with its owner's rights: every row, whoever asks",
                place=place,
                fix=(Step(step="invoke_view", names={"view": name}),),
            )


def truncate_granted(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        text = " ".join(found.text.lower().split())
        if found.kind == "grant" and TRUNCATES.match(text):
            yield Hit(
                element=text[:80], message="TRUNCATE passes by row level security and triggers", place=found.place, fix=ungranted(found, "truncate")
            )


def granted_to_public(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        text = " ".join(found.text.lower().split())
        said = right_of(found.text) if found.kind == "grant" else None
        if said is None or said.verb != "grant" or EVERYONE not in said.who or re.search(r"\bon function|\busage on (schema|type)", text):
            continue
        fix = ungranted(found, who=EVERYONE)
        yield Hit(element=text[:80], message="every login, also one that is made tomorrow, may do this", place=found.place, fix=fix)


def grant_without_default_privileges(look: Look) -> Iterator[Hit]:
    defaults = any("alter default privileges" in said.bare for said in statements(look))
    for found in look.existing.objects:
        text = " ".join(found.text.lower().split())
        if found.kind == "grant" and "on all tables in schema" in text and not defaults:
            yield Hit(element=text[:80], message="the next table will not be covered by it", place=found.place)


def default_privileges_for_nobody(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if said.bare.startswith("alter default privileges") and not re.search(r"for (role|user)\b", said.bare):
            yield Hit(element=said.element, message="it speaks for the tables of whoever runs it, not of the migrator", place=said.place)


def password_in_file(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if re.match(r"(create|alter) (role|user|login)\b", said.bare) and re.search(r"(password|identified by)\s*=?\s*'[^']+'", said.low):
            name = said.bare.split()[2].split("@")[0]
            yield Hit(element=f"{said.verb} {name}", message=f"the password of {name} stands in the file", place=said.place)
