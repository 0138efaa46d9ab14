create table dbo.product (
  id bigint identity primary key,
  settings nvarchar(max) not null constraint settings_ck check (isjson(settings) = 1),
  colour as json_value(settings, '$.colour'),
  total as ([id] * 2) + id persisted not null,
  size as cast(json_value(settings, '$.size') as nvarchar(40)) persisted
);
GO
create index product_colour_ix on dbo.product (colour);
GO
create table dbo.[order] (
  id int not null constraint order_pk primary key nonclustered,
  product_id bigint not null constraint order_product_fk references dbo.product (id),
  [at] datetimeoffset(3) not null constraint order_at_df default sysdatetimeoffset(),
  mail nvarchar(80) masked with (function = 'email()') null,
  valid_from datetime2 generated always as row start hidden not null,
  valid_to datetime2 generated always as row end hidden not null,
  period for system_time (valid_from, valid_to)
) with (system_versioning = on (history_table = dbo.order_history));
GO
create clustered index order_at_ix on dbo.[order] ([at] desc);
create index order_mail_ix on dbo.[order] (mail) include (product_id) where mail is not null with (fillfactor = 80);
exec sp_addextendedproperty 'MS_Description', N'It''s placed', 'schema', 'dbo', 'table', 'order', 'column', 'at';
GO
create view dbo.placed as select id from dbo.[order];
GO
