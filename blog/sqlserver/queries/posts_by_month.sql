-- Posts by month.
-- 10 a day; wished within 100 ms. Served by posts_created_at_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

select
  cast(datefromparts(year(posts.created_at), month(posts.created_at), 1) as datetimeoffset(0)) as month,
  count_big(*) as count
from app.posts
where posts.created_at >= dateadd(day, -365, todatetimeoffset(sysutcdatetime(), '+00:00'))
group by cast(datefromparts(year(posts.created_at), month(posts.created_at), 1) as datetimeoffset(0));
go
