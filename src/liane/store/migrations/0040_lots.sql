-- Documents filed together bear the name of their lot in their decision, by which they are found again and undone as one.
CREATE INDEX intake_items_lot ON intake_items ((decision -> 'data' ->> 'lot')) WHERE decision -> 'data' ->> 'lot' IS NOT NULL;
