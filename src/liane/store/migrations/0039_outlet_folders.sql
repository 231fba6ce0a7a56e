-- The mark that Liane put in the folder of an application: a folder that no longer bears it is another one, or a share that
-- is not mounted, and nothing is written there.
CREATE TABLE outlet_folders (
    folder text PRIMARY KEY,
    mark text NOT NULL,
    known_at timestamptz NOT NULL
);
