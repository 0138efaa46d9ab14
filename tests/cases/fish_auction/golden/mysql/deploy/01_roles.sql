-- Accounts and roles: the one file that needs rights on the whole server. It may run again; it makes only what is
-- missing.

set names utf8mb4 collate utf8mb4_0900_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Locked until the secret store gives it a password: alter user NAME identified with caching_sha2_password by ...
-- require ssl account unlock
create user if not exists fish_auction_migrator with max_user_connections 4 account lock comment 'changes the schema, by taking the owner''s role for it';
create user if not exists fish_auction_monitor with max_user_connections 4 account lock comment 'reads the statistics and the monitoring views, no row of the application';
create user if not exists fish_auction_backup with max_user_connections 4 account lock comment 'reads everything for a copy, changes nothing';
create user if not exists fish_auction_jobs with max_user_connections 4 account lock comment 'runs the scheduled routines and nothing else';
create user if not exists fish_auction_buyer with max_user_connections 3 account lock comment 'Registered buyers; sessions: max_execution_time = 10000';
create user if not exists fish_auction_hall_master with max_user_connections 3 account lock comment 'The hall master; sessions: max_execution_time = 10000';
create user if not exists fish_auction_staff with max_user_connections 3 account lock comment 'People of the operator who keep the records, through the application; sessions: max_execution_time = 10000';
create user if not exists fish_auction_reporting with max_user_connections 3 account lock comment 'Figures for the management: personal data masked, no writes; sessions: max_execution_time = 10000, transaction_read_only = on';
create user if not exists fish_auction_auditor with max_user_connections 4 account lock comment 'reads change_log, writes nothing';

-- owns every table and never logs in; row rules bind it too
create role if not exists fish_auction_owner;

-- owns the code that must see past row rules; never logs in
set @statement = if(exists (select 1 from mysql.user where user = 'fish_auction_definer'), 'do 0', 'create user fish_auction_definer account lock comment ''owns the code that must see past row rules; never logs in''');

prepare made from @statement;

execute made;

deallocate prepare made;

-- Acts as the owner by saying SET ROLE; without that its session may do nothing
grant fish_auction_owner to fish_auction_migrator;

-- Triggers and views are made in the definer's name
grant set_any_definer on *.* to fish_auction_migrator;

grant process, replication client on *.* to fish_auction_monitor;
grant select on performance_schema.* to fish_auction_monitor;
grant select, execute on sys.* to fish_auction_monitor;

grant process, reload, replication client on *.* to fish_auction_backup;
