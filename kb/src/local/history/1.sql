-- The versions of the notes of one vault. Times are RFC 3339 texts; "_s" columns are seconds since 1970, to sort by.

-- Each text once, whoever had it; packed with deflate.
CREATE TABLE texts (
    hash   BLOB NOT NULL UNIQUE, -- BLAKE3 of the text as its file had it
    packed BLOB NOT NULL
);

CREATE TABLE versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: an undo may name one
    path   TEXT NOT NULL,
    id     TEXT,             -- of the note, when it had one
    hash   BLOB NOT NULL,
    size   INTEGER NOT NULL, -- of the text, in bytes
    at     TEXT NOT NULL,
    at_s   INTEGER NOT NULL,
    by     TEXT NOT NULL,    -- found, app, kb, outside, restored or trashed
    who    TEXT,
    pinned INTEGER NOT NULL, -- never thinned out: it was replaced by what Casebook did not write
    gone_s INTEGER           -- since when no note is at the path
);
CREATE INDEX versions_path ON versions (path, number);
CREATE INDEX versions_id ON versions (id, number) WHERE id IS NOT NULL;
CREATE INDEX versions_hash ON versions (hash);
CREATE INDEX versions_gone ON versions (gone_s) WHERE gone_s IS NOT NULL;
