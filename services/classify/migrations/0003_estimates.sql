-- What the model said of each output, who corrected it and why, and what waits for a person.
ALTER TABLE classifications
  ADD COLUMN estimates    jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN triage       boolean NOT NULL DEFAULT false,
  ADD COLUMN corrected_by text    NOT NULL DEFAULT '',
  ADD COLUMN reason       text    NOT NULL DEFAULT '';
CREATE INDEX classifications_triage ON classifications (recorded_time, feedback_id) WHERE triage;
