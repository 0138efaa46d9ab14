"""What a design does at a host whose administrator is no superuser: row rules for those who must see every row, and upkeep by the owner."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.hosting import at, lacks
from relvar.engines.postgresql.access import kept_schemas
from relvar.engines.postgresql.duties import all_with, definer, owner
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.row_rules import EVERY
from relvar.model.changes import Add
from relvar.model.design import Decision, Manual, ModelFact
from relvar.model.expression import Constant
from relvar.model.physical import Physical, Policy

ADVISOR = "follow_hosting"
RULE = "every_row"


def sees_all(store: str, physical: Physical) -> Iterator[Decision]:
    """In place of BYPASSRLS, which nobody can give there: a row rule that is true, for roles that nobody uses to look around."""
    found = at(physical)
    roles = tuple(key for key, role in physical.roles.items() if role.duty in ("definer", "backup"))
    guarded = guarded_tables(physical)
    if found is None or not lacks(physical, "bypass_row_rules") or not roles or not guarded:
        return
    names = " and ".join(physical.roles[key].name for key in roles)
    lack = found.cannot["bypass_row_rules"]
    everything = Constant(value=True)
    rules = {
        f"{table}.{RULE}": Policy(name=RULE, table=table, roles=roles, operations=EVERY, using=everything, check=everything) for table in guarded
    }
    yield Decision(
        advisor=ADVISOR,
        subject="every row",
        store=store,
        choice=f"a row rule on {len(guarded)} tables lets {names} see every row",
        because=lack.says,
        evidence=(
            Manual(title=f"{found.title}: the administrator", address=lack.manual),
            ModelFact(element=f"{len(guarded)} tables", states="row rules"),
        ),
        instead_of=("BYPASSRLS",),
        changes=tuple(Add(collection="policies", id=key, element=rule) for key, rule in rules.items() if key not in physical.policies),
    )


def scheduled_outside(store: str, physical: Physical) -> Iterator[Decision]:
    """Jobs are called from a crontab also where the server could call them itself: its scheduler cannot be tried here."""
    found = at(physical)
    if found is None or not physical.jobs:
        return
    inside = found.extensions.get("pg_cron")
    because = f"pg_cron may be had ({inside.turned_on})" if inside else f"pg_cron is not among what is known to be had at {found.title}"
    yield Decision(
        advisor=ADVISOR,
        subject="jobs",
        store=store,
        choice=f"a crontab on any machine that reaches the server calls {len(physical.jobs)} jobs",
        because=f"{because}; the same statements run from a crontab on every host and version",
        evidence=(Manual(title=f"{found.title}: extensions", address=inside.manual if inside else found.manual),),
        instead_of=("cron.schedule of pg_cron",) if inside else (),
    )


def guarded_tables(physical: Physical) -> list[str]:
    """Tables with row rules, which bind their owner too."""
    return list(dict.fromkeys(policy.table for policy in physical.policies.values()))


def without_force(writer: PostgresWriter) -> Iterator[Statement]:
    """The owner is not bound for a while, so that whoever acts for him sees every row. In a transaction only, ended by `with_force`."""
    yield from _force(writer, "no force", "Row rules bind the owner, and nobody here passes by them: until the end of this transaction they do not")


def with_force(writer: PostgresWriter) -> Iterator[Statement]:
    yield from _force(writer, "force", "Bound again")


def _force(writer: PostgresWriter, word: str, because: str) -> Iterator[Statement]:
    if not lacks(writer.physical, "superuser"):
        return
    for table in guarded_tables(writer.physical):
        yield Statement(text=f"alter table {writer.table(table)} {word} row level security", because=because)
        because = ""


def schemas_first(physical: Physical) -> str:
    """Lines of restore.sh: a dump gives functions to their owners before these may make anything in a schema, which stops only a superuser not."""
    mine, his = owner(physical), definer(physical)
    if not mine or his == mine or not lacks(physical, "superuser"):
        return ""
    schemas = kept_schemas(physical)
    made = "\n".join(f"create schema {name} authorization {mine};\ngrant usage, create on schema {name} to {his};" for name in schemas)
    return f"""# The schemas first: an object is given only to who may make one where it lies, and a dump gives that right last.
psql -X -q --no-password --set=ON_ERROR_STOP=1 --dbname="$database" <<'SQL'
{made}
SQL
list="$(mktemp)"
trap 'rm -f "$list"' EXIT
pg_restore --list "$file" | grep -vE ' SCHEMA - ({"|".join(schemas)}) ' > "$list"
"""


def dumped_through_rules(physical: Physical) -> bool:
    """Whether a dump passes through row rules, which let the backup see every row: pg_dump wants to be told."""
    return lacks(physical, "bypass_row_rules") and bool(guarded_tables(physical)) and bool(all_with(physical, "backup"))
