-- Triggers that keep the audit trail. Secret columns are named in it, never copied.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

-- Every change of users is kept in change_log
create definer = e_commerce_definer trigger user_audit_insert
after insert on users for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'users',
    concat_ws('/', new.user_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = e_commerce_definer trigger user_audit_update
after update on users for each row
begin
  if not (old.user_id <=> new.user_id)
    or not (old.created_at <=> new.created_at)
    or not (old.erased_at <=> new.erased_at)
    or not (old.email <=> new.email collate utf8mb4_nopad_bin)
    or not (old.full_name <=> new.full_name collate utf8mb4_nopad_bin)
    or not (old.phone <=> new.phone collate utf8mb4_nopad_bin)
    or not (old.public_id <=> new.public_id) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'users',
      concat_ws('/', old.user_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.user_id <=> new.user_id, json_object(), json_object('user_id', old.user_id)),
        if(old.created_at <=> new.created_at, json_object(), json_object('created_at', old.created_at)),
        if(old.erased_at <=> new.erased_at, json_object(), json_object('erased_at', old.erased_at)),
        if(old.email <=> new.email collate utf8mb4_nopad_bin, json_object(), json_object('email', '[not kept]')),
        if(old.full_name <=> new.full_name collate utf8mb4_nopad_bin, json_object(), json_object('full_name', '[not kept]')),
        if(old.phone <=> new.phone collate utf8mb4_nopad_bin, json_object(), json_object('phone', '[not kept]')),
        if(old.public_id <=> new.public_id, json_object(), json_object('public_id', old.public_id))));
  end if;
end//

create definer = e_commerce_definer trigger user_audit_delete
after delete on users for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'users',
    concat_ws('/', old.user_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'user_id', old.user_id,
      'created_at', old.created_at,
      'erased_at', old.erased_at,
      'email', '[not kept]',
      'full_name', '[not kept]',
      'phone', '[not kept]',
      'public_id', old.public_id));
end//

-- Every change of products is kept in change_log
create definer = e_commerce_definer trigger product_audit_insert
after insert on products for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'products',
    concat_ws('/', new.product_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = e_commerce_definer trigger product_audit_update
after update on products for each row
begin
  if not (old.product_id <=> new.product_id)
    or not (old.category_id <=> new.category_id)
    or not (old.created_at <=> new.created_at)
    or not (old.sku <=> new.sku collate utf8mb4_nopad_bin)
    or not (old.name <=> new.name collate utf8mb4_nopad_bin)
    or not (old.description <=> new.description collate utf8mb4_nopad_bin)
    or not (old.price <=> new.price)
    or not (old.tax_rate <=> new.tax_rate)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.public_id <=> new.public_id)
    or not (old.version <=> new.version) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'products',
      concat_ws('/', old.product_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.product_id <=> new.product_id, json_object(), json_object('product_id', old.product_id)),
        if(old.category_id <=> new.category_id, json_object(), json_object('category_id', old.category_id)),
        if(old.created_at <=> new.created_at, json_object(), json_object('created_at', old.created_at)),
        if(old.sku <=> new.sku collate utf8mb4_nopad_bin, json_object(), json_object('sku', old.sku)),
        if(old.name <=> new.name collate utf8mb4_nopad_bin, json_object(), json_object('name', old.name)),
        if(old.description <=> new.description collate utf8mb4_nopad_bin, json_object(), json_object('description', old.description)),
        if(old.price <=> new.price, json_object(), json_object('price', cast(old.price as char))),
        if(old.tax_rate <=> new.tax_rate, json_object(), json_object('tax_rate', cast(old.tax_rate as char))),
        if(old.status <=> new.status collate utf8mb4_nopad_bin, json_object(), json_object('status', old.status)),
        if(old.public_id <=> new.public_id, json_object(), json_object('public_id', old.public_id)),
        if(old.version <=> new.version, json_object(), json_object('version', old.version))));
  end if;
end//

create definer = e_commerce_definer trigger product_audit_delete
after delete on products for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'products',
    concat_ws('/', old.product_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'product_id', old.product_id,
      'category_id', old.category_id,
      'created_at', old.created_at,
      'sku', old.sku,
      'name', old.name,
      'description', old.description,
      'price', cast(old.price as char),
      'tax_rate', cast(old.tax_rate as char),
      'status', old.status,
      'public_id', old.public_id,
      'version', old.version));
end//

-- Every change of credentials is kept in change_log
create definer = e_commerce_definer trigger credential_audit_insert
after insert on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'credentials',
    concat_ws('/', new.user_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = e_commerce_definer trigger credential_audit_update
after update on credentials for each row
begin
  if not (old.user_id <=> new.user_id) or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'credentials',
      concat_ws('/', old.user_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.user_id <=> new.user_id, json_object(), json_object('user_id', old.user_id)),
        if(old.changed_at <=> new.changed_at, json_object(), json_object('changed_at', old.changed_at)),
        if(old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin, json_object(), json_object('password_hash', '[not kept]'))));
  end if;
end//

create definer = e_commerce_definer trigger credential_audit_delete
after delete on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'credentials',
    concat_ws('/', old.user_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'user_id', old.user_id,
      'changed_at', old.changed_at,
      'password_hash', '[not kept]'));
end//

-- Every change of payments is kept in change_log
create definer = e_commerce_definer trigger payment_audit_insert
after insert on payments for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'payments',
    concat_ws('/', new.payment_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = e_commerce_definer trigger payment_audit_update
after update on payments for each row
begin
  if not (old.payment_id <=> new.payment_id)
    or not (old.order_id <=> new.order_id)
    or not (old.created_at <=> new.created_at)
    or not (old.provider_reference <=> new.provider_reference collate utf8mb4_nopad_bin)
    or not (old.amount <=> new.amount)
    or not (old.method <=> new.method collate utf8mb4_nopad_bin)
    or not (old.direction <=> new.direction collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'payments',
      concat_ws('/', old.payment_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.payment_id <=> new.payment_id, json_object(), json_object('payment_id', old.payment_id)),
        if(old.order_id <=> new.order_id, json_object(), json_object('order_id', old.order_id)),
        if(old.created_at <=> new.created_at, json_object(), json_object('created_at', old.created_at)),
        if(old.provider_reference <=> new.provider_reference collate utf8mb4_nopad_bin, json_object(), json_object('provider_reference', old.provider_reference)),
        if(old.amount <=> new.amount, json_object(), json_object('amount', cast(old.amount as char))),
        if(old.method <=> new.method collate utf8mb4_nopad_bin, json_object(), json_object('method', old.method)),
        if(old.direction <=> new.direction collate utf8mb4_nopad_bin, json_object(), json_object('direction', old.direction)),
        if(old.status <=> new.status collate utf8mb4_nopad_bin, json_object(), json_object('status', old.status))));
  end if;
end//

create definer = e_commerce_definer trigger payment_audit_delete
after delete on payments for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'payments',
    concat_ws('/', old.payment_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'payment_id', old.payment_id,
      'order_id', old.order_id,
      'created_at', old.created_at,
      'provider_reference', old.provider_reference,
      'amount', cast(old.amount as char),
      'method', old.method,
      'direction', old.direction,
      'status', old.status));
end//

delimiter ;
