-- Posts by month.
-- 10 a day; wished within 100 ms. Served by posts_created_at_ix.
-- Run: mariadb -e "source queries/posts_by_month.sql"; a driver binds the values instead.

select timestamp(date_format(posts.created_at, '%Y-%m-01')) as month, count(*) as count
from posts
where posts.created_at >= utc_timestamp(6) - interval 365 day
group by timestamp(date_format(posts.created_at, '%Y-%m-01'));
