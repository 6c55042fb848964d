-- People who sign in, and where they are signed in. Nothing else is kept here.
CREATE TABLE accounts (
  user_name     text PRIMARY KEY,
  -- What an audit entry names: never used twice, also when a name is.
  account_id    uuid NOT NULL DEFAULT gen_random_uuid(),
  -- argon2id, in its own encoding with salt and cost.
  password_hash text NOT NULL,
  role          text NOT NULL,
  -- A branch_id or a region_id; empty for the whole organisation.
  scope         text NOT NULL DEFAULT '',
  changed_time  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE sessions (
  -- SHA-256 of the cookie: who reads this table can be nobody by it.
  token_hash     bytea PRIMARY KEY,
  user_name      text NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_time   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sessions_user_name ON sessions (user_name);
