-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Authors with email and display_name masked
create definer = blog_definer view authors_masked as
select
  author_id,
  created_at,
  concat('***@', substring_index(email, '@', -1)) as email,
  concat(left(display_name, 1), '.') as display_name,
  bio,
  public_id
from authors;

-- Comments with author_name, author_email and ip_address masked
create definer = blog_definer view comments_masked as
select
  comment_id,
  post_id,
  parent_id,
  created_at,
  concat(left(author_name, 1), '.') as author_name,
  concat('***@', substring_index(author_email, '@', -1)) as author_email,
  body,
  status,
  null as ip_address
from comments;
