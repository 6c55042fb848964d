-- What leaves the house, the same in every service's schema (design: state, and effects that happen
-- once). A row is written with the decision; runtime/effect_state.h says what each state waits for.
CREATE TABLE effects (
  effect_id         uuid   PRIMARY KEY,
  key               uuid   NOT NULL,
  kind              text   NOT NULL,
  purpose           text   NOT NULL,
  endpoint          text   NOT NULL,
  recipient_kind    text   NOT NULL,
  recipient         text   NOT NULL,
  parameters        text[] NOT NULL CHECK (octet_length(array_to_string(parameters, '')) <= 262144),
  expire_time       timestamptz,
  recorded_time     timestamptz NOT NULL,
  state             text   NOT NULL DEFAULT 'pending' CHECK
    (state IN ('pending', 'claimed', 'sending', 'unknown', 'delivered', 'failed')),
  term              bigint NOT NULL DEFAULT 0,
  attempt_count     int    NOT NULL DEFAULT 0,
  next_attempt_time timestamptz NOT NULL,
  owner             text   NOT NULL DEFAULT '',
  until_time        timestamptz,
  message_id        text   NOT NULL DEFAULT '',
  reason            text   NOT NULL DEFAULT '',
  detail            text   NOT NULL DEFAULT '',
  changed_time      timestamptz NOT NULL
);
CREATE INDEX effects_pending ON effects (next_attempt_time) WHERE state = 'pending';
CREATE INDEX effects_in_hand ON effects (until_time) WHERE state IN ('claimed', 'sending');
CREATE INDEX effects_not_ended ON effects (recorded_time)
  WHERE state IN ('pending', 'claimed', 'sending');
CREATE INDEX effects_unknown ON effects (changed_time) WHERE state = 'unknown';
CREATE INDEX effects_ended ON effects (changed_time) WHERE state IN ('delivered', 'failed');
