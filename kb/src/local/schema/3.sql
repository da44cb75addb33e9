-- What was searched for in a vault: redacted before it comes here, bounded by whoever writes it.

CREATE TABLE searches (
    number INTEGER PRIMARY KEY,
    vault  TEXT NOT NULL REFERENCES vaults (key) ON UPDATE CASCADE,
    text   TEXT NOT NULL,
    chosen TEXT NOT NULL,    -- JSON: facet values by field
    pasted INTEGER NOT NULL, -- whether text is only the beginning of what was asked
    at     TEXT NOT NULL,
    at_s   INTEGER NOT NULL, -- sort
    hits   INTEGER NOT NULL,
    opened TEXT,             -- the path of what was opened
    rank   INTEGER           -- its place among the hits, from 1
);
CREATE INDEX searches_vault ON searches (vault, number);

-- Replaced by the table.
DELETE FROM settings WHERE key = 'recent-searches';
