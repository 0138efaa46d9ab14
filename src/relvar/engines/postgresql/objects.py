"""Routines and triggers as values: what deploy writes and what the catalogue is expected to show come from the same ones."""

from __future__ import annotations

from typing import Literal, NamedTuple

from relvar.engines.base import Statement
from relvar.engines.postgresql.query import PostgresWriter

SAFE_PATH = "pg_catalog, pg_temp"  # a definer's routine must find nothing that its caller put in the way


class Routine(NamedTuple):
    """A function. `arguments` as declared; `definer`: runs with its owner's rights; `runs_as`: duty of the role that owns it."""

    schema: str
    name: str
    returns: str
    body: str
    arguments: str = ""
    language: str = "plpgsql"
    definer: bool = False
    runs_as: Literal["owner", "definer"] = "owner"
    volatility: str = "volatile"
    comment: str = ""

    @property
    def signature(self) -> str:
        """Types of the arguments, as DROP and GRANT name the function: defaults and names left out."""
        kinds = [a.split(" default ")[0].split(" ", 1)[1] for a in self.arguments.split(", ") if a]
        return f"{self.schema}.{self.name}({', '.join(kinds)})"


class Trigger(NamedTuple):
    """A row trigger. `events` as written ("insert or update of a, b"); `element`: the behaviour it realizes."""

    name: str
    table: str
    timing: str
    events: str
    routine: Routine
    when: str = ""
    arguments: tuple[str, ...] = ()
    element: str = ""


class Exclusion(NamedTuple):
    """An exclusion constraint: `what` as written after its name."""

    name: str
    table: str
    what: str
    says: str
    element: str = ""


class Objects(NamedTuple):
    """Native objects of one behaviour."""

    routines: tuple[Routine, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


def create_routine(routine: Routine, replace: bool = False) -> Statement:
    head = f"create {'or replace ' if replace else ''}function {routine.schema}.{routine.name}({routine.arguments})"
    returns = f"returns {routine.returns}" if routine.returns else ""
    traits = [routine.language, routine.volatility if routine.volatility != "volatile" else "", "security definer" if routine.definer else ""]
    how = "language " + " ".join(trait for trait in traits if trait)
    return Statement(text=f"{head} {returns}\n{how} set search_path = {SAFE_PATH} as $$\n{routine.body}\n$$")


def create_trigger(writer: PostgresWriter, trigger: Trigger) -> Statement:
    when = f"\n  when ({trigger.when})" if trigger.when else ""
    arguments = ", ".join(writer.literal(a) for a in trigger.arguments)
    call = f"{trigger.routine.schema}.{trigger.routine.name}"
    text = (
        f"create trigger {writer.quote(trigger.name)} {trigger.timing} {trigger.events} on {writer.table(trigger.table)}\n"
        f"  for each row{when}{chr(10) if when else ''}{'  ' if when else ' '}execute function {call}({arguments})"
    )
    return Statement(text=text, element=trigger.element)


def add_exclusion(writer: PostgresWriter, exclusion: Exclusion) -> Statement:
    text = f"alter table {writer.table(exclusion.table)} add constraint {writer.quote(exclusion.name)}\n  {exclusion.what}"
    return Statement(text=text, because=exclusion.says, element=exclusion.element)
