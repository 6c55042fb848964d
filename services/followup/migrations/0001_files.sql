-- One row a file: what is locked when anything of it is decided. A file is a customer's, a ticket's
-- whose customer is not known, or a person's of the staff.
CREATE TABLE files (
  file_id uuid PRIMARY KEY,
  record  bytea  -- a recourse.followup.v1.FileRecord; null while nothing was decided in it
);

-- One cycle of follow-up each. The record is the whole of it; the other columns are what is asked
-- for by. Times are of this database's clock.
CREATE TABLE loops (
  loop_id       uuid     PRIMARY KEY,
  file_id       uuid     NOT NULL REFERENCES files,
  in_file       boolean  NOT NULL DEFAULT true,  -- false: its file was full; it stays to be read
  version       bigint   NOT NULL,
  ticket_id     uuid     NOT NULL,
  ticket_number text     NOT NULL,
  customer_id   uuid,
  cycle         int      NOT NULL,
  branch_id     text     NOT NULL,
  region_id     text     NOT NULL,
  category      text     NOT NULL,
  channel       text     NOT NULL,
  agent_id      text     NOT NULL,
  severity      int      NOT NULL,
  state         smallint NOT NULL,  -- numbers as in recourse.followup.v1, here and below
  verdict       smallint NOT NULL,
  reason        smallint NOT NULL,
  way           smallint NOT NULL,
  is_unknown    boolean  NOT NULL,
  resolve_time  timestamptz NOT NULL,
  ask_time      timestamptz,
  remind_time   timestamptz,
  expire_time   timestamptz,
  close_time    timestamptz,
  record        bytea    NOT NULL  -- a recourse.followup.v1.LoopRecord
);
CREATE INDEX loops_file ON loops (file_id) WHERE in_file;
CREATE INDEX loops_ticket ON loops (ticket_id, cycle);
CREATE INDEX loops_customer ON loops (customer_id, resolve_time DESC) WHERE customer_id IS NOT NULL;
CREATE INDEX loops_newest ON loops (resolve_time DESC, loop_id DESC);
CREATE INDEX loops_branch ON loops (branch_id, resolve_time DESC, loop_id DESC);
CREATE INDEX loops_region ON loops (region_id, resolve_time DESC, loop_id DESC);
CREATE INDEX loops_open ON loops (branch_id, state, way, resolve_time DESC) WHERE state <> 4;
CREATE INDEX loops_unknown ON loops (branch_id, resolve_time DESC) WHERE is_unknown;

-- Public replies on their way to their customers.
CREATE TABLE deliveries (
  delivery_id   uuid     PRIMARY KEY,
  file_id       uuid     NOT NULL REFERENCES files,
  in_file       boolean  NOT NULL DEFAULT true,
  version       bigint   NOT NULL,
  ticket_id     uuid     NOT NULL,
  ticket_number text     NOT NULL,
  reply_version bigint   NOT NULL,
  customer_id   uuid,
  branch_id     text     NOT NULL,
  region_id     text     NOT NULL,
  agent_id      text     NOT NULL,  -- who replied; who told the customer, once it is told
  state         smallint NOT NULL,
  reply_time    timestamptz NOT NULL,
  settle_time   timestamptz,
  told_time     timestamptz,
  reason        text     NOT NULL,
  record        bytea    NOT NULL  -- a recourse.followup.v1.DeliveryRecord
);
CREATE INDEX deliveries_file ON deliveries (file_id) WHERE in_file;
CREATE INDEX deliveries_ticket ON deliveries (ticket_id, reply_version);
CREATE INDEX deliveries_newest ON deliveries (reply_time DESC, delivery_id DESC);
CREATE INDEX deliveries_branch ON deliveries (branch_id, reply_time DESC, delivery_id DESC);
CREATE INDEX deliveries_tasks ON deliveries (branch_id, reply_time DESC) WHERE state IN (2, 5, 6);
