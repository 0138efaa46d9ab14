-- Roles of the database, and the user that owns the schemas. Logins are the server's: operate/logins.sql.
-- sqlcmd -b -S SERVER -d NAME -i 02_roles.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- owns every table and never logs in; row rules bind it too
create role e_commerce_owner;

-- owns the code that must see past row rules; never logs in. No login: only what belongs to the schemas acts so
create user e_commerce_definer without login;

-- changes the schema, by taking the owner's role for it
create role e_commerce_migrator;

-- reads the statistics and the monitoring views, no row of the application
create role e_commerce_monitor;

-- reads everything for a copy, changes nothing
create role e_commerce_backup;

-- runs the scheduled routines and nothing else
create role e_commerce_jobs;

-- A buyer, through the shop's pages: sees the catalogue and what is its own
create role e_commerce_customer;

-- The shop's server: signs people in and places orders on their behalf
create role e_commerce_storefront;

-- Answers buyers: reads orders and people, cancels orders
create role e_commerce_support;

-- Keeps the catalogue: products, prices, categories, stock counts
create role e_commerce_merchandiser;

-- Packs and sends: sees orders without the payer's data
create role e_commerce_warehouse;

-- Figures for the management: everything in masked form, no writes
create role e_commerce_reporting;

-- reads change_log, writes nothing
create role e_commerce_auditor;

go

commit;
go
