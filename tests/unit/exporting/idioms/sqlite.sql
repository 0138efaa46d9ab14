create table product (
  id integer primary key,
  settings text not null check (json_valid(settings)),
  tags text not null default '[]' check (json_valid(tags) and json_type(tags) = 'array'),
  colour text generated always as (settings ->> '$.colour') virtual,
  size text as (json_extract(settings, '$.size')) stored
) strict;
create index product_key_ix on product (json_extract(settings, '$.key'));
create index product_key2_ix on product (settings ->> '$.key');
create index product_colour_ix on product (colour);
create table tag (id integer primary key autoincrement, word text not null collate nocase unique on conflict ignore) strict;
-- which product has which tag
create table product_tag (
  product_id integer not null references product (id) on delete cascade deferrable initially deferred,
  tag_id integer not null references tag (id), -- its tag
  "order" integer not null default (abs(random())),
  primary key (product_id, tag_id)
) strict, without rowid;
create unique index product_tag_order_ix on product_tag (product_id, "order" desc) where "order" > 0;
create trigger tag_stays before delete on tag begin select raise(abort, 'stays'); end;
