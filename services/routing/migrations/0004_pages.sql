-- A page of tickets is found, newest first, however many there are: by place and state, in the
-- order in which it is shown. What is listed in whatever state is merged from one walk a state.
CREATE INDEX tickets_state ON tickets (state, open_time, ticket_id);
CREATE INDEX tickets_branch ON tickets (branch_id, state, open_time, ticket_id);
CREATE INDEX tickets_region ON tickets (region_id, state, open_time, ticket_id);
-- Few, while promises are kept.
CREATE INDEX tickets_breached ON tickets (open_time, ticket_id) WHERE clock_state = 3;
-- What a watch begins with is found by these as well.
DROP INDEX tickets_open;
