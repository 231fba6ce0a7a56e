-- Thresholds measured again on what the people of the establishment file: how often a type or a date read is right, by what the
-- reading thought of it. One shelf of models more; they only ask for more than the release does.
CREATE TABLE intake_threshold_models (LIKE intake_type_models INCLUDING ALL);
CREATE INDEX intake_items_filed ON intake_items (decided_at DESC) WHERE state = 'filed' AND reading IS NOT NULL;
