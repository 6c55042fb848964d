-- A model that nobody needs any more can be deleted; its activations stay as history and name it.
ALTER TABLE model_activations DROP CONSTRAINT model_activations_model_version_fkey;

-- Who deleted what, by a request that is safe to repeat.
CREATE TABLE model_deletions (
  request_id    uuid PRIMARY KEY,
  model_version text NOT NULL,
  deleted_by    text NOT NULL,
  recorded_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
