-- What the flow leaves behind: the business rows that routing, classify and kpi keep, with the same
-- indexes. No outbox, no positions, no locks: Kafka Streams gives each customer to one task.
CREATE TABLE ticket (
  ticket_id      uuid PRIMARY KEY,
  customer_id    uuid NOT NULL,
  version        bigint NOT NULL,
  number         text NOT NULL,
  branch_id      text NOT NULL,
  region_id      text NOT NULL,
  category       text NOT NULL,
  channel        text NOT NULL,
  language       text NOT NULL,
  severity       int NOT NULL,
  state          int NOT NULL,
  agent_id       text NOT NULL,
  subject        text NOT NULL,
  open_time      timestamptz NOT NULL,
  feedback_count int NOT NULL,
  routing_rule   text NOT NULL,
  due_time       timestamptz NOT NULL
);
CREATE INDEX ticket_customer ON ticket (customer_id);
CREATE INDEX ticket_number ON ticket (number);
CREATE INDEX ticket_open ON ticket (branch_id, due_time) WHERE state NOT IN (3, 4);

CREATE TABLE clock (
  ticket_id  uuid NOT NULL,
  kind       int NOT NULL,
  cycle      int NOT NULL,
  state      int NOT NULL,
  start_time timestamptz NOT NULL,
  warn_time  timestamptz NOT NULL,
  due_time   timestamptz NOT NULL,
  target_ms  bigint NOT NULL,
  PRIMARY KEY (ticket_id, kind, cycle)
);

CREATE TABLE timer (
  ticket_id uuid NOT NULL,
  kind      int NOT NULL,
  cycle     int NOT NULL,
  due_time  timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, kind, cycle)
);
CREATE INDEX timer_due ON timer (due_time);

CREATE TABLE history (
  ticket_id     uuid NOT NULL,
  version       bigint NOT NULL,
  type          text NOT NULL,
  fact          bytea NOT NULL,
  recorded_time timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, version)
);

-- Classification and disposition of each piece of feedback in one row; a second of the same id is
-- the same again.
CREATE TABLE feedback (
  feedback_id   uuid PRIMARY KEY,
  kind          int NOT NULL,  -- 1 opened, 2 joined, 3 recorded
  ticket_id     uuid,
  version       bigint NOT NULL,
  branch_id     text NOT NULL,
  type          text NOT NULL,
  category      text NOT NULL,
  severity      int NOT NULL,
  dimension     text NOT NULL,
  sentiment     int NOT NULL,
  language      text NOT NULL,
  rule_id       text NOT NULL,
  recorded_time timestamptz NOT NULL
);
