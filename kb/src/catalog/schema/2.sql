-- Lists are sorted and narrowed here, and read in windows.
ALTER TABLE notes ADD COLUMN title_key TEXT NOT NULL DEFAULT ''; -- the title folded: what lists sort by
ALTER TABLE notes ADD COLUMN hay TEXT NOT NULL DEFAULT ''; -- what typing in a list looks through, folded
ALTER TABLE notes ADD COLUMN review_by INTEGER; -- moment
ALTER TABLE notes ADD COLUMN flags INTEGER NOT NULL DEFAULT 0; -- how many are open

-- What a note is labelled with: 0 a product, 1 a tag, 2 its customer, 3 its owner. `key` is the value folded.
CREATE TABLE labels (
    what  INTEGER NOT NULL,
    key   TEXT NOT NULL,
    row   INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (what, key, row)
) WITHOUT ROWID;
CREATE INDEX labels_row ON labels (row);

-- One index for each order. Status and owner ride along, so that whose cases they are is decided in the index.
DROP INDEX notes_work;
CREATE INDEX notes_work ON notes
    (promised IS NULL, promised, priority DESC, opened IS NULL, opened, path, status, owner) WHERE kind = 1 AND status < 4;
CREATE INDEX notes_by_priority ON notes
    (priority DESC, promised IS NULL, promised, path, status, owner) WHERE kind = 1;
CREATE INDEX notes_by_opening ON notes (opened DESC, path, status, owner) WHERE kind = 1;
CREATE INDEX notes_by_entry ON notes (last_entry DESC, path, status, owner) WHERE kind = 1;
CREATE INDEX notes_cases_by_title ON notes (title_key, path, status, owner) WHERE kind = 1;
CREATE INDEX notes_articles_by_title ON notes (title_key, path, confidence, audience) WHERE kind = 0;

-- The new columns are filled when a file is read: the next scan takes every file for a changed one.
UPDATE notes SET hash = zeroblob(32), size = -1;
