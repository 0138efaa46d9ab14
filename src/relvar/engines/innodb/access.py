"""06: grants: who may read and write which table and column, and call which procedure. Names without a database mean the one at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relvar.engines.base import Statement
from relvar.engines.innodb.hosted import may_be_given
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.roles import with_duty
from relvar.model.physical import Grant

# What runs in the definer's name: triggers read and set rows, procedures cut and drop partitions.
DEFINER = ("select", "insert", "update", "delete", "trigger", "execute", "event")
DEFINER_OF_PARTITIONS = ("create", "alter", "drop")
BACKUP = ("select", "lock tables", "show view", "event", "trigger")


def definer_rights(writer: InnodbWriter) -> Iterator[Statement]:
    """Rights that the definer's objects need, before the first is made."""
    physical = writer.physical
    rights = (*DEFINER, *(DEFINER_OF_PARTITIONS if any(t.partition for t in physical.tables.values()) else ()))
    for role in with_duty(physical, "definer"):
        text = f"grant {', '.join(rights)} on * to {writer.quote(role.name)}"
        yield Statement(text=text, because="Nobody logs in as it: only triggers, views and procedures of the design act so")


def database_rights(writer: InnodbWriter) -> Iterator[Statement]:
    physical = writer.physical
    for role in with_duty(physical, "owner") or with_duty(physical, "migrator"):
        yield Statement(text=f"grant {everything(writer)} on * to {writer.quote(role.name)}")
    for role in with_duty(physical, "monitor"):
        because = "Whoever holds any right on a table sees its size in information_schema; this one lets no row be read"
        yield Statement(text=f"grant show view on * to {writer.quote(role.name)}", because=because)
    for role in with_duty(physical, "backup"):
        yield Statement(text=f"grant {', '.join(BACKUP)} on * to {writer.quote(role.name)}")


def everything(writer: InnodbWriter) -> str:
    """All rights on a database, in one word where whoever deploys holds them all."""
    every = ", ".join(writer.dialect.all_rights)
    given = may_be_given(writer.physical, every)
    return "all" if given == every else given


def grants(writer: InnodbWriter) -> Iterator[Statement]:
    """One statement a grant of the design."""
    for key, grant in writer.physical.grants.items():
        yield Statement(text=grant_text(writer, grant), element=key)


def grant_text(writer: InnodbWriter, grant: Grant) -> str:
    return f"grant {_rights(writer, grant)} to {writer.quote(writer.physical.roles[grant.role].name)}"


def revoke_text(writer: InnodbWriter, grant: Grant) -> str:
    return f"revoke {_rights(writer, grant)} from {writer.quote(writer.physical.roles[grant.role].name)}"


def _rights(writer: InnodbWriter, grant: Grant) -> str:
    columns = f" ({writer.columns(grant.on, grant.columns)})" if grant.columns else ""
    what = ", ".join(f"{operation}{columns if operation != 'delete' else ''}" for operation in grant.operations)
    return f"{what} on {writer.table(grant.on)}"


def procedure_rights(writer: InnodbWriter, names: Sequence[str]) -> Iterator[Statement]:
    """Whoever runs jobs may call what the events call, by hand."""
    for role in with_duty(writer.physical, "jobs"):
        for name in names:
            yield Statement(text=f"grant execute on procedure {writer.quote(name)} to {writer.quote(role.name)}")
