"""What of a migration changes how much is kept: the routine that the schedule calls, who may call it, and what it may touch.

A routine is replaced in an instant, and who runs it holds what it began with to the end. What leaves does so batch by batch, each a
transaction of its own, under the role that row rules do not bind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relvar.engines.base import Evolution, Statement
from relvar.engines.postgresql import access, ddl
from relvar.engines.postgresql.behaviours import native_name, objects
from relvar.engines.postgresql.deploy import role_of
from relvar.engines.postgresql.duties import owner, with_duty
from relvar.engines.postgresql.objects import Routine, create_routine
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.retention import BATCH, expire, is_due
from relvar.engines.postgresql.rights import Held, of_schemas
from relvar.engines.postgresql.teardown import DROP_ROWS
from relvar.engines.terms import Kept, Term, Words, kept_in
from relvar.model.behaviour import Expire

ONCE = "pg_temp.beyond_the_bound"
JOBS = "then operate/jobs.crontab of the next design"
LOCKS = (f"row locks, {BATCH} rows at a time",)


def kept(evolution: Evolution) -> Kept:
    """Statements of each phase, as the tables' owner; none where nothing of it changes."""
    return _Kept(evolution).made()


class _Kept:
    def __init__(self, evolution: Evolution) -> None:
        self.evolution = evolution
        self.new = PostgresWriter(evolution.after)

    def made(self) -> Kept:
        return kept_in(self.evolution, PostgresWriter, Words(self._granted, self._revoked, self._routines, self._destructive))

    # --- routines ---

    def _routines(self, was: PostgresWriter, now: PostgresWriter, some: Iterable[Term]) -> Iterator[Statement]:
        made, gone = objects(now.physical), objects(was.physical)
        for term in some:
            routines = made[term.key].routines if self._has(now, term) else ()
            signatures = [r.signature for r in routines]
            for routine in gone[term.key].routines if self._has(was, term) else ():
                if routine.signature not in signatures:
                    yield from self._as(role_of(was.physical, routine), [Statement(text=f"drop function if exists {routine.signature}")])
            for routine in routines:
                yield from self._as(role_of(now.physical, routine), self._made(now, routine))

    @staticmethod
    def _has(writer: PostgresWriter, term: Term) -> bool:
        return isinstance(writer.physical.behaviours.get(term.key), Expire)

    @staticmethod
    def _made(writer: PostgresWriter, routine: Routine) -> Iterator[Statement]:
        yield create_routine(routine, replace=True)
        yield ddl.comment(writer, "function", routine.signature, routine.comment)
        yield Statement(text=f"revoke execute on function {routine.signature} from public")
        yield from access.routine_rights(writer, [routine.signature])

    def _as(self, role: str, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Under another role than the tables' owner, and back."""
        mine = owner(self.evolution.before)
        yield from (Statement(text=f"set role {role}"),) if role and role != mine else ()
        yield from statements
        yield from (Statement(text=f"set role {mine}" if mine else "reset role"),) if role and role != mine else ()

    # --- rights ---

    def _granted(self, was: PostgresWriter, now: PostgresWriter) -> Iterator[Statement]:
        """What the one form has beyond the other."""
        yield from (Statement(text=f"grant {right} on schema {schema} to {role}") for schema, role, right in _beyond(was, now))
        for key, grant in now.physical.grants.items():
            if was.physical.grants.get(key) != grant and grant.on in now.physical.tables:
                yield Statement(text=access.grant_text(now, grant), element=key)

    def _revoked(self, was: PostgresWriter, now: PostgresWriter) -> Iterator[Statement]:
        """What only the former has; of one role and table everything, and what it keeps of that is granted again."""
        gone = [g for key, g in was.physical.grants.items() if now.physical.grants.get(key) != g and g.on in was.physical.tables]
        if not access.states_definers_rights(now.physical):  # then it holds them by default, not by a grant
            gone = [g for g in gone if was.physical.roles[g.role].duty != "definer"]
        for grant in gone:
            yield Statement(text=access.revoke_text(was, grant))
        pairs = {(g.role, g.on) for g in gone}
        yield from (Statement(text=access.grant_text(now, g)) for g in now.physical.grants.values() if (g.role, g.on) in pairs)
        if any(was.physical.roles[g.role].duty == "definer" for g in gone):
            yield from access.read_by_checks(now)
        yield from (Statement(text=f"revoke {right} on schema {schema} from {role}") for schema, role, right in _beyond(now, was))

    # --- rows ---

    def _destructive(self, _: PostgresWriter, some: list[Term]) -> Iterator[Statement]:
        """Of each bound, by the role that row rules do not bind; all are asked about before the first row leaves."""
        rules = [(t.key, t.new) for t in some if t.new is not None]
        role = with_duty(self.evolution.after, "definer")
        for part in (self._guard, self._leaving) if rules else ():
            yield from self._as(role.name if role else "", [s for key, rule in rules for s in part(key, rule)])

    def _guard(self, _: str, rule: Expire) -> Iterator[Statement]:
        table = self.new.table(rule.table)
        says = f"{table} holds rows {rule.term}".replace("'", "''").replace("%", "%%")
        yield Statement(
            text=f"do $rows$\nbegin\n  if coalesce(current_setting('{DROP_ROWS}', true), '') <> 'on'\n"
            f"    and exists (select from {table} where {is_due(self.new, rule)}) then\n"
            f"    raise exception '{says}'\n      using hint = 'back it up first; where they may go: set {DROP_ROWS} = on';\n  end if;\nend\n$rows$",
            because=f"Refuses while {self.new.physical.tables[rule.table].name} {rule.term} are there",
        )

    def _leaving(self, key: str, rule: Expire) -> Iterator[Statement]:
        """Batch by batch until none is left."""
        (routine,) = expire(self.new, native_name(key), rule).routines
        schema, _, name = ONCE.partition(".")
        once = routine._replace(schema=schema, name=name, definer=False)
        yield create_routine(once)
        asked = f"select {ONCE}() into done;\n    commit;\n    exit when done = 0;"
        yield Statement(
            text=f"do $leave$\ndeclare\n  done bigint;\nbegin\n  loop\n    {asked}\n  end loop;\nend\n$leave$",
            because="Each batch is a transaction: stopped, it is run again",
        )
        yield Statement(text=f"drop function {once.signature}")


def _beyond(was: PostgresWriter, now: PostgresWriter) -> list[Held]:
    held = set(of_schemas(was))
    return [right for right in dict.fromkeys(of_schemas(now)) if right not in held]
