-- Roles and extensions: the one file that needs a superuser. It may run again; it makes only what is missing.

begin;

-- Roles belong to the cluster, so this may run again; no password stands here
do $roles$
declare
  wanted text;
begin
  foreach wanted in array array[
      'e_commerce_owner',
      'e_commerce_definer',
      'e_commerce_migrator',
      'e_commerce_monitor',
      'e_commerce_backup',
      'e_commerce_jobs',
      'e_commerce_customer',
      'e_commerce_storefront',
      'e_commerce_support',
      'e_commerce_merchandiser',
      'e_commerce_warehouse',
      'e_commerce_reporting',
      'e_commerce_auditor'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$roles$;

alter role e_commerce_owner nologin nobypassrls inherit connection limit -1;
comment on role e_commerce_owner is 'owns every table and never logs in; row rules bind it too';

alter role e_commerce_definer nologin bypassrls inherit connection limit -1;
comment on role e_commerce_definer is 'owns the code that must see past row rules; never logs in';

alter role e_commerce_migrator login nobypassrls noinherit connection limit 4;
alter role e_commerce_migrator set lock_timeout = '500ms';
comment on role e_commerce_migrator is 'changes the schema, by taking the owner''s role for it';

alter role e_commerce_monitor login nobypassrls inherit connection limit 4;
alter role e_commerce_monitor set default_transaction_read_only = on;
comment on role e_commerce_monitor is 'reads the statistics and the monitoring views, no row of the application';

alter role e_commerce_backup login bypassrls inherit replication connection limit 4;
alter role e_commerce_backup set default_transaction_read_only = on;
comment on role e_commerce_backup is 'reads everything for a copy, changes nothing';

alter role e_commerce_jobs login nobypassrls inherit connection limit 4;
comment on role e_commerce_jobs is 'runs the scheduled routines and nothing else';

alter role e_commerce_customer login nobypassrls inherit connection limit 4;
alter role e_commerce_customer set statement_timeout = '10000ms';
alter role e_commerce_customer set idle_in_transaction_session_timeout = '10s';
comment on role e_commerce_customer is 'A buyer, through the shop''s pages: sees the catalogue and what is its own';

alter role e_commerce_storefront login nobypassrls inherit connection limit 4;
alter role e_commerce_storefront set statement_timeout = '10000ms';
alter role e_commerce_storefront set idle_in_transaction_session_timeout = '10s';
comment on role e_commerce_storefront is 'The shop''s server: signs people in and places orders on their behalf';

alter role e_commerce_support login nobypassrls inherit connection limit 3;
alter role e_commerce_support set statement_timeout = '10000ms';
alter role e_commerce_support set idle_in_transaction_session_timeout = '10s';
comment on role e_commerce_support is 'Answers buyers: reads orders and people, cancels orders';

alter role e_commerce_merchandiser login nobypassrls inherit connection limit 3;
alter role e_commerce_merchandiser set statement_timeout = '10000ms';
alter role e_commerce_merchandiser set idle_in_transaction_session_timeout = '10s';
comment on role e_commerce_merchandiser is 'Keeps the catalogue: products, prices, categories, stock counts';

alter role e_commerce_warehouse login nobypassrls inherit connection limit 3;
alter role e_commerce_warehouse set statement_timeout = '10000ms';
alter role e_commerce_warehouse set idle_in_transaction_session_timeout = '10s';
comment on role e_commerce_warehouse is 'Packs and sends: sees orders without the payer''s data';

alter role e_commerce_reporting login nobypassrls inherit connection limit 3;
alter role e_commerce_reporting set statement_timeout = '10000ms';
alter role e_commerce_reporting set default_transaction_read_only = on;
comment on role e_commerce_reporting is 'Figures for the management: everything in masked form, no writes';

alter role e_commerce_auditor login nobypassrls inherit connection limit 4;
alter role e_commerce_auditor set default_transaction_read_only = on;
comment on role e_commerce_auditor is 'reads change_log, writes nothing';

-- The migrator acts as the owner by saying SET ROLE; the monitor reads the statistics of all sessions
do $members$
declare
  pair record;
begin
  for pair in select * from (values
      ('e_commerce_owner', 'e_commerce_migrator'),
      ('e_commerce_definer', 'e_commerce_migrator'),
      ('pg_monitor', 'e_commerce_monitor')) as wanted (role_name, member_name)
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
    'e_commerce_migrator, '
    'e_commerce_monitor, '
    'e_commerce_backup, '
    'e_commerce_jobs, '
    'e_commerce_customer, '
    'e_commerce_storefront, '
    'e_commerce_support, '
    'e_commerce_merchandiser, '
    'e_commerce_warehouse, '
    'e_commerce_reporting, '
    'e_commerce_auditor', current_database());
  execute format('grant create on database %I to e_commerce_owner', current_database());
  execute format('grant temporary on database %I to e_commerce_definer', current_database());
end
$database$;

-- Nothing is made or found in public unless it is granted
revoke all on schema public from public;

-- Which statements cost most; counts only when shared_preload_libraries names it
create extension if not exists pg_stat_statements with schema public;

-- Operators of extensions live there
grant usage on schema public to e_commerce_owner, e_commerce_definer, e_commerce_migrator, e_commerce_monitor,
  e_commerce_backup, e_commerce_jobs, e_commerce_customer, e_commerce_storefront, e_commerce_support,
  e_commerce_merchandiser, e_commerce_warehouse, e_commerce_reporting, e_commerce_auditor;

commit;
