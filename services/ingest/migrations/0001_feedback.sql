-- Who sends. A source that is trusted is believed when it says that something occurred in the past.
CREATE TABLE sources (
  source_id     text PRIMARY KEY,
  is_trusted    boolean NOT NULL DEFAULT false,
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The register: one row a piece of feedback, and the memory of its own requests by id and digest.
CREATE TABLE feedback (
  feedback_id     uuid PRIMARY KEY,
  digest          bytea NOT NULL,
  source_id       text NOT NULL,
  external_id     text NOT NULL,
  channel         text NOT NULL,
  customer_id     uuid,
  language        text NOT NULL,
  text            text NOT NULL CHECK (octet_length(text) <= 65536),
  place           text NOT NULL,
  product         text NOT NULL,
  about_ticket_id text NOT NULL,
  occurred_time   timestamptz NOT NULL,
  due_time        timestamptz,
  attributes      text[] NOT NULL,  -- name, value, name, value, ...
  recorded_time   timestamptz NOT NULL
);
CREATE INDEX feedback_customer ON feedback (customer_id);

-- As first told; merged only by a person.
CREATE TABLE customers (
  customer_id   uuid PRIMARY KEY,
  source_id     text NOT NULL,
  external_id   text NOT NULL,
  name          text NOT NULL,
  phone         text NOT NULL,
  email         text NOT NULL,
  language      text NOT NULL,
  recorded_time timestamptz NOT NULL
);

-- Keys that were made: never the key, only its hash.
CREATE TABLE keys (
  key_id        text PRIMARY KEY,
  hash          bytea NOT NULL,
  role          text NOT NULL,
  name          text NOT NULL,
  scope         text NOT NULL,
  expire_time   timestamptz,
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
