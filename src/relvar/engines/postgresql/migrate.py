"""An evolution as expand, migrate, contract: files that run while old and new code run, each with its way back.

Locks and hazards are measured facts (1,000,000 rows, 15 and 18.4; `docs/decisions/0002-migrations.md` says how): adding a
column and a NOT VALID constraint touch the catalogue only, VALIDATE blocks nobody, CREATE INDEX CONCURRENTLY runs outside
a transaction. A rename is a second column that a trigger keeps equal, until no code reads the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.engines.base import Evolution, MigrationStep, Statement
from relvar.engines.phases import PURPOSE, Part, Phase, Style, steps
from relvar.engines.postgresql import ddl
from relvar.engines.postgresql.access import checked_tables, states_definers_rights
from relvar.engines.postgresql.duties import definer, owner
from relvar.engines.postgresql.kept import JOBS, LOCKS, kept
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.teardown import DROP_ROWS
from relvar.engines.postgresql.types import native
from relvar.engines.terms import is_beside, with_terms
from relvar.errors import UnsupportedError
from relvar.model.changes import Add, Alter, Change, Drop
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, Physical
from relvar.model.walking import columns_of

LOCK_TIMEOUT = "500ms"  # a waiting ALTER makes every later statement wait behind it (measured: 1.7 s behind one idle reader)
BATCH_ROWS = 1000  # a batch of 5,000 made a desk wait 152 ms, of 1,000 43 ms (shared example, measured on this kind of machine)
BEGIN = Statement(text=f"begin;\nset local lock_timeout = '{LOCK_TIMEOUT}'")
COMMIT = Statement(text="commit")


HEADS: dict[Phase, str] = {
    **PURPOSE,
    "migrate": "rows are filled in batches, then every promise about them is validated.",
    "destructive": f"{PURPOSE['destructive']} Where the rows may go: PGOPTIONS='-c {DROP_ROWS}=on' psql ...",
}
RUN = "Statements commit one by one: run with psql, without -1."
NOTHING = Statement(text="select 1 where false", because="nothing to do here")


class Mirror(NamedTuple):
    """One column kept equal to another of the same table: what a rename is while two versions of the code run."""

    table: str
    source: str
    target: str
    column: Column
    checks: tuple[CheckConstraint, ...]
    id: str


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    """The steps of an evolution. Raises UnsupportedError for a kind of change that is not generated yet."""
    made = _Migration(evolution)
    heads: dict[Phase, str] = {phase: f"{purpose} {RUN}" for phase, purpose in HEADS.items()}
    style = Style(heads, lambda statements: tuple(made.as_owner(statements)), permit=f"set {DROP_ROWS} = on;\n")
    return steps(evolution, number, with_terms(made.phases(), evolution, kept(evolution), LOCKS, JOBS), style)


class _Migration:
    """The statements of one evolution, change by change."""

    def __init__(self, evolution: Evolution) -> None:
        self.before, self.after = evolution.before, evolution.after
        self.old, self.new = PostgresWriter(self.before), PostgresWriter(self.after)
        self.mirrors: list[Mirror] = []
        self.columns: list[tuple[str, str, Column]] = []
        self.checks: list[tuple[str, CheckConstraint]] = []
        self.keys: list[tuple[str, ForeignKey]] = []
        self.indexes: list[tuple[str, Index]] = []
        self.unused: list[tuple[str, Index]] = []
        for change in evolution.changes:
            self._sort(change)

    def _sort(self, change: Change) -> None:
        if isinstance(change, Add) and isinstance(change.element, Column):
            self.columns.append((change.table, change.id, change.element))
        elif isinstance(change, Add) and isinstance(change.element, CheckConstraint):
            self.checks.append((change.table, change.element))
        elif isinstance(change, Add) and isinstance(change.element, ForeignKey):
            self.keys.append((change.table, change.element))
        elif isinstance(change, Add) and isinstance(change.element, Index):
            self.indexes.append((change.table, change.element))
        elif isinstance(change, Alter) and isinstance(change.before, Column) and isinstance(change.after, Column):
            self.mirrors.append(self._mirror(change.table, change.id, change.before, change.after))
        elif isinstance(change, Drop) and isinstance(change.element, Index):
            self.unused.append((change.table, change.element))
        elif not is_beside(change):
            raise UnsupportedError(what=f"no migration is generated for {change}", remedy="write it by hand beside the generated ones")

    def _mirror(self, table: str, id_: str, before: Column, after: Column) -> Mirror:
        owner = self.before.tables[table]
        checks = tuple(c for c in owner.constraints.values() if isinstance(c, CheckConstraint) and columns_of(c.condition) == {id_})
        return Mirror(table, before.name, after.name, after, checks, id_)

    def as_owner(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The tables' owner makes what belongs to them; the migrator may act as it (noinherit: it must say so)."""
        role = owner(self.before)
        yield from (Statement(text=f"set role {role}"),) if role else ()
        yield from tuple(statements) or (NOTHING,)
        yield from (Statement(text="reset role"),) if role else ()

    def _as_definer(self, table_id: str, statements: Iterator[Statement]) -> Iterator[Statement]:
        """Rows are filled by the role that row rules do not bind: under the owner a fill would "succeed" on no row.

        The definer holds only what its routines need; what the fill needs beyond that is lent for its time.
        """
        role = definer(self.before)
        lent = self._lent(table_id) if role else ()
        table, rights = self.old.table(table_id), ", ".join(lent)
        yield from (Statement(text=f"grant {rights} on {table} to {role}", because="for the fill only"),) if lent else ()
        yield from (Statement(text=f"set role {role}"),) if role else ()
        yield from statements
        yield from (Statement(text=f"set role {owner(self.before)}"),) if role else ()
        yield from (Statement(text=f"revoke {rights} on {table} from {role}"),) if lent else ()

    def _lent(self, table_id: str) -> tuple[str, ...]:
        """Of select and update, what the definer lacks on a table."""
        if not states_definers_rights(self.before):
            return ()
        roles = {id_ for id_, role in self.before.roles.items() if role.duty == "definer"}
        held = {o for g in self.before.grants.values() if g.role in roles and g.on == table_id and not g.columns for o in g.operations}
        held |= {"select"} if table_id in checked_tables(self.before) else set()
        return tuple(right for right in ("select", "update") if right not in held)

    def phases(self) -> Iterator[Part]:
        yield Part(
            "expand",
            [*self._expand_up()],
            [*self._expand_down()],
            (
                "ACCESS EXCLUSIVE, catalogue only",
                "SHARE ROW EXCLUSIVE on both ends of the reference, no scan",
                "SHARE UPDATE EXCLUSIVE for the index",
            ),
            ("every write of a renamed column costs a trigger",) if self.mirrors else (),
            "rolling: old code keeps running, new code may start",
        )
        yield Part(
            "migrate",
            [*self._migrate_up()],
            [*self._migrate_down()],
            (
                f"row locks, {BATCH_ROWS} rows at a time",
                "SHARE UPDATE EXCLUSIVE while validating",
                "ACCESS EXCLUSIVE for SET NOT NULL, catalogue only",
            ),
            ("dead rows: one version a filled row, vacuum follows",) if self.mirrors else (),
            "rolling: both versions of the code run",
        )
        yield Part(
            "contract",
            [*self._contract_up()],
            [*self._contract_down()],
            ("ACCESS EXCLUSIVE, catalogue only",),
            ("old code breaks: no instance of it may run",) if self.mirrors else (),
            "after the old code is gone; blue-green: after blue is switched off",
        )

    # --- expand ---

    def _expand_up(self) -> Iterator[Statement]:
        yield BEGIN
        for table, id_, column in self.columns:
            yield self._add_column(table, id_, column)
        for mirror in self.mirrors:
            yield from self._add_mirror(mirror, mirror.source, mirror.target)
        for table, check in self.checks:
            yield self._add_check(table, check, check.name, self.new)
            yield from self._says(table, check, check.name, self.new)
        for table, key in self.keys:
            yield self._add_key(table, key)
        yield COMMIT
        for table, index in self.indexes:
            yield self._add_index(table, index)

    def _expand_down(self) -> Iterator[Statement]:
        for _, index in self.indexes:
            yield Statement(text=f"drop index concurrently if exists {self._index_name(index)}")
        yield BEGIN
        for mirror in self.mirrors:
            yield from self._drop_mirror(mirror, mirror.target)
        for table, _, column in reversed(self.columns):
            name = self.new.quote(column.name)
            yield Statement(text=f"alter table {self.old.table(table)} drop column if exists {name}", because="loses only what the column alone held")
        yield COMMIT

    def _add_column(self, table: str, id_: str, column: Column) -> Statement:
        parts = [self.new.quote(column.name), native(column.data).text]
        if column.default is not None:
            parts.append(f"default {self.new.condition(column.default, table)}")
        if not column.nullable:
            parts.append("not null")
        because = "a constant default is kept in the catalogue: no row is rewritten" if column.default is not None else column.comment
        return Statement(
            text=f"alter table {self.new.table(table)} add column if not exists {' '.join(parts)}", because=because, element=f"{table}.{id_}"
        )

    def _add_check(self, table: str, check: CheckConstraint, name: str, writer: PostgresWriter) -> Statement:
        condition = writer.condition(check.condition, table)
        text = f"alter table {writer.table(table)} add constraint {writer.quote(name)} check ({condition}) not valid"
        return Statement(text=text, because=check.says, element=f"{table}.{check.name}")

    def _says(self, table: str, check: CheckConstraint, name: str, writer: PostgresWriter) -> Iterator[Statement]:
        if check.says:
            yield ddl.comment(writer, "constraint", f"{writer.quote(name)} on {writer.table(table)}", check.says)

    def _add_key(self, table: str, key: ForeignKey) -> Statement:
        mine, theirs = self.new.columns(table, key.columns), self.new.columns(key.table, key.to)
        action = {"restrict": "", "cascade": " on delete cascade", "set_null": " on delete set null"}[key.on_delete]
        text = (
            f"alter table {self.new.table(table)} add constraint {self.new.quote(key.name)}\n"
            f"  foreign key ({mine}) references {self.new.table(key.table)} ({theirs}){action} not valid"
        )
        return Statement(text=text, because="new rows are checked at once, old ones when it is validated", element=f"{table}.{key.name}")

    def _add_index(self, table: str, index: Index) -> Statement:
        parts = ", ".join(self.new.expression(p.expression, self.new.alone(table)) + (" desc" if p.descending else "") for p in index.parts)
        unique = "unique " if index.unique else ""
        text = f"create {unique}index concurrently {self.new.quote(index.name)} on {self.new.table(table)} ({parts})"
        because = f"{index.because}. Writers go on; after a failure drop the invalid index concurrently and run this again"
        return Statement(text=text, because=because, element=f"{table}.{index.name}")

    def _index_name(self, index: Index) -> str:
        table = next(t for p in (self.after, self.before) for t in p.tables.values() if index in t.indexes.values())
        return self.new.qualified(table.schema, index.name)

    # --- the two columns of a rename ---

    def _follow(self, mirror: Mirror) -> str:
        owner = self.before.tables[mirror.table]
        return self.old.qualified(owner.schema, f"{owner.name}_{mirror.id}_follow"[:63])

    def _add_mirror(self, mirror: Mirror, source: str, target: str) -> Iterator[Statement]:
        """`target` appears beside `source`, and each follows the other, whichever a statement sets."""
        table, function = self.old.table(mirror.table), self._follow(mirror)
        one, two = self.old.quote(source), self.old.quote(target)
        yield Statement(text=f"alter table {table} add column if not exists {two} {native(mirror.column.data).text}", element=mirror.table)
        yield from self._same_rights(mirror, two)
        yield Statement(
            text=f"""create or replace function {function}() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $follow$
begin
  if tg_op = 'INSERT' then
    new.{two} := coalesce(new.{two}, new.{one});
    new.{one} := coalesce(new.{one}, new.{two});
  elsif new.{two} is distinct from old.{two} then
    new.{one} := new.{two};
  else
    new.{two} := new.{one};
  end if;
  return new;
end
$follow$""",
            because=f"old code writes {source}, new code {target}: both stay equal",
        )
        trigger = self.old.quote(function.rsplit(".", 1)[-1].strip('"'))
        yield Statement(
            text=f"create or replace trigger {trigger} before insert or update on {table}\n  for each row execute function {function}()",
        )
        for check in mirror.checks:
            yield self._add_check(mirror.table, check, _new_name(check), PostgresWriter(_named(self.after, mirror, target)))
            yield from self._says(mirror.table, check, _new_name(check), self.old)

    def _same_rights(self, mirror: Mirror, column: str) -> Iterator[Statement]:
        """Who was granted the one column is granted the other; a grant on the whole table covers both already."""
        for grant in self.before.grants.values():
            if grant.on == mirror.table and mirror.id in grant.columns:
                rights = ", ".join(f"{operation} ({column})" for operation in grant.operations)
                role = self.old.quote(self.before.roles[grant.role].name)
                yield Statement(text=f"grant {rights} on {self.old.table(mirror.table)} to {role}")

    def _drop_mirror(self, mirror: Mirror, column: str) -> Iterator[Statement]:
        function = self._follow(mirror)
        trigger = self.old.quote(function.rsplit(".", 1)[-1].strip('"'))
        yield Statement(text=f"drop trigger if exists {trigger} on {self.old.table(mirror.table)}")
        yield Statement(text=f"drop function if exists {function}()")
        yield Statement(text=f"alter table {self.old.table(mirror.table)} drop column if exists {self.old.quote(column)}")

    def _fill(self, mirror: Mirror, source: str, target: str) -> Iterator[Statement]:
        """Rows from before the trigger, then the promises of the column."""
        table, two = self.old.table(mirror.table), self.old.quote(target)
        yield from self._as_definer(mirror.table, self._copy(mirror, source, target))
        for check in mirror.checks:
            yield Statement(text=f"alter table {table} validate constraint {self.old.quote(_new_name(check))}")
        if not mirror.column.nullable:
            yield from self._require(table, two)

    def _copy(self, mirror: Mirror, source: str, target: str) -> Iterator[Statement]:
        """In key order, a transaction a batch; then proof that no row was left."""
        table, one, two = self.old.table(mirror.table), self.old.quote(source), self.old.quote(target)
        yield Statement(
            text=self._batches(mirror.table, f"set {two} = {one}", f"{two} is distinct from {one}"), because="may be stopped and run again"
        )
        yield Statement(
            text=f"do $verify$\nbegin\n  if exists (select from {table} where {two} is distinct from {one}) then\n"
            f"    raise exception '{_plain(table)}: {_plain(target)} differs from {_plain(source)}';\n  end if;\nend\n$verify$",
            because="every row was filled, or this stops",
        )

    def _require(self, table: str, column: str) -> Iterator[Statement]:
        name = self.old.quote("filled_ck")
        yield Statement(text=f"alter table {table} add constraint {name} check ({column} is not null) not valid")
        yield Statement(text=f"alter table {table} validate constraint {name}", because="scans without blocking writers")
        yield Statement(
            text=f"alter table {table} alter column {column} set not null", because="the valid check spares the scan under the strong lock"
        )
        yield Statement(text=f"alter table {table} drop constraint {name}")

    def _batches(self, table_id: str, sets: str, todo: str) -> str:
        owner = self.before.tables[table_id]
        table, keys = self.old.table(table_id), [self.old.quote(owner.columns[c].name) for c in owner.primary_key]
        key = ", ".join(keys)
        low, high = (", ".join(f"{side}_{n}" for n in range(len(keys))) for side in ("low", "high"))
        declared = "\n".join(f"  {side}_{n} {table}.{name}%type;" for side in ("low", "high") for n, name in enumerate(keys))
        last = ", ".join(f"{name} desc" for name in keys)
        return f"""do $fill$
declare
{declared}
begin
  select {key} into {low} from {table} order by {key} limit 1;
  while found loop
    select {key} into {high}
      from (select {key} from {table} where ({key}) >= ({low}) order by {key} limit {BATCH_ROWS}) batch
      order by {last} limit 1;
    update {table} {sets} where ({key}) >= ({low}) and ({key}) <= ({high}) and {todo};
    commit;
    select {key} into {low} from {table} where ({key}) > ({high}) order by {key} limit 1;
  end loop;
end
$fill$"""

    # --- migrate ---

    def _migrate_up(self) -> Iterator[Statement]:
        for mirror in self.mirrors:
            yield from self._fill(mirror, mirror.source, mirror.target)
        named = [(t, c.name) for t, c in self.checks] + [(t, c.name) for t, c in self.keys]
        for table, name in named:
            yield Statement(
                text=f"alter table {self.new.table(table)} validate constraint {self.new.quote(name)}",
                because="scans without blocking writers",
            )

    def _migrate_down(self) -> Iterator[Statement]:
        for mirror in self.mirrors:
            if not mirror.column.nullable:
                table, column = self.old.table(mirror.table), self.old.quote(mirror.target)
                yield Statement(
                    text=f"alter table {table} alter column {column} drop not null",
                    because="the trigger of expand keeps both columns equal: nothing to undo in the rows",
                )

    # --- contract ---

    def _contract_up(self) -> Iterator[Statement]:
        yield BEGIN
        for mirror in self.mirrors:
            yield from self._drop_mirror(mirror, mirror.source)
            yield from self._settle(mirror)
            if mirror.column.comment:
                target = f"{self.new.table(mirror.table)}.{self.new.quote(mirror.target)}"
                yield Statement(text=f"comment on column {target} is {self.new.literal(mirror.column.comment)}")
        for table, _, column in self.columns:
            if column.comment:
                yield Statement(text=f"comment on column {self.new.table(table)}.{self.new.quote(column.name)} is {self.new.literal(column.comment)}")
        yield COMMIT
        for _, index in self.unused:
            yield Statement(text=f"drop index concurrently if exists {self._index_name(index)}")

    def _settle(self, mirror: Mirror) -> Iterator[Statement]:
        """The old column took its checks along; the new column's take their names."""
        for check in mirror.checks:
            old, new = self.old.quote(_new_name(check)), self.old.quote(check.name)
            yield Statement(text=f"alter table {self.old.table(mirror.table)} rename constraint {old} to {new}")

    def _contract_down(self) -> Iterator[Statement]:
        for mirror in self.mirrors:
            yield BEGIN
            for check in mirror.checks:
                old, new = self.old.quote(check.name), self.old.quote(_new_name(check))
                yield Statement(text=f"alter table {self.old.table(mirror.table)} rename constraint {old} to {new}")
            plain = mirror._replace(checks=())
            yield from self._add_mirror(plain, mirror.target, mirror.source)
            for check in mirror.checks:
                yield self._add_check(mirror.table, check, check.name, self.old)
                yield from self._says(mirror.table, check, check.name, self.old)
            yield COMMIT
            yield from self._fill(plain, mirror.target, mirror.source)
            for check in mirror.checks:
                yield Statement(text=f"alter table {self.old.table(mirror.table)} validate constraint {self.old.quote(check.name)}")
            if mirror.column.comment:
                target = f"{self.old.table(mirror.table)}.{self.old.quote(mirror.source)}"
                yield Statement(text=f"comment on column {target} is {self.old.literal(mirror.column.comment)}")
        for table, index in self.unused:
            yield self._add_index(table, index)


def _new_name(check: CheckConstraint) -> str:
    return f"{check.name[:59]}_new"


def _named(physical: Physical, mirror: Mirror, name: str) -> Physical:
    """The store with the mirrored column under that name, for a check that must speak of it."""
    import msgspec

    table = physical.tables[mirror.table]
    renamed = {**table.columns, mirror.id: msgspec.structs.replace(table.columns[mirror.id], name=name)}
    tables = {**physical.tables, mirror.table: msgspec.structs.replace(table, columns=renamed)}
    return msgspec.structs.replace(physical, tables=tables)


def _plain(name: str) -> str:
    return name.replace("'", "''").replace("%", "%%")
