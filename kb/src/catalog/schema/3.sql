-- Onboarding paths, which are few among many notes.
CREATE INDEX notes_paths ON notes (title, path) WHERE kind = 2;
