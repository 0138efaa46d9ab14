"""A live database as SQL text, out of its catalog: what `relvar import` and `relvar check` read of a server. Nothing is written to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from relvar.engines.postgresql.dump_rights import rights, roles
from relvar.errors import ServerUnavailable

OLDEST = 120000  # generated columns appear in the catalog since then
CONNECT_SECONDS = 10
REMEDY = "postgresql://user@host:port/database; the password may stand in PGPASSWORD or ~/.pgpass"
# What a person made: no system schema, nothing that an extension brought.
OURS = """
  n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend x where x.classid = {class}::regclass and x.objid = {oid} and x.deptype = 'e')
"""
TABLES = OURS.format(**{"class": "'pg_class'", "oid": "c.oid"})
ENUMS = f"""
select 'create type ' || t.oid::regtype || ' as enum (' || string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) || ');'
from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_enum e on e.enumtypid = t.oid
where {OURS.format(**{"class": "'pg_type'", "oid": "t.oid"})} group by t.oid order by 1
"""
DOMAINS = f"""
select 'create domain ' || t.oid::regtype || ' as ' || format_type(t.typbasetype, t.typtypmod) || coalesce(' ' || (
  select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.contypid = t.oid), '') || ';'
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'd' and {OURS.format(**{"class": "'pg_type'", "oid": "t.oid"})} order by 1
"""
# What of the server tells of the database's safety: its encoding where it checks no character, and how its log is kept.
SERVER = """
select 'set client_encoding = ''SQL_ASCII'';' where current_setting('server_encoding') = 'SQL_ASCII'
union all select 'alter system set archive_command = ' || quote_literal(setting) || ';' from pg_settings
where name = 'archive_command' and setting not in ('', '(disabled)')
"""
COLUMNS = f"""
select c.oid::regclass::text, c.oid, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
  a.attgenerated, pg_get_expr(d.adbin, d.adrelid), case when a.attcollation <> t.typcollation then quote_ident(o.collname) end,
  case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end, array_to_string(c.reloptions, ', ')
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
left join pg_collation o on o.oid = a.attcollation
where c.relkind in ('r', 'p') and not c.relispartition and {TABLES} order by c.oid, a.attnum
"""
CONSTRAINTS = f"""
select 'alter table only ' || c.oid::regclass || ' add constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) || ';'
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where k.contype in ('p', 'u', 'c', 'f', 'x') and not c.relispartition and k.coninhcount = 0 and {TABLES}
order by array_position(array['p', 'u', 'c', 'x', 'f']::"char"[], k.contype), c.oid, k.conname
"""
INDEXES = f"""
select pg_get_indexdef(i.indexrelid) || ';' from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where not c.relispartition and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  and i.indisvalid and {TABLES} order by c.oid, i.indexrelid
"""
PARTITIONS = f"""
select 'create table ' || c.oid::regclass || ' partition of ' || h.inhparent::regclass || ' ' || pg_get_expr(c.relpartbound, c.oid) || ';'
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits h on h.inhrelid = c.oid
where c.relispartition and c.relkind in ('r', 'p') and {TABLES} order by c.oid
"""
VIEWS = f"""
select 'create ' || case c.relkind when 'm' then 'materialized view ' else 'view ' end || c.oid::regclass
  || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ' as ' || pg_get_viewdef(c.oid)
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and {TABLES} order by c.oid
"""
ROUTINES = f"""
select pg_get_functiondef(p.oid) || ';' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prokind in ('f', 'p') and {OURS.format(**{"class": "'pg_proc'", "oid": "p.oid"})} order by p.oid
"""
TRIGGERS = f"""
select pg_get_triggerdef(g.oid) || ';' from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not g.tgisinternal and g.tgparentid = 0 and {TABLES} order by g.oid
"""
POLICIES = f"""
select 'create policy ' || quote_ident(p.polname) || ' on ' || c.oid::regclass
  || case p.polcmd when 'r' then ' for select' when 'a' then ' for insert' when 'w' then ' for update' when 'd' then ' for delete' else ' for all' end
  || case when p.polroles = '{{0}}' then '' else ' to ' || (
    select string_agg(quote_ident(r.rolname), ', ') from pg_roles r where r.oid = any (p.polroles)) end
  || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
  || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') || ';'
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where {TABLES} order by c.oid, p.polname
"""
ROW_SECURITY = f"""
select 'alter table ' || c.oid::regclass || ' enable row level security;'
  || case when c.relforcerowsecurity then 'alter table ' || c.oid::regclass || ' force row level security;' else '' end
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relrowsecurity and not c.relispartition and {TABLES} order by c.oid
"""
COMMENTS = f"""
select case when d.objsubid > 0 then 'comment on column ' || c.oid::regclass || '.' || quote_ident(a.attname)
  when c.relkind = 'i' then 'comment on index ' || c.oid::regclass else 'comment on table ' || c.oid::regclass end
  || ' is ' || quote_literal(d.description) || ';'
from pg_description d join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid
where c.relkind in ('r', 'p', 'i') and not c.relispartition and {TABLES} order by c.oid, d.objsubid
"""
REMARKS = f"""
select 'comment on constraint ' || quote_ident(k.conname) || ' on ' || c.oid::regclass || ' is ' || quote_literal(d.description) || ';'
from pg_description d join pg_constraint k on k.oid = d.objoid and d.classoid = 'pg_constraint'::regclass
join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where not c.relispartition and {TABLES} order by c.oid, k.conname
"""
AFTER_TABLES = (CONSTRAINTS, INDEXES, PARTITIONS, VIEWS, ROUTINES, TRIGGERS, ROW_SECURITY, POLICIES, COMMENTS, REMARKS)


def dump(url: str) -> str:
    """The schema of the database that a URL names. Raises ServerUnavailable, with no password in its words."""
    try:
        import psycopg
    except ModuleNotFoundError as error:
        raise ServerUnavailable(what=f"no driver for PostgreSQL: {error}", remedy="pip install 'relvar[postgresql]'") from error
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS, client_encoding="utf8") as connection:
            if connection.info.server_version < OLDEST:
                raise ServerUnavailable(what=f"PostgreSQL {connection.info.server_version // 10000} is too old", remedy="12 and newer are read")
            connection.execute("set transaction isolation level repeatable read read only")
            connection.execute("set local search_path = ''")
            return "\n".join(_lines(connection)) + "\n"
    except (psycopg.Error, UnicodeDecodeError) as error:  # the latter of a database that checks no character
        said = " ".join(str(error).split()) or type(error).__name__
        raise ServerUnavailable(what=f"the database cannot be read: {said}", remedy=REMEDY) from None


def _lines(connection: Any) -> Iterator[str]:
    yield from roles(connection)
    for query in (SERVER, ENUMS, DOMAINS):
        yield from (row[0] for row in connection.execute(query))
    yield from _tables(connection.execute(COLUMNS).fetchall())
    for query in AFTER_TABLES:
        yield from (row[0] for row in connection.execute(query))
    yield from rights(connection)


def _tables(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """CREATE TABLE for each table, a column a line. The rows of a table stand together."""
    for name, group in groupby(rows, key=itemgetter(0)):
        own = list(group)
        divided, options = own[0][9], own[0][10]
        by = f" partition by {divided}" if divided else ""
        yield f"create table {name} (\n" + ",\n".join(map(_column, own)) + f"\n){by}" + (f" with ({options})" if options else "") + ";"


def _column(row: tuple[Any, ...]) -> str:
    _, _, name, kind, not_null, identity, generated, default, collation, *_ = row
    parts = [f"  {name} {kind}"]
    if collation:
        parts.append(f"collate {collation}")
    if identity:
        parts.append(f"generated {'always' if identity == 'a' else 'by default'} as identity")
    elif generated:
        parts.append(f"generated always as ({default}) {'stored' if generated == 's' else 'virtual'}")
    elif default is not None:
        parts.append(f"default {default}")
    return " ".join([*parts, *(["not null"] if not_null else [])])
