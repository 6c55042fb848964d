-- The second tier: a model that answers what the champion is less sure of than its activation says.
ALTER TABLE model_activations
  DROP CONSTRAINT model_activations_role_check,
  ADD CONSTRAINT model_activations_role_check
    CHECK (role IN ('champion', 'challenger', 'second')),
  ADD COLUMN ask_below double precision,
  ADD CONSTRAINT model_activations_ask_below_check
    CHECK (CASE WHEN role = 'second' AND model_version IS NOT NULL
           THEN ask_below IS NOT NULL AND ask_below > 0 AND ask_below <= 1
           ELSE ask_below IS NULL END);

-- Empty where it was not asked.
ALTER TABLE classifications ADD COLUMN second_model_version text NOT NULL DEFAULT '';
