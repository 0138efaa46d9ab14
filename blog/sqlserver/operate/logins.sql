-- Logins and their users, each a member of its role. Passwords are variables of sqlcmd, which it takes from the
-- environment: set each from the secret store in the calling shell, and never write one down. sqlcmd -b -S SERVER -d
-- NAME -i logins.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- changes the schema, by taking the owner's role for it
if suser_id(N'blog_migrator_login') is null
  create login blog_migrator_login
    with password = N'$(blog_migrator_password)', check_policy = on;

if user_id(N'blog_migrator_login') is null
  create user blog_migrator_login for login blog_migrator_login;

alter role blog_migrator add member blog_migrator_login;

-- reads the statistics and the monitoring views, no row of the application
if suser_id(N'blog_monitor_login') is null
  create login blog_monitor_login
    with password = N'$(blog_monitor_password)', check_policy = on;

if user_id(N'blog_monitor_login') is null
  create user blog_monitor_login for login blog_monitor_login;

alter role blog_monitor add member blog_monitor_login;

-- reads everything for a copy, changes nothing
if suser_id(N'blog_backup_login') is null
  create login blog_backup_login
    with password = N'$(blog_backup_password)', check_policy = on;

if user_id(N'blog_backup_login') is null
  create user blog_backup_login for login blog_backup_login;

alter role blog_backup add member blog_backup_login;

-- runs the scheduled routines and nothing else
if suser_id(N'blog_jobs_login') is null
  create login blog_jobs_login
    with password = N'$(blog_jobs_password)', check_policy = on;

if user_id(N'blog_jobs_login') is null
  create user blog_jobs_login for login blog_jobs_login;

alter role blog_jobs add member blog_jobs_login;

-- Anyone on the site: reads what is published, leaves comments
if suser_id(N'blog_reader_login') is null
  create login blog_reader_login
    with password = N'$(blog_reader_password)', check_policy = on;

if user_id(N'blog_reader_login') is null
  create user blog_reader_login for login blog_reader_login;

alter role blog_reader add member blog_reader_login;

-- Writes, publishes and moderates
if suser_id(N'blog_editor_login') is null
  create login blog_editor_login
    with password = N'$(blog_editor_password)', check_policy = on;

if user_id(N'blog_editor_login') is null
  create user blog_editor_login for login blog_editor_login;

alter role blog_editor add member blog_editor_login;

-- The site's server: signs people in
if suser_id(N'blog_site_login') is null
  create login blog_site_login
    with password = N'$(blog_site_password)', check_policy = on;

if user_id(N'blog_site_login') is null
  create user blog_site_login for login blog_site_login;

alter role blog_site add member blog_site_login;

-- Figures for the management: personal data masked, no writes
if suser_id(N'blog_reporting_login') is null
  create login blog_reporting_login
    with password = N'$(blog_reporting_password)', check_policy = on;

if user_id(N'blog_reporting_login') is null
  create user blog_reporting_login for login blog_reporting_login;

alter role blog_reporting add member blog_reporting_login;

-- reads change_log, writes nothing
if suser_id(N'blog_auditor_login') is null
  create login blog_auditor_login
    with password = N'$(blog_auditor_password)', check_policy = on;

if user_id(N'blog_auditor_login') is null
  create user blog_auditor_login for login blog_auditor_login;

alter role blog_auditor add member blog_auditor_login;
go
