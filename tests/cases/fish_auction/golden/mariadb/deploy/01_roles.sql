-- Accounts and roles: the one file that needs rights on the whole server. It may run again; it makes only what is
-- missing.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Locked until the secret store gives it a password: alter user NAME identified via ed25519 using password(...) require
-- ssl account unlock
create user if not exists fish_auction_migrator with max_user_connections 4 account lock;
create user if not exists fish_auction_monitor with max_user_connections 4 account lock;
create user if not exists fish_auction_backup with max_user_connections 4 account lock;
create user if not exists fish_auction_jobs with max_user_connections 4 account lock;
create user if not exists fish_auction_buyer with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists fish_auction_hall_master with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists fish_auction_staff with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists fish_auction_reporting with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists fish_auction_auditor with max_user_connections 4 account lock;

-- owns every table and never logs in; row rules bind it too
create role if not exists fish_auction_owner;

-- owns the code that must see past row rules; never logs in
set @statement = if(exists (select 1 from mysql.user where user = 'fish_auction_definer'), 'do 0', 'create user fish_auction_definer account lock');

prepare made from @statement;

execute made;

deallocate prepare made;

-- Acts as the owner by saying SET ROLE; without that its session may do nothing
grant fish_auction_owner to fish_auction_migrator;

-- Triggers and views are made in the definer's name
grant set user on *.* to fish_auction_migrator;

grant process, binlog monitor, slave monitor on *.* to fish_auction_monitor;
grant select on performance_schema.* to fish_auction_monitor;
grant select, execute on sys.* to fish_auction_monitor;

grant process, reload, binlog monitor on *.* to fish_auction_backup;
