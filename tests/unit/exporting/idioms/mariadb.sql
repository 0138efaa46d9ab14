create table product (
  id bigint primary key auto_increment,
  settings longtext character set utf8mb4 collate utf8mb4_bin not null check (json_valid(settings)),
  colour varchar(20) generated always as (json_value(settings, '$.colour')) stored,
  size varchar(20) as (json_unquote(json_extract(settings, '$.size'))) virtual,
  key product_colour_ix (colour)
) engine=InnoDB comment='MariaDB''s';
create index product_size_ix on product (size) ignored;
