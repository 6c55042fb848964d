-- Where counts are made. Few, and never taken away.
CREATE TABLE places (
  place_id  int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id text NOT NULL,
  region_id text NOT NULL,
  category  text NOT NULL,
  UNIQUE (branch_id, region_id, category)
);

-- What each fact added to the counts of what happened, as long as a window reaches back. `measure`
-- is a number of kpi's Measure; `source` the partition it was heard from: 0 to 7 of tickets, 8 to
-- 15 of loops. A row's identity is the place of its fact, which `positions` keeps.
CREATE TABLE contributions (
  measure    smallint    NOT NULL,
  detail     int         NOT NULL,
  place_id   int         NOT NULL,
  source     smallint    NOT NULL,
  count      int         NOT NULL,
  time       timestamptz NOT NULL,
  subject_id uuid        NOT NULL,
  number     text        NOT NULL
);
CREATE INDEX contributions_measure_time ON contributions (measure, time);

-- What is so now, by whom: the sum of what facts added to the counts that stand. A row of 0 is
-- none, and is deleted by the statement after the one that made it so.
CREATE TABLE standings (
  measure    smallint    NOT NULL,
  subject_id uuid        NOT NULL,
  detail     int         NOT NULL,
  place_id   int         NOT NULL,
  source     smallint    NOT NULL,
  count      int         NOT NULL,
  time       timestamptz NOT NULL,
  number     text        NOT NULL,
  PRIMARY KEY (measure, subject_id, detail, place_id)
) WITH (fillfactor = 70);

-- Everything that the log held of a partition at `caught_up_time` is among the contributions.
CREATE TABLE notes (
  topic          text        NOT NULL,
  partition      int         NOT NULL,
  caught_up_time timestamptz NOT NULL,
  PRIMARY KEY (topic, partition)
);

-- The counters as Redis had them at one position of each partition: from here, and the log after
-- it, they are made again when Redis has lost its memory.
CREATE TABLE copies (
  topic          text        NOT NULL,
  partition      int         NOT NULL,
  epoch          bigint      NOT NULL,
  sequence       bigint      NOT NULL,
  record_offset  bigint      NOT NULL,
  caught_up_time timestamptz NOT NULL,
  copy_time      timestamptz NOT NULL,
  PRIMARY KEY (topic, partition)
);
-- A bucket by its name, its fields as a JSON object of whole numbers.
CREATE TABLE copied_buckets (
  topic     text  NOT NULL,
  partition int   NOT NULL,
  bucket    text  NOT NULL,
  fields    jsonb NOT NULL,
  PRIMARY KEY (topic, partition, bucket)
);
