-- Roles and extensions: the one file that needs a superuser. It may run again; it makes only what is missing.

begin;

-- Roles belong to the cluster, so this may run again; no password stands here
do $roles$
declare
  wanted text;
begin
  foreach wanted in array array[
      'fish_auction_owner',
      'fish_auction_definer',
      'fish_auction_migrator',
      'fish_auction_monitor',
      'fish_auction_backup',
      'fish_auction_jobs',
      'fish_auction_buyer',
      'fish_auction_hall_master',
      'fish_auction_staff',
      'fish_auction_reporting',
      'fish_auction_auditor'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$roles$;

alter role fish_auction_owner nologin nobypassrls inherit connection limit -1;
comment on role fish_auction_owner is 'owns every table and never logs in; row rules bind it too';

alter role fish_auction_definer nologin bypassrls inherit connection limit -1;
comment on role fish_auction_definer is 'owns the code that must see past row rules; never logs in';

alter role fish_auction_migrator login nobypassrls noinherit connection limit 4;
alter role fish_auction_migrator set lock_timeout = '500ms';
comment on role fish_auction_migrator is 'changes the schema, by taking the owner''s role for it';

alter role fish_auction_monitor login nobypassrls inherit connection limit 4;
alter role fish_auction_monitor set default_transaction_read_only = on;
comment on role fish_auction_monitor is 'reads the statistics and the monitoring views, no row of the application';

alter role fish_auction_backup login bypassrls inherit replication connection limit 4;
alter role fish_auction_backup set default_transaction_read_only = on;
comment on role fish_auction_backup is 'reads everything for a copy, changes nothing';

alter role fish_auction_jobs login nobypassrls inherit connection limit 4;
comment on role fish_auction_jobs is 'runs the scheduled routines and nothing else';

alter role fish_auction_buyer login nobypassrls inherit connection limit 3;
alter role fish_auction_buyer set statement_timeout = '10000ms';
alter role fish_auction_buyer set idle_in_transaction_session_timeout = '10s';
comment on role fish_auction_buyer is 'Registered buyers';

alter role fish_auction_hall_master login nobypassrls inherit connection limit 3;
alter role fish_auction_hall_master set statement_timeout = '10000ms';
alter role fish_auction_hall_master set idle_in_transaction_session_timeout = '10s';
comment on role fish_auction_hall_master is 'The hall master';

alter role fish_auction_staff login nobypassrls inherit connection limit 3;
alter role fish_auction_staff set statement_timeout = '10000ms';
alter role fish_auction_staff set idle_in_transaction_session_timeout = '10s';
comment on role fish_auction_staff is 'People of the operator who keep the records, through the application';

alter role fish_auction_reporting login nobypassrls inherit connection limit 3;
alter role fish_auction_reporting set statement_timeout = '10000ms';
alter role fish_auction_reporting set default_transaction_read_only = on;
comment on role fish_auction_reporting is 'Figures for the management: personal data masked, no writes';

alter role fish_auction_auditor login nobypassrls inherit connection limit 4;
alter role fish_auction_auditor set default_transaction_read_only = on;
comment on role fish_auction_auditor is 'reads change_log, writes nothing';

-- The migrator acts as the owner by saying SET ROLE; the monitor reads the statistics of all sessions
do $members$
declare
  pair record;
begin
  for pair in select * from (values
      ('fish_auction_owner', 'fish_auction_migrator'),
      ('fish_auction_definer', 'fish_auction_migrator'),
      ('pg_monitor', 'fish_auction_monitor')) as wanted (role_name, member_name)
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
    'fish_auction_migrator, '
    'fish_auction_monitor, '
    'fish_auction_backup, '
    'fish_auction_jobs, '
    'fish_auction_buyer, '
    'fish_auction_hall_master, '
    'fish_auction_staff, '
    'fish_auction_reporting, '
    'fish_auction_auditor', current_database());
  execute format('grant create on database %I to fish_auction_owner', current_database());
  execute format('grant temporary on database %I to fish_auction_definer', current_database());
end
$database$;

-- Nothing is made or found in public unless it is granted
revoke all on schema public from public;

-- Which statements cost most; counts only when shared_preload_libraries names it
create extension if not exists pg_stat_statements with schema public;

-- Operators of extensions live there
grant usage on schema public to fish_auction_owner, fish_auction_definer, fish_auction_migrator, fish_auction_monitor,
  fish_auction_backup, fish_auction_jobs, fish_auction_buyer, fish_auction_hall_master, fish_auction_staff,
  fish_auction_reporting, fish_auction_auditor;

commit;
