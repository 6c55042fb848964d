-- What the platform makes of each piece of feedback: 1 the machine's, 2 and up corrections. A row
-- without recorded_time is one that is being decided: inserting it locks the feedback.
CREATE TABLE classifications (
  feedback_id          uuid   NOT NULL,
  ordinal              int    NOT NULL CHECK (ordinal >= 1),
  type                 text   NOT NULL DEFAULT '',
  category             text   NOT NULL DEFAULT '',
  category_probability double precision NOT NULL DEFAULT 0
                       CHECK (category_probability BETWEEN 0 AND 1),
  dimension            text   NOT NULL DEFAULT '',
  sentiment            int    NOT NULL DEFAULT 0 CHECK (sentiment BETWEEN -2 AND 2),
  severity             text   NOT NULL DEFAULT '',
  language             text   NOT NULL DEFAULT '',
  rule_id              text   NOT NULL DEFAULT '',
  rules_version        bigint NOT NULL DEFAULT 0,
  model_version        text   NOT NULL DEFAULT '',
  evidence             jsonb  NOT NULL DEFAULT '[]',
  recorded_time        timestamptz,
  PRIMARY KEY (feedback_id, ordinal)
) WITH (fillfactor = 70);  -- a row is written twice: locked, then filled in place
