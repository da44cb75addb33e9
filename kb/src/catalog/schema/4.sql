-- The version with the fix, as written: hits compare it with the version a case states.
ALTER TABLE notes ADD COLUMN fixed_in TEXT;

-- The new column is filled when a file is read: the next scan takes every file for a changed one.
UPDATE notes SET hash = zeroblob(32), size = -1;
