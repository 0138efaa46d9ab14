create table product (
  id bigint primary key auto_increment,
  tags json not null,
  settings json not null,
  colour varchar(20) generated always as (settings ->> '$.colour') stored,
  size varchar(20) as (json_unquote(json_extract(settings, '$.size'))) virtual,
  constraint tags_ck check (json_schema_valid('{"type":"array","uniqueItems":true,"items":{"type":"string"}}', tags)),
  key product_tags_ix ((cast(tags as char(40) array))),
  key product_zip_ix ((cast(settings -> '$.zip' as unsigned array)), id),
  key product_key_ix ((cast(settings ->> '$.key' as char(40)) collate utf8mb4_bin)),
  key product_colour_ix (colour)
);
create table reading (
  product_id bigint not null,
  at datetime(6) not null default current_timestamp(6) on update current_timestamp(6) comment 'It''s \\ when',
  `order` enum('a','it''s') character set utf8mb4 collate utf8mb4_bin,
  note varchar(200) invisible,
  primary key (product_id, at),
  fulltext key reading_note_ft (note),
  unique key reading_order_uq (`order`, note(20) desc) invisible,
  constraint reading_product_fk foreign key (product_id) references product (id) on delete cascade,
  constraint reading_late_ck check (product_id > 0) not enforced
) engine = InnoDB row_format = dynamic comment = 'Readings';
create index product_more_ix on product (id, (cast(settings->'$.days[*]' as date array)));
