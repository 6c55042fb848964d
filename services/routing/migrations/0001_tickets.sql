-- One row a customer's file: what is locked when anything of it is decided.
CREATE TABLE files (
  file_id uuid PRIMARY KEY
);

-- Tickets of all files. Times are of this database's clock.
CREATE TABLE tickets (
  ticket_id              uuid PRIMARY KEY,
  file_id                uuid NOT NULL REFERENCES files,
  version                bigint NOT NULL,
  number                 text NOT NULL,
  customer_id            uuid,
  branch_id              text NOT NULL,
  region_id              text NOT NULL,
  category               text NOT NULL,
  channel                text NOT NULL,
  severity               int NOT NULL,
  state                  int NOT NULL,
  agent_id               text NOT NULL,
  subject                text NOT NULL,
  open_time              timestamptz NOT NULL,
  resolve_time           timestamptz,
  feedback_count         int NOT NULL,
  clock_state            int NOT NULL,
  clock_start_time       timestamptz NOT NULL,
  warn_time              timestamptz NOT NULL,
  due_time               timestamptz NOT NULL,
  target_ms              bigint NOT NULL,
  breach_time            timestamptz,
  response_time          timestamptz,
  routing_rule           text NOT NULL,
  routing_policy_version bigint NOT NULL,
  sla_policy_version     bigint NOT NULL
);
CREATE INDEX tickets_file ON tickets (file_id);
CREATE INDEX tickets_number ON tickets (number);
CREATE INDEX tickets_open ON tickets (branch_id, due_time) WHERE state <> 3;

-- Where each piece of feedback went: exactly one row each.
CREATE TABLE dispositions (
  feedback_id   uuid PRIMARY KEY,
  kind          int NOT NULL,  -- 1 opened, 2 joined, 3 recorded
  ticket_id     uuid,
  recorded_time timestamptz NOT NULL
);

CREATE TABLE replies (
  ticket_id     uuid NOT NULL,
  version       bigint NOT NULL,
  agent_id      text NOT NULL,
  text          text NOT NULL,
  recorded_time timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, version)
);
