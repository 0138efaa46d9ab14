"""Questions to the system catalogues, each with rows of (key, value) unless its name says otherwise. They hold on 13 to 18."""

from __future__ import annotations

RELATION = "n.nspname || '.' || c.relname"
HERE = "n.nspname = any (%(schemas)s)"
# Partitions and what hangs on them are the parent's affair; extensions' members are the extension's.
OWN = f"""{HERE} and not c.relispartition
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')"""

SCHEMA = """select 'schema ' || n.nspname, pg_get_userbyid(n.nspowner) from pg_catalog.pg_namespace n where n.nspname = any (%(schemas)s)"""
EXTENSION = "select 'extension ' || extname, 'present' from pg_catalog.pg_extension where extname <> 'plpgsql'"

TABLE = f"""select 'table ' || {RELATION} || f.suffix, f.value
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (values
  ('', (select string_agg(a.attname, ', ' order by a.attnum) from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)),
  (' comment', obj_description(c.oid, 'pg_class')),
  (' row rules', case when c.relforcerowsecurity and c.relrowsecurity then 'forced' when c.relrowsecurity then 'enabled' else 'none' end),
  (' options', (select string_agg(o, ', ' order by o) from unnest(c.reloptions) o))
) as f (suffix, value)
where c.relkind in ('r', 'p') and {OWN}"""

PARTITION = f"""select 'table ' || {RELATION} || ' partitions', case when c.relkind = 'r' then 'none' else
  (select case k.partstrat when 'r' then 'range' when 'l' then 'list' else 'hash' end || ' (' || string_agg(a.attname, ', ') || ')'
   from pg_catalog.pg_partitioned_table k join pg_catalog.pg_attribute a on a.attrelid = k.partrelid and a.attnum = any (k.partattrs)
   where k.partrelid = c.oid group by k.partstrat)
  || case when (select partdefid from pg_catalog.pg_partitioned_table where partrelid = c.oid) <> 0 then ', default' else '' end
  || ', ' || (select count(*) from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhrelid
              where i.inhparent = c.oid and (regexp_match(pg_get_expr(p.relpartbound, p.oid), 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz > now())
  || ' ahead' end
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and {OWN}"""

COLUMN = f"""select 'column ' || {RELATION} || '.' || a.attname || f.suffix, f.value
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
cross join lateral (values
  (' type', format_type(a.atttypid, a.atttypmod)),
  (' null', case when a.attnotnull then 'no' else 'yes' end),
  (' identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' else 'no' end),
  (' comment', col_description(c.oid, a.attnum))
) as f (suffix, value)
where c.relkind in ('r', 'p') and {OWN}"""

DEFAULT = f"""select 'column ' || {RELATION} || '.' || a.attname || case when a.attgenerated = '' then ' default' else ' generated' end,
  pg_get_expr(d.adbin, d.adrelid)
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid
join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relkind in ('r', 'p') and {OWN}"""

NAMES = """(select string_agg(a.attname, ', ' order by u.position) from unnest({array}) with ordinality as u (attnum, position)
  join pg_catalog.pg_attribute a on a.attrelid = {relation} and a.attnum = u.attnum)"""
MINE = NAMES.format(array="k.conkey", relation="k.conrelid")
THEIRS = NAMES.format(array="k.confkey", relation="k.confrelid")
ACTION = "case {0} when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end"
# The columns that SET NULL empties (15 and later) are read from the definition's text, which older versions simply lack.
EMPTIED = "coalesce(' ' || (regexp_match(pg_get_constraintdef(k.oid), 'ON DELETE SET NULL (\\([^)]*\\))'))[1], '')"

CONSTRAINT = f"""select 'constraint ' || {RELATION} || '.' || k.conname, case k.contype
  when 'p' then 'primary key (' || {MINE} || ')'
  when 'u' then 'unique (' || {MINE} || ')'
  when 'c' then 'check'
  when 'x' then 'exclude'
  when 'f' then 'foreign key (' || {MINE} || ') references ' || (select m.nspname || '.' || r.relname from pg_catalog.pg_class r
      join pg_catalog.pg_namespace m on m.oid = r.relnamespace where r.oid = k.confrelid) || ' (' || {THEIRS} || ')'
    || ' on delete ' || {ACTION.format("k.confdeltype")} || {EMPTIED} || ' on update ' || {ACTION.format("k.confupdtype")}
  else k.contype::text end
  || case when k.condeferred then ' deferred' when k.condeferrable then ' deferrable' else '' end
  || case when k.convalidated then '' else ' not valid' end
from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where k.contype in ('p', 'u', 'c', 'f', 'x') and k.conparentid = 0 and {OWN}"""

CONSTRAINT_COMMENT = f"""select 'constraint ' || {RELATION} || '.' || k.conname || ' comment', obj_description(k.oid, 'pg_constraint')
from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where k.contype in ('u', 'c', 'f', 'x') and k.conparentid = 0 and {OWN}"""

CONDITION = f"""select 'constraint ' || {RELATION} || '.' || k.conname || ' condition',
  case k.contype when 'c' then pg_get_expr(k.conbin, k.conrelid) else pg_get_constraintdef(k.oid) end
from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where k.contype in ('c', 'x') and k.conparentid = 0 and {OWN}"""

# Indexes that are a constraint's own are compared as the constraint.
BARE_INDEX = f"""from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_class c on c.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_am m on m.oid = x.relam
where not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) and {OWN}"""
INDEX_KEY = "'index ' || n.nspname || '.' || x.relname"

INDEX = f"""select {INDEX_KEY} || f.suffix, f.value
from (select i.*, x.relname, x.reloptions, x.oid as xoid, m.amname, n.nspname, c.relname as tablename {BARE_INDEX}) as i
cross join lateral (select i.relname) as x (relname) cross join lateral (select i.nspname) as n (nspname)
cross join lateral (values
  ('', case when i.indisunique then 'unique ' else '' end || i.amname || ' on ' || i.nspname || '.' || i.tablename
       || case when i.indisvalid then '' else ' invalid' end),
  (' include', (select string_agg(a.attname, ', ' order by s) from generate_series(i.indnkeyatts, i.indnatts - 1) s
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[s])),
  (' comment', obj_description(i.xoid, 'pg_class')),
  (' options', (select string_agg(o, ', ' order by o) from unnest(i.reloptions) o))
) as f (suffix, value)"""

INDEX_WHERE = f"select {INDEX_KEY} || ' where', pg_get_expr(i.indpred, i.indrelid) {BARE_INDEX} and i.indpred is not null"

EACH_PART = "cross join lateral generate_series(1, i.indnkeyatts) as s (number)"
EACH_CLASS = "join pg_catalog.pg_opclass o on o.oid = i.indclass[s.number - 1]"

INDEX_PART = f"""select {INDEX_KEY} || ' part ' || s.number, coalesce(
  (select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[s.number - 1]),
  pg_get_indexdef(i.indexrelid, s.number, false))
{BARE_INDEX.replace("where not exists", f"{EACH_PART} where not exists", 1)}"""

# The class is told where it is not the type's default; NULLS FIRST goes with DESC, as it does by default.
INDEX_ORDER = f"""select {INDEX_KEY} || ' part ' || s.number || ' order',
  concat_ws(' ', case when not o.opcdefault then o.opcname end, case when i.indoption[s.number - 1] & 1 = 1 then 'desc' end)
{BARE_INDEX.replace("where not exists", f"{EACH_PART} {EACH_CLASS} where not exists", 1)}"""

VIEW_KEY = "case c.relkind when 'm' then 'materialized view ' else 'view ' end || n.nspname || '.' || c.relname"
VIEW = f"""select {VIEW_KEY} || f.suffix, f.value
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (values
  ('', pg_get_userbyid(c.relowner) || case when 'security_barrier=true' = any (c.reloptions) then ', security_barrier' else '' end),
  (' comment', obj_description(c.oid, 'pg_class')),
  (' body', pg_get_viewdef(c.oid))
) as f (suffix, value)
where c.relkind in ('v', 'm') and {OWN}"""

ROUTINE = """select 'routine ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_types.types || ')' || f.suffix, f.value
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_language l on l.oid = p.prolang
cross join lateral (select coalesce(string_agg(format_type(t, null), ', ' order by o), '')
  from unnest(p.proargtypes::oid[]) with ordinality as u (t, o)) as pg_get_function_identity_types (types)
cross join lateral (values
  ('', 'returns ' || format_type(p.prorettype, null) || ', ' || l.lanname
       || case p.provolatile when 'v' then ', volatile' when 's' then ', stable' else ', immutable' end
       || case when p.prosecdef then ', definer' else ', invoker' end
       || ', search_path=' || coalesce((select substr(s, 13) from unnest(p.proconfig) s where s like 'search_path=%%'), '')
       || ', by ' || pg_get_userbyid(p.proowner)),
  (' body', case when l.lanname = 'plpgsql' then btrim(p.prosrc, E' \\n') end),
  (' comment', obj_description(p.oid, 'pg_proc'))
) as f (suffix, value)
where n.nspname = any (%(schemas)s) and (f.value is not null or f.suffix = '')
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')"""

# (key, timing, events, routine, arguments, definition)
TRIGGER = f"""select 'trigger ' || {RELATION} || '.' || t.tgname,
  case when t.tgtype & 2 = 2 then 'before' when t.tgtype & 64 = 64 then 'instead of' else 'after' end,
  concat_ws(' or ', case when t.tgtype & 4 = 4 then 'insert' end, case when t.tgtype & 8 = 8 then 'delete' end,
    case when t.tgtype & 16 = 16 then 'update' || coalesce(' of ' || (
      select string_agg(quote_ident(a.attname), ', ' order by u.position) from unnest(t.tgattr) with ordinality as u (attnum, position)
      join pg_catalog.pg_attribute a on a.attrelid = t.tgrelid and a.attnum = u.attnum), '') end,
    case when t.tgtype & 32 = 32 then 'truncate' end)
    || case when t.tgenabled = 'O' then '' else ' (not enabled)' end,
  pn.nspname || '.' || p.proname, t.tgargs, pg_get_triggerdef(t.oid)
from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_proc p on p.oid = t.tgfoid join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
where not t.tgisinternal and {OWN}"""

RUN_RULE = "relvar_run"  # of a run on a named server: no fact of the schema
POLICY_KEY = f"'policy ' || {RELATION} || '.' || p.polname"
POLICY = f"""select {POLICY_KEY}, case when p.polpermissive then 'permissive' else 'restrictive' end
  || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
  || ' to ' || coalesce((select string_agg(r.rolname, ', ' order by r.rolname) from pg_catalog.pg_roles r where r.oid = any (p.polroles)), 'public')
from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where {OWN} and p.polname <> '{RUN_RULE}'"""
POLICY_USING = f"""select {POLICY_KEY} || f.suffix, f.value
from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (values (' using', pg_get_expr(p.polqual, p.polrelid)), (' check', pg_get_expr(p.polwithcheck, p.polrelid))) as f (suffix, value)
where f.value is not null and {OWN} and p.polname <> '{RUN_RULE}'"""

ROLE = """select 'role ' || r.rolname || f.suffix, f.value
from pg_catalog.pg_roles r
cross join lateral (values
  ('', concat_ws(', ', case when r.rolcanlogin then 'login' else 'nologin' end, case when r.rolbypassrls then 'bypassrls' else 'nobypassrls' end,
       case when r.rolinherit then 'inherit' else 'noinherit' end, 'limit ' || r.rolconnlimit,
       case when r.rolreplication then 'replication' end, case when r.rolsuper then 'superuser' end,
       (select string_agg(s, ', ' order by s) from unnest(r.rolconfig) s))),
  (' comment', shobj_description(r.oid, 'pg_authid')),
  (' member of', (select string_agg(distinct g.rolname, ', ' order by g.rolname) from pg_catalog.pg_auth_members m
       join pg_catalog.pg_roles g on g.oid = m.roleid where m.member = r.oid))
) as f (suffix, value)
where r.rolname = any (%(roles)s)"""

# (relation, role, privilege, column or ''); what an owner holds by owning is left out.
GRANT = f"""select {RELATION}, coalesce(r.rolname, 'public'), lower(g.privilege_type), ''
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral aclexplode(c.relacl) g left join pg_catalog.pg_roles r on r.oid = g.grantee
where c.relkind in ('r', 'p', 'v', 'm') and g.grantee <> c.relowner and {OWN}
union all
select {RELATION}, coalesce(r.rolname, 'public'), lower(g.privilege_type), a.attname
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid
cross join lateral aclexplode(a.attacl) g left join pg_catalog.pg_roles r on r.oid = g.grantee
where g.grantee <> c.relowner and {OWN}"""

WHO = "coalesce(r.rolname, 'public')"
GRANTEE = "left join pg_catalog.pg_roles r on r.oid = g.grantee"

SCHEMA_GRANT = f"""select 'grant schema ' || n.nspname || ' to ' || {WHO}, string_agg(distinct lower(g.privilege_type), ', ')
from pg_catalog.pg_namespace n cross join lateral aclexplode(n.nspacl) g {GRANTEE}
where (n.nspname = any (%(schemas)s) or n.nspname = 'public') and g.grantee <> n.nspowner group by n.nspname, r.rolname"""

# A routine whose rights nobody touched may be executed by all: acldefault says so.
ROUTINE_GRANT = f"""select 'grant routine ' || n.nspname || '.' || p.proname || '(' || coalesce((
    select string_agg(format_type(t, null), ', ' order by o) from unnest(p.proargtypes::oid[]) with ordinality as u (t, o)), '') || ')'
  || ' to ' || {WHO}, string_agg(distinct lower(g.privilege_type), ', ')
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g {GRANTEE}
where n.nspname = any (%(schemas)s) and g.grantee <> p.proowner group by n.nspname, p.oid, p.proname, p.proargtypes, r.rolname"""

DATABASE_GRANT = f"""select 'grant database to ' || {WHO}, string_agg(distinct lower(g.privilege_type), ', ' order by lower(g.privilege_type))
from pg_catalog.pg_database d cross join lateral aclexplode(d.datacl) g {GRANTEE}
where d.datname = current_database() and g.grantee <> d.datdba group by r.rolname"""

LATER_GRANT = f"""select 'later ' || case a.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' else a.defaclobjtype::text end
  || ' of ' || pg_get_userbyid(a.defaclrole) || ' in ' || n.nspname || ' to ' || {WHO},
  string_agg(distinct lower(g.privilege_type), ', ' order by lower(g.privilege_type))
from pg_catalog.pg_default_acl a join pg_catalog.pg_namespace n on n.oid = a.defaclnamespace
cross join lateral aclexplode(a.defaclacl) g {GRANTEE}
where n.nspname = any (%(schemas)s) group by a.defaclobjtype, a.defaclrole, n.nspname, r.rolname"""

QUERIES = {
    "schema": SCHEMA,
    "extension": EXTENSION,
    "table": TABLE,
    "partition": PARTITION,
    "column": COLUMN,
    "default": DEFAULT,
    "constraint": CONSTRAINT,
    "constraint comment": CONSTRAINT_COMMENT,
    "condition": CONDITION,
    "index": INDEX,
    "index where": INDEX_WHERE,
    "index part": INDEX_PART,
    "index order": INDEX_ORDER,
    "view": VIEW,
    "routine": ROUTINE,
    "trigger": TRIGGER,
    "policy": POLICY,
    "policy using": POLICY_USING,
    "role": ROLE,
    "grant": GRANT,
    "schema grant": SCHEMA_GRANT,
    "routine grant": ROUTINE_GRANT,
    "database grant": DATABASE_GRANT,
    "later grant": LATER_GRANT,
}
