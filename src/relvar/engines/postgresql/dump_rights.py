"""Who may do what in a live database, as SQL out of its catalog, in the order and the words of `pg_dump`: beside the schema of `dump`.

A right that every database has from its beginning is not told; one that was taken from it is, as a REVOKE (`acldefault`, `pg_init_privs`).
Roles and memberships belong to the server: those are told that own, may or are named by something here, and whoever is one of them.
Sources: PostgreSQL manual, "Privileges", "pg_default_acl", "pg_init_privs"; pg_dump's dumputils.c for the order of the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

ORDER = (
    "CREATE", "CONNECT", "TEMPORARY", "SELECT", "USAGE", "INSERT", "REFERENCES", "DELETE", "TRIGGER", "TRUNCATE", "MAINTAIN", "UPDATE", "EXECUTE",
)  # fmt: skip
OURS = """n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select 1 from pg_depend x where x.classid = {class}::regclass and x.objid = {oid} and x.deptype = 'e')"""
SCHEMAS = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
# turn, what is said of it before, its kind and its name, a column, its rights, those from the beginning, its owner, the kind of its rights.
THINGS = f"""
things (turn, before, kind, name, of_column, rights, beginning, owner, class) as (
  select 0, '', 'database', quote_ident(d.datname), null::text, d.datacl, acldefault('d', d.datdba), d.datdba, 'd'
  from pg_database d where d.datname = current_database()
  union all
  select 1, '', 'schema', quote_ident(n.nspname), null, n.nspacl, coalesce((select i.initprivs from pg_init_privs i
    where i.classoid = 'pg_namespace'::regclass and i.objoid = n.oid and i.objsubid = 0), acldefault('n', n.nspowner)), n.nspowner, 'n'
  from pg_namespace n where {SCHEMAS}
  union all
  select 2, '', 'type', t.oid::regtype::text, null, t.typacl, acldefault('T', t.typowner), t.typowner, 'T'
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype in ('e', 'd', 'r') and {OURS.format(**{"class": "'pg_type'", "oid": "t.oid"})}
  union all
  select 3, '', case p.prokind when 'p' then 'procedure' else 'function' end,
    format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), null, p.proacl, acldefault('f', p.proowner), p.proowner, 'f'
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {OURS.format(**{"class": "'pg_proc'", "oid": "p.oid"})}
  union all
  select 4, '', case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass::text, null, c.relacl,
    acldefault((case c.relkind when 'S' then 's' else 'r' end)::"char", c.relowner), c.relowner, case c.relkind when 'S' then 's' else 'r' end
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and {OURS.format(**{"class": "'pg_class'", "oid": "c.oid"})}
  union all
  select 4, '', 'table', c.oid::regclass::text, quote_ident(a.attname), a.attacl, null::aclitem[], c.relowner, 'c'
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and {OURS.format(**{"class": "'pg_class'", "oid": "c.oid"})}
  union all
  select 5, 'alter default privileges for role ' || quote_ident(r.rolname) || coalesce(' in schema ' || quote_ident(n.nspname), '') || ' ',
    case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end, '',
    null, d.defaclacl,
    case when n.oid is null then acldefault((case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end)::"char", d.defaclrole)
      else null::aclitem[] end, d.defaclrole, case d.defaclobjtype when 'S' then 's' else d.defaclobjtype::text end
  from pg_default_acl d join pg_roles r on r.oid = d.defaclrole left join pg_namespace n on n.oid = d.defaclnamespace
  where n.oid is null or {SCHEMAS}
)"""
# pg_dump tells a role's rights on a thing anew where they are others than in the beginning: what was there is revoked, what is there granted.
RIGHTS = f"""
with {THINGS}, held as (
  select t.turn, t.before, t.kind, t.name, coalesce(t.of_column, '') as of_column, t.rights, coalesce(t.beginning, '{{}}') as beginning,
    case t.class when 'c' then 4 else (select count(distinct e.privilege_type) from aclexplode(acldefault(t.class::"char", t.owner)) e) end as every
  from things t where t.rights is not null
), changed as (
  select h.*, 'revoke' as verb, i.item from held h, unnest(h.beginning) i (item) where not i.item = any (h.rights)
  union all
  select h.*, 'grant', i.item from held h, unnest(h.rights) i (item) where not i.item = any (h.beginning)
)
select c.before, c.kind, c.name, c.of_column, c.verb, case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end,
  x.is_grantable, c.every, array_agg(distinct x.privilege_type::text)
from changed c, aclexplode(array[c.item]) x group by c.turn, 1, 2, 3, 4, 5, 6, 7, 8 order by c.turn, 1, 2, 3, 4, 5 desc, 6, 7
"""
SEQUENCES = f"""
select 'create sequence ' || c.oid::regclass || ' as ' || format_type(s.seqtypid, null) || ' start with ' || s.seqstart || ' increment by '
  || s.seqincrement || ';'
from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
where {OURS.format(**{"class": "'pg_class'", "oid": "c.oid"})}
  and not exists (select 1 from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = c.oid and i.deptype in ('a', 'i'))
order by 1
"""
OWNERS = f"""
select 'alter ' || case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' when 'S' then 'sequence ' when 'f' then 'foreign table '
  else 'table ' end || c.oid::regclass || ' owner to ' || quote_ident(r.rolname) || ';'
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relowner <> {{bootstrap}} and {OURS.format(**{"class": "'pg_class'", "oid": "c.oid"})}
  and not exists (select 1 from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = c.oid and i.deptype = 'i')
order by c.oid
"""
BOOTSTRAP = 10  # BOOTSTRAP_SUPERUSERID: the role that each server begins with, which nobody makes
MADE_SCHEMAS = f"""
select 'create schema ' || quote_ident(n.nspname)
  || case n.nspowner when {BOOTSTRAP} then '' else ' authorization ' || quote_ident(r.rolname) end || ';'
from pg_namespace n join pg_roles r on r.oid = n.nspowner where {OURS.format(**{"class": "'pg_namespace'", "oid": "n.oid"})} and n.nspname <> 'public'
order by n.nspname
"""
NAMED = f"""
with recursive {THINGS}, of_things (id) as (
  select x.grantee from things t, aclexplode(t.rights) x where t.rights is not null
  union select t.owner from things t
  union select unnest(p.polroles) from pg_policy p
), named (id) as (
  select id from of_things
  union select case when m.roleid = named.id then m.member else m.roleid end from pg_auth_members m join named on named.id in (m.roleid, m.member)
), ours as (select r.* from pg_roles r join named on named.id = r.oid where r.oid <> {BOOTSTRAP} and r.rolname !~ '^pg_')
"""
ROLES = f"""
{NAMED}
select 'create role ' || quote_ident(r.rolname) || case when r.rolcanlogin then ' login' else ' nologin' end
  || case when r.rolsuper then ' superuser' else '' end || case when r.rolcreatedb then ' createdb' else '' end
  || case when r.rolcreaterole then ' createrole' else '' end || case when r.rolreplication then ' replication' else '' end
  || case when r.rolbypassrls then ' bypassrls' else '' end || case when r.rolinherit then '' else ' noinherit' end || ';'
from ours r order by r.rolname
"""
# Whether a member inherits and may become the role is told since PostgreSQL 16, by columns that older ones lack.
MEMBERS = f"""
{NAMED}
select 'grant ' || quote_ident(r.rolname) || ' to ' || quote_ident(u.rolname) || coalesce(' with ' || nullif(concat_ws(', ',
  case when m.admin_option then 'admin option' end, case to_jsonb(m) ->> 'inherit_option' when 'false' then 'inherit false' end,
  case to_jsonb(m) ->> 'set_option' when 'false' then 'set false' end), ''), '') || ';'
from pg_auth_members m join pg_roles r on r.oid = m.roleid join ours u on u.oid = m.member order by r.rolname, u.rolname
"""


def roles(connection: Any) -> Iterator[str]:
    """Roles that the database names, who is one of them, and the schemas that they own. They come before all else."""
    yield from _asked(connection, "roles", ROLES)
    yield from _asked(connection, "memberships of roles", MEMBERS)
    for query in (MADE_SCHEMAS, SEQUENCES):
        yield from (row[0] for row in connection.execute(query))


def rights(connection: Any) -> Iterator[str]:
    """Owners, grants, and what is granted of things that are not made yet."""
    yield from _asked(connection, "owners", OWNERS.format(bootstrap=BOOTSTRAP))
    rows = _rows(connection, "grants", RIGHTS)
    yield from rows if isinstance(rows, str) else _grants(rows)


def _asked(connection: Any, what: str, query: str) -> Iterator[str]:
    rows = _rows(connection, what, query)
    yield from (rows,) if isinstance(rows, str) else (row[0] for row in rows)


def _rows(connection: Any, what: str, query: str) -> list[tuple[Any, ...]] | str:
    """What the catalog answers; else why it does not, in a line that is listed as not understood."""
    from psycopg.errors import InsufficientPrivilege

    try:
        with connection.transaction():
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found
    except InsufficientPrivilege as error:
        return f"-- not read: {what}: {' '.join(str(error.diag.message_primary).split())}"


def _grants(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """A statement for each role on each thing or column."""
    for before, kind, name, column, verb, role, grantable, every, privileges in rows:
        words, on = _words(privileges, every, column), kind if before else f"{kind} {name}"
        option = " with grant option" if grantable and verb == "grant" else ""
        yield f"{before}{verb} {','.join(words)} on {on} {'from' if verb == 'revoke' else 'to'} {role}{option};"


def _words(privileges: list[str], every: int, column: str) -> list[str]:
    behind = f"({column})" if column else ""
    if len(privileges) == every:
        return [f"all{behind}"]
    return [f"{word.lower()}{behind}" for word in ORDER if word in privileges]
