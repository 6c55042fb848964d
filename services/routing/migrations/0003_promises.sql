-- When a ticket was closed or merged; and the mark of those to which a changed policy is to be
-- applied: their timers follow from it.
ALTER TABLE tickets
  ADD COLUMN close_time        timestamptz,
  ADD COLUMN reclock_time      timestamptz,
  ADD COLUMN reclock_standards int NOT NULL DEFAULT 0;  -- 1: standards too, not only calendars
