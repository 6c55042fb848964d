-- A ticket's whole life: several clocks, cycles, waiting, returns, merging.
ALTER TABLE tickets
  ADD COLUMN clocks                bytea,  -- a recourse.routing.v1.TicketRecord; null in old rows
  ADD COLUMN cycle                 int NOT NULL DEFAULT 1,
  ADD COLUMN language              text NOT NULL DEFAULT '',
  ADD COLUMN reason                text NOT NULL DEFAULT '',
  ADD COLUMN returned_from         text NOT NULL DEFAULT '',
  ADD COLUMN merged_into_ticket_id uuid,
  ADD COLUMN confirm_time          timestamptz,
  ALTER COLUMN clock_start_time DROP NOT NULL,
  ALTER COLUMN warn_time DROP NOT NULL,
  ALTER COLUMN due_time DROP NOT NULL;

-- Resolved (3) and closed (4) tickets are not open.
DROP INDEX tickets_open;
CREATE INDEX tickets_open ON tickets (branch_id, due_time) WHERE state NOT IN (3, 4);

-- What happened to each ticket, for as long as the ticket is kept: the outbox forgets. Replies of
-- before stay in `replies`.
CREATE TABLE ticket_facts (
  ticket_id     uuid NOT NULL,
  version       bigint NOT NULL,
  type          text NOT NULL,   -- TicketReplied
  fact          bytea NOT NULL,  -- a recourse.routing.v1.TicketEvent
  recorded_time timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, version)
);
