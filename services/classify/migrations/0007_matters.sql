-- What was said of late, by what it means. A row of files is what is locked: of a customer (or of
-- one piece of feedback without one), or of a category. Points are bytes, a dimension each.
CREATE TABLE matter_files (
  file_id      uuid PRIMARY KEY,
  release      text NOT NULL DEFAULT '',  -- of the encoder that made the points
  changed_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX matter_files_changed_time ON matter_files (changed_time);

-- A customer's last pieces of feedback: at most 16 a file, 7 days each.
CREATE TABLE matter_pieces (
  file_id       uuid  NOT NULL REFERENCES matter_files ON DELETE CASCADE,
  feedback_id   uuid  NOT NULL,
  category      text  NOT NULL,
  recorded_time timestamptz NOT NULL,
  point         bytea NOT NULL CHECK (octet_length(point) <= 4096),
  PRIMARY KEY (file_id, feedback_id)
);

-- Feedback of one category that means alike: at most 64 a file. The id is that of the piece that
-- began it, and so is the point.
CREATE TABLE matter_clusters (
  file_id     uuid  NOT NULL REFERENCES matter_files ON DELETE CASCADE,
  cluster_id  uuid  NOT NULL,
  joined_time timestamptz NOT NULL,
  counts      text  NOT NULL,  -- hour since 1970:pieces, of the last 24 hours
  point       bytea NOT NULL CHECK (octet_length(point) <= 4096),
  PRIMARY KEY (file_id, cluster_id)
) WITH (fillfactor = 70);  -- counted in place
