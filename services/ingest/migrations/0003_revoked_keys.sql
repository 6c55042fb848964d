-- Who made a key, and which keys are not to be believed any more.
ALTER TABLE keys
  ADD COLUMN actor_id   text NOT NULL DEFAULT '',
  ADD COLUMN actor_name text NOT NULL DEFAULT '';
CREATE INDEX keys_recorded_time ON keys (recorded_time, key_id);

-- A key that was signed without a server has no row among the keys, and can be revoked as well.
CREATE TABLE revoked_keys (
  key_id       text PRIMARY KEY,
  revoked_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id     text NOT NULL,
  actor_name   text NOT NULL,
  note         text NOT NULL CHECK (octet_length(note) <= 1000)
);
