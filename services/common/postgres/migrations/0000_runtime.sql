-- The same in every service's schema (design: state, and effects that happen once).

-- How far this service has come in what it hears.
CREATE TABLE positions (
  topic         text   NOT NULL,
  partition     int    NOT NULL,
  epoch         bigint NOT NULL DEFAULT 0,
  sequence      bigint NOT NULL DEFAULT 0,
  record_offset bigint NOT NULL DEFAULT -1,
  PRIMARY KEY (topic, partition)
);

-- Commands that were answered; a row without an answer is one being carried out.
CREATE TABLE requests (
  request_id    uuid PRIMARY KEY,
  digest        bytea,
  answer        bytea,
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX requests_recorded_time ON requests (recorded_time);

-- The numbers given to facts. Raised last in each transaction: numbers commit in order.
CREATE TABLE heads (
  topic         text   NOT NULL,
  partition     int    NOT NULL,
  epoch         bigint NOT NULL DEFAULT 1,
  epoch_first   bigint NOT NULL DEFAULT 1,
  last_sequence bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- Who may send what, and how far the log has it.
CREATE TABLE relays (
  topic                 text   NOT NULL,
  partition             int    NOT NULL,
  owner                 text   NOT NULL DEFAULT '',
  term                  bigint NOT NULL DEFAULT 0,
  until_time            timestamptz NOT NULL DEFAULT '-infinity',
  acknowledged_sequence bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

CREATE TABLE outbox (
  topic         text   NOT NULL,
  partition     int    NOT NULL,
  sequence      bigint NOT NULL,
  epoch         bigint NOT NULL,
  epoch_first   bigint NOT NULL,
  fact_id       uuid   NOT NULL,
  key           uuid   NOT NULL,
  type          text   NOT NULL,
  schema        text   NOT NULL,
  headers       text[] NOT NULL DEFAULT '{}',
  payload       bytea  NOT NULL CHECK (octet_length(payload) <= 524288),
  recorded_time timestamptz NOT NULL,
  PRIMARY KEY (topic, partition, sequence)
);

-- What the states want to hear of at a time.
CREATE TABLE timers (
  timer_id uuid PRIMARY KEY,
  key      uuid   NOT NULL,
  name     text   NOT NULL,
  version  bigint NOT NULL,
  due_time timestamptz NOT NULL
);
CREATE INDEX timers_due_time ON timers (due_time);

-- Partitions whose records are in hand; the record that is alone in hand (0: none), and how many
-- ends of the process found it so.
CREATE TABLE attempts (
  topic         text    NOT NULL,
  partition     int     NOT NULL,
  running       boolean NOT NULL DEFAULT false,
  sequence      bigint  NOT NULL DEFAULT 0,
  attempt_count int     NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- What a person may change while the system runs; the newest version of a kind is the active one.
CREATE TABLE policies (
  kind          text   NOT NULL,
  version       bigint NOT NULL,
  document      text   NOT NULL CHECK (octet_length(document) <= 1048576),
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (kind, version)
);
