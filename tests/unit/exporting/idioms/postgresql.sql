create schema shop;
create type shop.grade as enum ('fine', 'it''s so');
create function distinct_words(words text[]) returns boolean language sql immutable as
  $$ select cardinality(words) = (select count(distinct word) from unnest(words) word) $$;

create table shop.product (
  id bigint generated always as identity (start with 100) primary key,
  tags text[] not null default '{}',
  labels varchar(20)[] not null default '{}'::varchar[],
  settings jsonb not null,
  grade shop.grade,
  "order" integer default 1,
  colour text collate "C" generated always as (settings ->> 'colour') stored,
  weight numeric(8, 2) generated always as ((settings ->> 'weight')::numeric) stored,
  constraint labels_ck check (cardinality(labels) <= 10),
  constraint tags_ck check (distinct_words(tags)),
  constraint product_order_uq unique nulls not distinct ("order", colour) include (weight) deferrable initially deferred
);
comment on table shop.product is 'What''s sold \ here';
comment on column shop.product."order" is 'Its place';
create index product_tags_ix on shop.product using gin (tags) with (fastupdate = off);
create index product_settings_ix on shop.product using gin (settings jsonb_path_ops);
create index product_key_ix on shop.product ((settings ->> 'key'));
create index product_deep_ix on shop.product ((settings #>> '{a,b}') desc nulls last);
create index product_number_ix on shop.product (((settings -> 'a' ->> 'b')::int)) where settings ? 'a';
create index product_list_ix on shop.product using gin ((settings -> 'tags'));
create index product_lower_ix on shop.product (lower(settings ->> 'name') text_pattern_ops);
alter table shop.product add constraint product_weight_ck check (weight > 0) not valid;

create table reading (at timestamptz not null, product_id bigint not null references shop.product on delete cascade, facts jsonb) partition by range (at);
create table reading_2026 partition of reading for values from ('2026-01-01') to ('2027-01-01');
create index reading_at_ix on reading using brin (at) with (pages_per_range = 32);
create view heavy as select id from shop.product where weight > 10;
