-- Progress on onboarding paths. "path" and "step" are what the asker calls them: ids where there are any, so that renaming
-- a file loses nothing.

CREATE TABLE ticks (
    vault TEXT NOT NULL REFERENCES vaults (key) ON UPDATE CASCADE,
    path  TEXT NOT NULL,
    step  TEXT NOT NULL,
    seen  TEXT NOT NULL, -- tells one state of what was read from another
    at    TEXT NOT NULL,
    PRIMARY KEY (vault, path, step)
) WITHOUT ROWID;

-- Where a person last was on each path.
CREATE TABLE places (
    vault TEXT NOT NULL REFERENCES vaults (key) ON UPDATE CASCADE,
    path  TEXT NOT NULL,
    step  TEXT NOT NULL,
    at    TEXT NOT NULL,
    PRIMARY KEY (vault, path)
) WITHOUT ROWID;
