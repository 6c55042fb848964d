-- What an administrator does with accounts: who of the organisation it is, whether he may come in,
-- and whether his password is one that somebody else has read.
ALTER TABLE accounts
  -- What tickets, facts and other people know him by: the organisation's own id of him, else the
  -- account's. Never given to two accounts.
  ADD COLUMN agent_id       text,
  ADD COLUMN disabled_time  timestamptz,
  -- Until when a one-time password lets in, once, to choose another; NULL for one of his own.
  ADD COLUMN one_time_until timestamptz;
UPDATE accounts SET agent_id = account_id::text;
ALTER TABLE accounts ALTER COLUMN agent_id SET NOT NULL;
CREATE UNIQUE INDEX accounts_agent_id ON accounts (agent_id);

-- The password that a session began with: where it is another by now, the session is over, also one
-- that began at the moment of the change.
ALTER TABLE sessions ADD COLUMN password_hash text;
UPDATE sessions SET password_hash = a.password_hash FROM accounts a
WHERE a.user_name = sessions.user_name;
ALTER TABLE sessions ALTER COLUMN password_hash SET NOT NULL;
