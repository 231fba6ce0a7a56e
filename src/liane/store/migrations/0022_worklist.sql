-- The lists of the reception stay quick over years: what one unit decided is counted, and a period read, by an index.
CREATE INDEX intake_items_unit ON intake_items (state, unit, id);
CREATE INDEX intake_items_received ON intake_items (received_at, id);
