-- What was before every change, kept by triggers.

.bail on

pragma foreign_keys = on;
begin immediate;

-- every change of users is kept in change_log
create trigger user_audit_insert
after insert on users for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('users', cast(new.user_id as text), 'insert', null);
end;

create trigger user_audit_update
after update on users for each row
when new.user_id is not old.user_id
  or new.created_at is not old.created_at
  or new.erased_at is not old.erased_at
  or new.email is not old.email
  or new.full_name is not old.full_name
  or new.phone is not old.phone
  or new.public_id is not old.public_id
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('users',
    cast(old.user_id as text),
    'update',
    json_object(
      'user_id', old.user_id,
      'created_at', old.created_at,
      'erased_at', old.erased_at,
      'email', '[not kept]',
      'full_name', '[not kept]',
      'phone', '[not kept]',
      'public_id', old.public_id));
end;

create trigger user_audit_delete
after delete on users for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('users',
    cast(old.user_id as text),
    'delete',
    json_object(
      'user_id', old.user_id,
      'created_at', old.created_at,
      'erased_at', old.erased_at,
      'email', '[not kept]',
      'full_name', '[not kept]',
      'phone', '[not kept]',
      'public_id', old.public_id));
end;

-- every change of products is kept in change_log
create trigger product_audit_insert
after insert on products for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('products', cast(new.product_id as text), 'insert', null);
end;

create trigger product_audit_update
after update on products for each row
when new.product_id is not old.product_id
  or new.category_id is not old.category_id
  or new.created_at is not old.created_at
  or new.sku is not old.sku
  or new.name is not old.name
  or new.description is not old.description
  or new.price is not old.price
  or new.tax_rate is not old.tax_rate
  or new.status is not old.status
  or new.public_id is not old.public_id
  or new.version is not old.version
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('products',
    cast(old.product_id as text),
    'update',
    json_object(
      'product_id', old.product_id,
      'category_id', old.category_id,
      'created_at', old.created_at,
      'sku', old.sku,
      'name', old.name,
      'description', old.description,
      'price', old.price,
      'tax_rate', old.tax_rate,
      'status', old.status,
      'public_id', old.public_id,
      'version', old.version));
end;

create trigger product_audit_delete
after delete on products for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('products',
    cast(old.product_id as text),
    'delete',
    json_object(
      'product_id', old.product_id,
      'category_id', old.category_id,
      'created_at', old.created_at,
      'sku', old.sku,
      'name', old.name,
      'description', old.description,
      'price', old.price,
      'tax_rate', old.tax_rate,
      'status', old.status,
      'public_id', old.public_id,
      'version', old.version));
end;

-- every change of credentials is kept in change_log
create trigger credential_audit_insert
after insert on credentials for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('credentials', cast(new.user_id as text), 'insert', null);
end;

create trigger credential_audit_update
after update on credentials for each row
when new.user_id is not old.user_id or new.password_hash is not old.password_hash
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('credentials',
    cast(old.user_id as text),
    'update',
    json_object('user_id', old.user_id, 'changed_at', old.changed_at, 'password_hash', '[not kept]'));
end;

create trigger credential_audit_delete
after delete on credentials for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('credentials',
    cast(old.user_id as text),
    'delete',
    json_object('user_id', old.user_id, 'changed_at', old.changed_at, 'password_hash', '[not kept]'));
end;

-- every change of payments is kept in change_log
create trigger payment_audit_insert
after insert on payments for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('payments', cast(new.payment_id as text), 'insert', null);
end;

create trigger payment_audit_update
after update on payments for each row
when new.payment_id is not old.payment_id
  or new.order_id is not old.order_id
  or new.created_at is not old.created_at
  or new.provider_reference is not old.provider_reference
  or new.amount is not old.amount
  or new.method is not old.method
  or new.direction is not old.direction
  or new.status is not old.status
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('payments',
    cast(old.payment_id as text),
    'update',
    json_object(
      'payment_id', old.payment_id,
      'order_id', old.order_id,
      'created_at', old.created_at,
      'provider_reference', old.provider_reference,
      'amount', old.amount,
      'method', old.method,
      'direction', old.direction,
      'status', old.status));
end;

create trigger payment_audit_delete
after delete on payments for each row
begin
  insert into change_log (table_name, row_key, action, old_values)
  values ('payments',
    cast(old.payment_id as text),
    'delete',
    json_object(
      'payment_id', old.payment_id,
      'order_id', old.order_id,
      'created_at', old.created_at,
      'provider_reference', old.provider_reference,
      'amount', old.amount,
      'method', old.method,
      'direction', old.direction,
      'status', old.status));
end;

commit;
