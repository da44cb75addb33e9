-- Local state of one person on one machine. Times are RFC 3339 texts; "sort" columns are seconds since 1970.

CREATE TABLE vaults (
    key      TEXT PRIMARY KEY, -- random; names the vault's folder
    id       TEXT,             -- the id in casebook.toml, when it has one
    root     TEXT UNIQUE,      -- where it was last; NULL when another vault lies there now
    name     TEXT NOT NULL,
    seen     INTEGER NOT NULL, -- seconds
    opened   TEXT,             -- when a person last opened it
    opened_s INTEGER           -- sort
);
CREATE INDEX vaults_id ON vaults (id) WHERE id IS NOT NULL;

CREATE TABLE drafts (
    vault TEXT NOT NULL REFERENCES vaults (key) ON UPDATE CASCADE,
    key   TEXT NOT NULL,
    text  TEXT NOT NULL,
    saved TEXT NOT NULL,
    saved_s INTEGER NOT NULL, -- sort
    PRIMARY KEY (vault, key)
) WITHOUT ROWID;

CREATE TABLE settings (
    vault TEXT NOT NULL REFERENCES vaults (key) ON UPDATE CASCADE,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (vault, key)
) WITHOUT ROWID;

CREATE TABLE preferences (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
