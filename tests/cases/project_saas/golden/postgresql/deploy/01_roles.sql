-- Roles and extensions: the one file that needs a superuser. It may run again; it makes only what is missing.

begin;

-- Roles belong to the cluster, so this may run again; no password stands here
do $roles$
declare
  wanted text;
begin
  foreach wanted in array array[
      'multi_tenant_owner',
      'multi_tenant_definer',
      'multi_tenant_migrator',
      'multi_tenant_monitor',
      'multi_tenant_backup',
      'multi_tenant_jobs',
      'multi_tenant_member',
      'multi_tenant_manager',
      'multi_tenant_admin',
      'multi_tenant_gateway',
      'multi_tenant_staff',
      'multi_tenant_reporting',
      'multi_tenant_auditor'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$roles$;

alter role multi_tenant_owner nologin nobypassrls inherit connection limit -1;
comment on role multi_tenant_owner is 'owns every table and never logs in; row rules bind it too';

alter role multi_tenant_definer nologin bypassrls inherit connection limit -1;
comment on role multi_tenant_definer is 'owns the code that must see past row rules; never logs in';

alter role multi_tenant_migrator login nobypassrls noinherit connection limit 4;
alter role multi_tenant_migrator set lock_timeout = '500ms';
comment on role multi_tenant_migrator is 'changes the schema, by taking the owner''s role for it';

alter role multi_tenant_monitor login nobypassrls inherit connection limit 4;
alter role multi_tenant_monitor set default_transaction_read_only = on;
comment on role multi_tenant_monitor is 'reads the statistics and the monitoring views, no row of the application';

alter role multi_tenant_backup login bypassrls inherit replication connection limit 4;
alter role multi_tenant_backup set default_transaction_read_only = on;
comment on role multi_tenant_backup is 'reads everything for a copy, changes nothing';

alter role multi_tenant_jobs login nobypassrls inherit connection limit 4;
comment on role multi_tenant_jobs is 'runs the scheduled routines and nothing else';

alter role multi_tenant_member login nobypassrls inherit connection limit 4;
alter role multi_tenant_member set statement_timeout = '10000ms';
alter role multi_tenant_member set idle_in_transaction_session_timeout = '10s';
comment on role multi_tenant_member is 'Members';

alter role multi_tenant_manager login nobypassrls inherit connection limit 3;
alter role multi_tenant_manager set statement_timeout = '10000ms';
alter role multi_tenant_manager set idle_in_transaction_session_timeout = '10s';
comment on role multi_tenant_manager is 'managers';

alter role multi_tenant_admin login nobypassrls inherit connection limit 4;
alter role multi_tenant_admin set statement_timeout = '10000ms';
alter role multi_tenant_admin set idle_in_transaction_session_timeout = '10s';
comment on role multi_tenant_admin is 'Runs an organization: members, projects, labels';

alter role multi_tenant_gateway login nobypassrls inherit connection limit 3;
alter role multi_tenant_gateway set statement_timeout = '10000ms';
alter role multi_tenant_gateway set idle_in_transaction_session_timeout = '10s';
comment on role multi_tenant_gateway is 'The software''s own door: signs people in, opens organizations';

alter role multi_tenant_staff login nobypassrls inherit connection limit 3;
alter role multi_tenant_staff set statement_timeout = '10000ms';
alter role multi_tenant_staff set idle_in_transaction_session_timeout = '10s';
comment on role multi_tenant_staff is 'People of the operator who keep the records, through the application';

alter role multi_tenant_reporting login nobypassrls inherit connection limit 3;
alter role multi_tenant_reporting set statement_timeout = '10000ms';
alter role multi_tenant_reporting set default_transaction_read_only = on;
comment on role multi_tenant_reporting is 'Figures for the management: personal data masked, no writes';

alter role multi_tenant_auditor login nobypassrls inherit connection limit 4;
alter role multi_tenant_auditor set default_transaction_read_only = on;
comment on role multi_tenant_auditor is 'reads change_log, writes nothing';

-- The migrator acts as the owner by saying SET ROLE; the monitor reads the statistics of all sessions
do $members$
declare
  pair record;
begin
  for pair in select * from (values
      ('multi_tenant_owner', 'multi_tenant_migrator'),
      ('multi_tenant_definer', 'multi_tenant_migrator'),
      ('pg_monitor', 'multi_tenant_monitor')) as wanted (role_name, member_name)
  loop
    if not pg_has_role(pair.member_name, pair.role_name, 'member') then
      execute format('grant %I to %I', pair.role_name, pair.member_name);
    end if;
  end loop;
end
$members$;

-- The right to connect is given by name; what PUBLIC holds is taken away
do $database$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to '
    'multi_tenant_migrator, '
    'multi_tenant_monitor, '
    'multi_tenant_backup, '
    'multi_tenant_jobs, '
    'multi_tenant_member, '
    'multi_tenant_manager, '
    'multi_tenant_admin, '
    'multi_tenant_gateway, '
    'multi_tenant_staff, '
    'multi_tenant_reporting, '
    'multi_tenant_auditor', current_database());
  execute format('grant create on database %I to multi_tenant_owner', current_database());
  execute format('grant temporary on database %I to multi_tenant_definer', current_database());
end
$database$;

-- Nothing is made or found in public unless it is granted
revoke all on schema public from public;

-- Which statements cost most; counts only when shared_preload_libraries names it
create extension if not exists pg_stat_statements with schema public;

-- Operators of extensions live there
grant usage on schema public to multi_tenant_owner, multi_tenant_definer, multi_tenant_migrator, multi_tenant_monitor,
  multi_tenant_backup, multi_tenant_jobs, multi_tenant_member, multi_tenant_manager, multi_tenant_admin,
  multi_tenant_gateway, multi_tenant_staff, multi_tenant_reporting, multi_tenant_auditor;

commit;
