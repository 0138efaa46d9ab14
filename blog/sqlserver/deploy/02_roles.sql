-- Roles of the database, and the user that owns the schemas. Logins are the server's: operate/logins.sql.
-- sqlcmd -b -S SERVER -d NAME -i 02_roles.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- owns every table and never logs in; row rules bind it too
create role blog_owner;

-- owns the code that must see past row rules; never logs in. No login: only what belongs to the schemas acts so
create user blog_definer without login;

-- changes the schema, by taking the owner's role for it
create role blog_migrator;

-- reads the statistics and the monitoring views, no row of the application
create role blog_monitor;

-- reads everything for a copy, changes nothing
create role blog_backup;

-- runs the scheduled routines and nothing else
create role blog_jobs;

-- Anyone on the site: reads what is published, leaves comments
create role blog_reader;

-- Writes, publishes and moderates
create role blog_editor;

-- The site's server: signs people in
create role blog_site;

-- Figures for the management: personal data masked, no writes
create role blog_reporting;

-- reads change_log, writes nothing
create role blog_auditor;

go

commit;
go
