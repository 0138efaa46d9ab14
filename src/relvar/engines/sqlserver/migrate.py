"""An evolution as expand, migrate, contract: files that run while old and new code run, each with its way back.

DDL takes part in a transaction, so expand and contract are all or nothing: each is changes of the catalogue only, under a schema lock
(Sch-M) that everybody waits for, so the session waits for it for seconds and gives up. What looks at rows stands in migrate, outside a
transaction: rows are filled in batches, a reference or check is made without looking (NOCHECK) and looked through after, which makes it
trusted; indexes are built ONLINE, which the editions Enterprise and Developer, Azure and 2022's Standard with a resumed build know.

A rename is a second column that a trigger keeps equal, until no code reads the first. Because a trigger here runs after the row
stands, the first may be empty meanwhile: new code does not name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.engines.base import Evolution, MigrationStep, Statement
from relvar.engines.phases import PURPOSE, Part, Phase, Style, steps
from relvar.engines.sqlserver.behaviours import triggers
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.fill import fill, same, verify
from relvar.engines.sqlserver.kept import JOBS, LOCKS, kept
from relvar.engines.sqlserver.objects import Trigger, create_trigger, shortened
from relvar.engines.sqlserver.views import source_name, view_body
from relvar.engines.terms import is_beside, loosened, with_terms
from relvar.errors import UnsupportedError
from relvar.model.changes import Add, Alter, Change, Drop, apply, name_within
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Index
from relvar.model.walking import columns_of

LOCK_TIMEOUT_MS = 5_000
PATIENCE = Statement(text=f"set lock_timeout {LOCK_TIMEOUT_MS}", because="Try again later rather than let everybody queue behind a schema lock")
NOTHING = Statement(text="print 'nothing to do here'")


class Rename(NamedTuple):
    """One column that becomes another: `checks` (by id) are of it alone and move with it."""

    table: str
    id: str
    before: Column
    after: Column
    checks: tuple[str, ...]


def migrate(evolution: Evolution, number: int) -> tuple[MigrationStep, ...]:
    """The three steps of an evolution. Raises UnsupportedError for a kind of change that is not generated."""
    runs = "sqlcmd -b -S SERVER -d NAME -i this file; it stops at the first error."
    heads: dict[Phase, str] = {phase: f"{purpose}\n{runs}" for phase, purpose in PURPOSE.items()}
    heads["destructive"] += "\nWhere the rows may go: exec sys.sp_set_session_context N'drop_rows', 1; in the same session."
    parts = with_terms(_Migration(evolution).phases(), evolution, kept(evolution), LOCKS, JOBS)
    permit = "exec sys.sp_set_session_context N'drop_rows', 1;\ngo\n"
    return steps(evolution, number, parts, Style(heads, _patient, ("expand", "contract"), permit=permit))


def _patient(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return (PATIENCE, *(list(statements) or [NOTHING]))


class _Migration:
    """The statements of one evolution, change by change."""

    def __init__(self, evolution: Evolution) -> None:
        self.renames: list[Rename] = []
        self.adds: list[Add] = []
        self.unused: list[Drop] = []  # indexes that go
        self.before, self.after = evolution.before, evolution.after
        for change in evolution.changes:
            self._sort(change)
        self.wide = loosened(apply(self.before, self.adds), evolution)  # everything added, nothing renamed
        self.ddl = {"before": Ddl(self.before), "wide": Ddl(self.wide), "after": Ddl(self.after)}

    def _sort(self, change: Change) -> None:
        if isinstance(change, Add) and isinstance(change.element, Column | CheckConstraint | ForeignKey | Index):
            self.adds.append(change)
        elif isinstance(change, Drop) and isinstance(change.element, Index):
            self.unused.append(change)
        elif isinstance(change, Alter) and isinstance(change.before, Column) and isinstance(change.after, Column):
            self.renames.append(Rename(change.table, change.id, change.before, change.after, self._own_checks(change)))
        elif not is_beside(change):
            raise UnsupportedError(what=f"no migration is generated for {change}", remedy="write it by hand beside the generated ones")

    def _own_checks(self, change: Alter) -> tuple[str, ...]:
        """Checks of the column alone that stand in the table."""
        ddl = Ddl(self.before)
        checks = {k: c for k, c in self.before.tables[change.table].constraints.items() if isinstance(c, CheckConstraint)}
        return tuple(k for k, c in checks.items() if columns_of(c.condition) == {change.id} and ddl.is_written(change.table, c))

    def added(self, kind: type) -> list[Add]:
        return [a for a in self.adds if isinstance(a.element, kind)]

    def _promises(self) -> list[Add]:
        """References and checks that stand in a table."""
        found = [*self.added(ForeignKey), *self.added(CheckConstraint)]
        return [a for a in found if isinstance(a.element, Constraint) and self.ddl["wide"].is_written(a.table, a.element)]

    def phases(self) -> Iterator[Part]:
        twice = ("each write of it runs a trigger",) if self.renames else ()
        names = [self.before.tables[r.table].name for r in self.renames if not r.before.nullable]
        empty = tuple(f"{name}.{r.before.name} may be empty until contract" for name, r in zip(names, self.renames, strict=False))
        edition = tuple(f"{self.before.tables[a.table].name}: Standard writes the default into every row" for a in self.added(Column) if _required(a))
        locks = ("schema modification lock (Sch-M), an instant each, held to the commit",)
        yield Part(
            "expand", self._expand(), self._expand_back(), locks, (*twice, *empty, *edition), "rolling: old code keeps running, new code may start"
        )
        online = tuple(f"{self._owner(a)}: an online build needs Enterprise or Azure; else writers wait" for a in self.added(Index))
        looked = tuple(f"{self._owner(a)} is read through under Sch-M for {name_within(a)}" for a in self._promises())
        locks = (
            "row locks, 1,000 rows at a time",
            "Sch-M while a promise is looked through",
            *(("intent share while an index is built",) if online else ()),
        )
        yield Part("migrate", self._migrate(), self._migrate_back(), locks, (*online, *looked), "rolling: both versions of the code run")
        hazards = ("old code breaks: no instance of it may run",) if self.renames else ()
        unseen = tuple(f"{self._owner(d)}.{self._name(d)}: nothing hides an index for a trial; look into Query Store first" for d in self.unused)
        locks = ("schema modification lock (Sch-M), an instant each, held to the commit",)
        yield Part(
            "contract",
            self._contract(),
            self._contract_back(),
            locks,
            (*hazards, *unseen),
            "after the old code is gone; blue-green: after blue is switched off",
        )

    def _owner(self, change: Add | Drop) -> str:
        return self.before.tables[change.table].name

    def _name(self, change: Add | Drop) -> str:
        return self.ddl["wide"].writer.quote(name_within(change))

    def _alter(self, table: str, what: str, because: str = "") -> Statement:
        return Statement(text=f"alter table {self.ddl['before'].writer.table(table)}\n  {what}", because=because, element=table)

    # --- expand ---

    def _expand(self) -> Iterator[Statement]:
        for add in self.added(Column):
            because = "A constant default is kept in the catalogue (Enterprise, Azure): no row is written" if _required(add) else ""
            yield self._alter(add.table, f"add {self.ddl['wide'].column(add.table, add.id)}", because)
        for rename in self.renames:
            yield from self._add_mirror(rename, rename.before, rename.after)
        for add in self._promises():
            yield self._alter(
                add.table,
                f"with nocheck add {self.ddl['wide'].constraint(add.table, add.id)}",
                "New rows are held to it; the old are looked at later",
            )
        yield from self._remade("before", "wide")

    def _expand_back(self) -> Iterator[Statement]:
        yield from self._remade("wide", "before")
        for add in reversed(self._promises()):
            yield self._alter(add.table, f"drop constraint {self._name(add)}")
        for rename in self.renames:
            yield from self._drop_mirror(rename, rename.after.name)
            yield from self._nullability(rename, rename.before, required=True)
        for add in reversed(self.added(Column)):
            yield from self._drop_column(add)

    def _drop_column(self, add: Add) -> Iterator[Statement]:
        column = self.wide.tables[add.table].columns[add.id]
        quote = self.ddl["wide"].writer.quote
        drops = [f"constraint {quote(self.ddl['wide'].default_name(add.table, add.id))}"] if column.default is not None else []
        yield self._alter(add.table, f"drop {', '.join([*drops, f'column {quote(column.name)}'])}", "Loses only what the column alone held")

    # --- the two columns of a rename ---

    def _mirror_name(self, rename: Rename) -> str:
        return shortened(f"{self.before.tables[rename.table].name}_{rename.id}_follow_tr")

    def _add_mirror(self, rename: Rename, source: Column, target: Column) -> Iterator[Statement]:
        """`target` appears beside `source`, and each follows the other, whichever a statement sets."""
        ddl = self.ddl["before"]
        mask = f" masked with (function = '{self._mask(rename)}')" if ddl.is_masked(rename.table, rename.id) else ""
        yield self._alter(rename.table, f"add {ddl.writer.quote(target.name)} {ddl.types.text(rename.table, rename.id)}{mask} null")
        yield from self._nullability(rename, source, required=False)
        yield from self._rights(rename, target.name)
        yield self._mirror(rename, ddl.writer.quote(source.name), ddl.writer.quote(target.name))

    def _mask(self, rename: Rename) -> str:
        from relvar.engines.sqlserver.ddl import MASKS

        return MASKS.get(rename.before.mask, "default()")

    def _nullability(self, rename: Rename, column: Column, *, required: bool) -> Iterator[Statement]:
        if rename.before.nullable:
            return
        ddl = self.ddl["before"]
        because = "" if required else "A change of the catalogue: new code does not name it"
        how = "not null" if required else "null"
        text = f"alter column {ddl.writer.quote(column.name)} {ddl.types.text(rename.table, rename.id)} {how}"
        yield self._alter(rename.table, text, because)

    def _mirror(self, rename: Rename, one: str, two: str) -> Statement:
        make, table = self.ddl["before"].make, self.ddl["before"].writer.table(rename.table)
        same_d, same_t = make.same(rename.table, "d", "i"), make.same(rename.table, "i", "t")
        newer = f"exists (select i.{two} except select d.{two}) and i.{two} is not null"
        body = (
            f"update t set {one} = v.kept, {two} = v.kept\nfrom {table} as t\njoin inserted as i on {same_t}\nleft join deleted as d on {same_d}\n"
            f"cross apply (values (case when {newer} then i.{two} else coalesce(i.{one}, i.{two}) end)) as v (kept)\n"
            f"where exists (select i.{one} except select i.{two})"
        )
        because = f"Old code writes {rename.before.name}, new code {rename.after.name}: both stay equal"
        return create_trigger(make, Trigger(self._mirror_name(rename), rename.table, ("insert", "update"), (body,), because))

    def _rights(self, rename: Rename, column: str) -> Iterator[Statement]:
        """Who was granted the one column is granted the other; a grant on the whole table covers both already."""
        writer = self.ddl["before"].writer
        for grant in self.before.grants.values():
            operations = [o for o in grant.operations if o in ("select", "update")]
            if grant.on == rename.table and rename.id in grant.columns and operations:
                rights = ", ".join(f"{operation} ({writer.quote(column)})" for operation in operations)
                yield Statement(text=f"grant {rights} on {writer.table(rename.table)} to {writer.quote(self.before.roles[grant.role].name)}")

    def _drop_mirror(self, rename: Rename, column: str) -> Iterator[Statement]:
        make = self.ddl["before"].make
        yield Statement(text=f"drop trigger {make.in_schema(rename.table, self._mirror_name(rename))}")
        yield self._alter(rename.table, f"drop column {make.writer.quote(column)}")

    # --- migrate ---

    def _migrate(self) -> Iterator[Statement]:
        for rename in self.renames:
            yield from self._filled(rename, rename.before.name, rename.after.name, rename.after)
        for add in self._promises():
            yield self._alter(
                add.table, f"with check check constraint {self._name(add)}", "Every row is looked at: from here on the optimizer trusts it"
            )
        for add in self.added(Index):
            assert isinstance(add.element, Index)
            yield from self._ordered_anew(add, "wide")
            yield self.ddl["wide"].indexes.statement(add.table, add.element, online=add.element.method != "text")

    def _ordered_anew(self, change: Add | Drop, form: str) -> Iterator[Statement]:
        """The key as it stands in a form of the design: where rows are kept by column, they lie in the order of no key."""
        ddl = self.ddl[form]
        if isinstance(change.element, Index) and change.element.method == "columnar_table" and change.table in ddl.physical.tables:
            table = ddl.physical.tables[change.table]
            yield self._alter(change.table, f"drop constraint {ddl.writer.quote(table.primary_key_name)}")
            yield self._alter(change.table, f"add {ddl.primary_key(change.table)}", "The rows are kept by column, or no longer")

    def _filled(self, rename: Rename, source: str, target: str, column: Column) -> Iterator[Statement]:
        """Rows from before the trigger, in batches by key; then proof that no row was left, then the promise of the column."""
        ddl = self.ddl["before"]
        yield fill(ddl, rename.table, source, target)
        yield verify(ddl, same(ddl, rename.table, source, target), f"{target} differs from {source}")

    def _migrate_back(self) -> Iterator[Statement]:
        for add in self.added(Index):
            yield Statement(text=f"drop index {self._name(add)} on {self.ddl['wide'].writer.table(add.table)}")
            yield from self._ordered_anew(add, "before")
        for add in reversed(self._promises()):
            yield self._alter(add.table, f"nocheck constraint {self._name(add)}", "Not trusted again; new rows are held to it by expand")
            yield self._alter(add.table, f"check constraint {self._name(add)}")

    # --- contract ---

    def _contract(self) -> Iterator[Statement]:
        for rename in self.renames:
            quote, new = self.ddl["before"].writer.quote, self.ddl["after"]
            make = self.ddl["before"].make
            yield Statement(text=f"drop trigger {make.in_schema(rename.table, self._mirror_name(rename))}")
            for key in rename.checks:
                yield self._alter(rename.table, f"drop constraint {quote(self.before.tables[rename.table].constraints[key].name)}")
            yield from self._remade("wide", "after", rename.table)
            yield from self._default(rename, drop=True)
            yield self._alter(rename.table, f"drop column {quote(rename.before.name)}")
            yield from self._nullability(rename, rename.after, required=True)
            yield from self._default(rename, drop=False)
            for key in rename.checks:
                yield self._alter(rename.table, f"with check add {new.constraint(rename.table, key)}", "The check speaks of the column that stays")
        for drop in self.unused:
            yield Statement(text=f"drop index {self._name(drop)} on {self.ddl['before'].writer.table(drop.table)}")
            yield from self._ordered_anew(drop, "after")
        yield from self._remade("wide", "after", besides=tuple(r.table for r in self.renames))

    def _default(self, rename: Rename, *, drop: bool) -> Iterator[Statement]:
        """A default has a name and belongs to its column."""
        if rename.before.default is None:
            return
        old, new = self.ddl["before"], self.ddl["after"]
        if drop:
            yield self._alter(rename.table, f"drop constraint {old.writer.quote(old.default_name(rename.table, rename.id))}")
        else:
            name, value = new.writer.quote(new.default_name(rename.table, rename.id)), new.default(rename.table, rename.id)
            yield self._alter(rename.table, f"add constraint {name} default {value} for {new.writer.quote(rename.after.name)}")

    def _contract_back(self) -> Iterator[Statement]:
        for drop in self.unused:
            assert isinstance(drop.element, Index)
            yield from self._ordered_anew(drop, "before")
            yield self.ddl["before"].indexes.statement(drop.table, drop.element)
        for rename in self.renames:
            quote, old = self.ddl["before"].writer.quote, self.ddl["before"]
            for key in rename.checks:
                yield self._alter(rename.table, f"drop constraint {quote(self.after.tables[rename.table].constraints[key].name)}")
            yield from self._add_mirror(rename, rename.after, rename.before)
            yield from self._filled(rename, rename.after.name, rename.before.name, rename.before)
            for key in rename.checks:
                yield self._alter(rename.table, f"with check add {old.constraint(rename.table, key)}")
        yield from self._remade("after", "wide")

    # --- triggers and views that name what changed ---

    def _remade(self, old: str, new: str, table: str = "", besides: tuple[str, ...] = ()) -> Iterator[Statement]:
        """Triggers and views whose text differs between two forms of the design are altered in place: no write comes in between."""
        was, be = ({t.name: t for t in triggers(self.ddl[which].physical)} for which in (old, new))
        make_was, make_be = self.ddl[old].make, self.ddl[new].make
        for name, trigger in was.items():
            if name not in be and (not table or trigger.table == table) and trigger.table not in besides:
                yield Statement(text=f"drop trigger {make_was.in_schema(trigger.table, name)}")
        for name, trigger in be.items():
            wanted = (not table or trigger.table == table) and trigger.table not in besides
            if wanted and (name not in was or create_trigger(make_was, was[name]).text != create_trigger(make_be, trigger).text):
                yield create_trigger(make_be, trigger, "create or alter")
        for key, view in self.ddl[new].physical.views.items():
            if (table and view.table != table) or view.table in besides or key not in self.ddl[old].physical.views:
                continue
            body = view_body(make_be, view)
            if body != view_body(make_was, self.ddl[old].physical.views[key]):
                name = make_be.writer.qualified(view.schema, source_name(view))
                yield Statement(text=f"create or alter view {name} as\n{body}", element=key)


def _required(add: Add) -> bool:
    return isinstance(add.element, Column) and not add.element.nullable
