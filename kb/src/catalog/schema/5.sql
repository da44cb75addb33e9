-- What the error reports in a case are recognised by: a few fingerprints a case.
CREATE TABLE faults (
    print TEXT NOT NULL,
    row   INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    PRIMARY KEY (print, row)
) WITHOUT ROWID;
CREATE INDEX faults_row ON faults (row);

-- The new table is filled when a file is read: the next scan takes every file for a changed one.
UPDATE notes SET hash = zeroblob(32), size = -1;
