-- Which version of a policy is active is a choice that is kept, with who made it and why.
ALTER TABLE policies
  ADD COLUMN actor_id   text NOT NULL DEFAULT '',
  ADD COLUMN actor_name text NOT NULL DEFAULT '',
  ADD COLUMN note       text NOT NULL DEFAULT '' CHECK (octet_length(note) <= 1000);

CREATE TABLE policy_activations (
  kind              text   NOT NULL,
  activation        bigint NOT NULL,
  version           bigint NOT NULL,
  -- What rolling this one back leads to; NULL for the first.
  before_activation bigint,
  cause             text   NOT NULL CHECK (cause IN ('put', 'activated', 'rolled_back')),
  actor_id          text   NOT NULL,
  actor_name        text   NOT NULL,
  note              text   NOT NULL CHECK (octet_length(note) <= 1000),
  recorded_time     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (kind, activation),
  FOREIGN KEY (kind, version) REFERENCES policies
);

-- One row a kind: what every transaction reads, and what a change locks.
CREATE TABLE active_policies (
  kind       text   PRIMARY KEY,
  activation bigint NOT NULL DEFAULT 0,
  version    bigint NOT NULL DEFAULT 0
);

-- Until now each version was active from its recording to the next one's.
INSERT INTO policy_activations
  (kind, activation, version, before_activation, cause, actor_id, actor_name, note, recorded_time)
SELECT kind, row_number() OVER versions, version, nullif(row_number() OVER versions - 1, 0), 'put',
       '', '', '', recorded_time
FROM policies WINDOW versions AS (PARTITION BY kind ORDER BY version);
INSERT INTO active_policies (kind, activation, version)
SELECT kind, max(activation), max(version) FROM policy_activations GROUP BY kind;
