create table "north.dbo"."a.things" (id bigint primary key, "full.name" varchar(20) unique);
create table "my.app".parts (id bigint primary key, thing_id bigint not null references "north.dbo"."a.things" (id),
  whole_id bigint references "my.app".parts (id), named varchar(20),
  constraint part_of_name foreign key (named) references "north.dbo"."a.things" ("full.name") on delete set null);
create table "my.app".links (thing_id bigint not null references "north.dbo"."a.things" (id), part_id bigint not null references "my.app".parts (id),
  primary key (thing_id, part_id), foreign key (thing_id) references "my.app".parts (id));
