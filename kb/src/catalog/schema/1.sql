-- A catalog of one vault. Everything here can be made again from the files.
-- Points in time marked "moment" are integers: seconds since 1970 * 2^18 + (offset in seconds + 2^17), so that they
-- sort by the instant and keep the writer's offset. Vocabulary columns hold the position of the word in its vocabulary.
-- Lists are JSON arrays of strings.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- AUTOINCREMENT: a row number is never given to a second note, or a stale index entry could lead to it.
CREATE TABLE notes (
    row        INTEGER PRIMARY KEY AUTOINCREMENT,
    path       TEXT NOT NULL UNIQUE,
    path_key   TEXT NOT NULL,
    size       INTEGER NOT NULL,
    mtime_ns   INTEGER NOT NULL,
    ctime_ns   INTEGER NOT NULL,
    inode      INTEGER NOT NULL,
    scanned_ns INTEGER NOT NULL,
    hash       BLOB NOT NULL,
    kind       INTEGER NOT NULL,
    id         TEXT,
    title      TEXT NOT NULL,
    aliases    TEXT,
    owner      TEXT,
    products   TEXT,
    tags       TEXT,
    confidence INTEGER,
    audience   INTEGER,
    applies_to TEXT,
    updated    INTEGER, -- moment
    status     INTEGER,
    priority   INTEGER,
    reference  TEXT,
    customer   TEXT,
    opened     INTEGER, -- moment
    solved     INTEGER, -- moment
    promised   INTEGER, -- moment
    last_entry INTEGER, -- moment
    next       TEXT
);
CREATE INDEX notes_id ON notes (id) WHERE id IS NOT NULL;
CREATE INDEX notes_reference ON notes (reference COLLATE NOCASE) WHERE reference IS NOT NULL;
-- The queue, in its order. Status 4 and 5 are solved and closed.
CREATE INDEX notes_work ON notes (promised IS NULL, promised, priority DESC, opened IS NULL, opened, path, owner)
    WHERE kind = 1 AND status < 4;
CREATE INDEX notes_done ON notes (coalesce(solved, last_entry, opened, 0) DESC, path) WHERE kind = 1 AND status >= 4;
CREATE INDEX notes_articles ON notes (coalesce(updated, 0) DESC, path) WHERE kind = 0;

-- What is searched, cut to what is indexed: snippets are made from it.
CREATE TABLE texts (
    row              INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
    issue            TEXT NOT NULL,
    environment      TEXT NOT NULL,
    cause            TEXT NOT NULL,
    resolution       TEXT NOT NULL,
    body             TEXT NOT NULL,
    journal_internal TEXT NOT NULL,
    journal_customer TEXT NOT NULL
);

-- What a wikilink may call a note, folded: 0 its file name, 1 its title, 2 an alias; the lowest of them.
CREATE TABLE names (
    name TEXT NOT NULL,
    row  INTEGER NOT NULL,
    what INTEGER NOT NULL,
    PRIMARY KEY (name, row)
) WITHOUT ROWID;

CREATE TABLE links (
    row      INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    ord      INTEGER NOT NULL,
    article  TEXT NOT NULL,
    how      INTEGER NOT NULL,
    at       INTEGER, -- moment
    query    TEXT,
    dangling INTEGER NOT NULL,
    PRIMARY KEY (row, ord)
) WITHOUT ROWID;
CREATE INDEX links_article ON links (article, how, row);
CREATE INDEX links_dangling ON links (article) WHERE dangling;

-- `key` is the whole target folded, `leaf` its last part when that is not the whole. `checked` is 0 for targets that
-- look like an attachment, which the catalog knows nothing of.
CREATE TABLE wikilinks (
    row      INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    ord      INTEGER NOT NULL,
    target   TEXT NOT NULL,
    key      TEXT NOT NULL,
    leaf     TEXT,
    line     INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    checked  INTEGER NOT NULL,
    dangling INTEGER NOT NULL,
    PRIMARY KEY (row, ord)
) WITHOUT ROWID;
CREATE INDEX wikilinks_key ON wikilinks (key);
CREATE INDEX wikilinks_leaf ON wikilinks (leaf) WHERE leaf IS NOT NULL;
CREATE INDEX wikilinks_dangling_key ON wikilinks (key) WHERE dangling;
CREATE INDEX wikilinks_dangling_leaf ON wikilinks (leaf) WHERE dangling AND leaf IS NOT NULL;

-- What parsing a note found.
CREATE TABLE problems (
    row     INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    ord     INTEGER NOT NULL,
    code    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    start   INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    message TEXT NOT NULL,
    hint    TEXT NOT NULL,
    PRIMARY KEY (row, ord)
) WITHOUT ROWID;

-- What walking the vault found, about files and folders that may not be notes.
CREATE TABLE findings (
    path    TEXT NOT NULL,
    ord     INTEGER NOT NULL,
    code    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    start   INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    message TEXT NOT NULL,
    hint    TEXT NOT NULL,
    PRIMARY KEY (path, ord)
) WITHOUT ROWID;

-- Rows the index does not hold as they are. No hash: the note is gone and the index may still hold it.
CREATE TABLE dirty (
    row  INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    hash BLOB
);

-- Files a follower changed and the leader has not looked at yet. A path may be here twice.
CREATE TABLE pending (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL
);
