-- The models that were put, and which of them decides since when.
CREATE TABLE models (
  model_version text   PRIMARY KEY CHECK (octet_length(model_version) <= 128),
  licence_class text   NOT NULL CHECK (licence_class IN ('A', 'B', 'C')),
  card          jsonb  NOT NULL CHECK (jsonb_typeof(card) = 'object'),
  size_bytes    bigint NOT NULL CHECK (size_bytes BETWEEN 1 AND 268435456),
  put_by        text   NOT NULL,
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX models_recorded_time ON models (recorded_time);

-- A model's bytes, cut so that no statement carries more than a MiB.
CREATE TABLE model_chunks (
  model_version text  NOT NULL REFERENCES models,
  ordinal       int   NOT NULL CHECK (ordinal >= 0),
  bytes         bytea NOT NULL CHECK (octet_length(bytes) <= 1048576),
  PRIMARY KEY (model_version, ordinal)
);
ALTER TABLE model_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;  -- weights do not get smaller

-- Each choice, of either role; the latest of a role stands. NULL ends the role. Written under a
-- lock of the table, so that ordinals follow the commits.
CREATE TABLE model_activations (
  ordinal        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  role           text   NOT NULL CHECK (role IN ('champion', 'challenger')),
  model_version  text   REFERENCES models,
  cause          text   NOT NULL CHECK (cause IN ('activated', 'rolled_back')),
  -- What rolling this one back leads to; NULL for the first of a role.
  before_ordinal bigint REFERENCES model_activations,
  activated_by   text   NOT NULL,
  request_id     uuid   NOT NULL UNIQUE,
  recorded_time  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX model_activations_role ON model_activations (role, ordinal);
