-- How a number and an address are compared, however they were written: one rule for what is kept
-- and for what is looked for. +86 and 0086 stand for the country that numbers are written in here:
-- a mobile number follows, or an area code without its 0.
CREATE FUNCTION phone_key(phone text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(
           regexp_replace(
             regexp_replace(
               translate(phone, '０１２３４５６７８９', '0123456789'), '[^0-9]', '', 'g'),
             '^(0086|86)(1[3-9][0-9]{9})$', '\2'),
           '^(0086|86)0?([1-9][0-9]{8,10})$', '0\2')
$$;

CREATE FUNCTION email_key(email text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT lower(btrim(email)) $$;

-- A call-taker types while the customer waits: each way of finding has its index.
CREATE INDEX customers_phone ON customers (phone_key(phone)) WHERE phone <> '';
CREATE INDEX customers_email ON customers (email_key(email)) WHERE email <> '';
CREATE INDEX customers_external_id ON customers (external_id) WHERE external_id <> '';
CREATE INDEX customers_name ON customers (lower(name) text_pattern_ops) WHERE name <> '';
