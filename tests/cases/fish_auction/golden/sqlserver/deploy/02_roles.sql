-- Roles of the database, and the user that owns the schemas. Logins are the server's: operate/logins.sql.
-- sqlcmd -b -S SERVER -d NAME -i 02_roles.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- owns every table and never logs in; row rules bind it too
create role fish_auction_owner;

-- owns the code that must see past row rules; never logs in. No login: only what belongs to the schemas acts so
create user fish_auction_definer without login;

-- changes the schema, by taking the owner's role for it
create role fish_auction_migrator;

-- reads the statistics and the monitoring views, no row of the application
create role fish_auction_monitor;

-- reads everything for a copy, changes nothing
create role fish_auction_backup;

-- runs the scheduled routines and nothing else
create role fish_auction_jobs;

-- Registered buyers
create role fish_auction_buyer;

-- The hall master
create role fish_auction_hall_master;

-- People of the operator who keep the records, through the application
create role fish_auction_staff;

-- Figures for the management: personal data masked, no writes
create role fish_auction_reporting;

-- reads change_log, writes nothing
create role fish_auction_auditor;

go

commit;
go
