-- Corrections by the time of their recording, as a training set is made of them.
CREATE INDEX classifications_corrected ON classifications (recorded_time, feedback_id)
  WHERE ordinal > 1;
