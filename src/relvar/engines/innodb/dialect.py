"""The words in which two servers over InnoDB differ, read from `dialect.toml` of the engine's folder: {0}, {1} are what stands in them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from relvar.model.design import Manual
from relvar.model.noun import Noun
from relvar.model.physical import Physical

Way = Literal["instant", "online", "waiting", "copy"]  # in the catalogue alone; beside writers; while writers wait; by a copy, while they wait


class Dialect(Noun, frozen=True, kw_only=True):
    """One server's words."""

    title: str
    # --- types and comparing ---
    words: str  # the collation of what people read: case and accents do not count
    exact: str  # of what programs compare: every letter counts
    last_text: str  # a text that sorts after every other
    required_computed: bool  # whether a computed column may be said to be not null
    uuid: str  # the type of identifiers
    uuid_in: str  # a text as an identifier, {0}
    uuid_out: str  # an identifier as text
    json_out: str  # a column of JSON inside a document that is put together
    member_text: str  # what stands in the document {0} under the path {1}, as a text of {2} characters
    member_number: str  # the same as a number of the type {2}
    member_flag: str  # the same as a condition
    includes_text: str  # whether the text {0} is in the list in the document {1} under the path {2}
    includes_value: str  # the same of a number or a flag
    member_collation: str  # of a column that computes such a text
    uuid_literal: str  # {0}: 32 hexadecimal digits, {1}: the same with hyphens
    new_uuid: str
    new_ordered_uuid: str
    matches: str  # {0} matches the pattern {1}, letters told apart
    case_blind: str  # {0}: a pattern, told not to tell letters apart
    replace_all: str  # in {0} every match of {1} by {2}, case_blind
    # --- indexes ---
    expression_keys: bool  # a key may be on an expression; else on a hidden column that computes it
    hidden_index: str
    shown_index: str
    added_hidden: str  # at the end of an index that is added hidden
    hinted: str  # {0}: the table as it is called here, {1}: the index. A hint in the select list, or ""
    forced: str  # the same as words behind the table, or ""
    # --- statements ---
    as_given: str  # behind the values of an insert, so that they can be named
    given: str  # the value that was given for the column {0}
    gives_back: bool  # insert ... returning
    read_lock: str
    row_lock: str  # {0}: the one table of several that is locked
    drop_check: str
    retyped: tuple[str, ...]  # types that a check may be over, of which the server says at each change of a column that they changed too
    alterations: dict[str, dict[str, Way]]  # kind of ALTER -> how it is done usually, and where the table has what forbids that
    # --- accounts ---
    account_comment: str  # {0}: the words, or ""
    account_limits: tuple[str, ...]  # {0}: connections at once; {1}: seconds a statement may take
    statement_limit: str  # what limits a statement's time, in words
    unlocked_by: str  # what gives an account its password
    act_as_definer: str  # the right to make objects in another's name
    default_role: str
    monitor_rights: str
    monitor_schemas: tuple[str, ...]  # grants, {0}: the account
    backup_rights: str
    all_rights: tuple[str, ...]  # what `all` means on a database, without what is the server's
    role_kind: str  # what drops a role: "user" where a role is one
    held_by_others: str  # finds somebody beside @mine who was given one of @mine as a role
    revoked: str  # {0}: rights, {1}: whose; "" where that fails for a right that is not held
    event_default: str  # whether the server's scheduler is on, in words
    # --- programs ---
    client: str
    dump: str
    log_reader: str
    load_test: str
    dump_options: str
    # --- pages of the manual, by what they are about ---
    pages: dict[str, tuple[str, str]]  # title and address

    def page(self, about: str) -> Manual:
        title, address = self.pages[about]
        return Manual(title=title, address=address)


@cache
def of_engine(engine: str) -> Dialect:
    """The words of the engine whose folder has that name."""
    return msgspec.toml.decode((files("relvar.engines") / engine / "dialect.toml").read_bytes(), type=Dialect)


def dialect(physical: Physical) -> Dialect:
    """The words of the store's engine."""
    return of_engine(physical.engine)
