-- A post's post tags.
-- 49 a day; wished within 100 ms. Served by post_tag.primary_key.
-- Run: mariadb -e "set @post_id = ...; source queries/post_tag_of_post.sql"; a driver binds the values instead.

select post_tags.post_id, post_tags.tag_id
from post_tags
where post_tags.post_id = @post_id;
