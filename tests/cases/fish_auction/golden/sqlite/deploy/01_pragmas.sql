-- Fish auction hall: how the file is kept. Run the files of this folder in order, once, on a new database:
-- operate/deploy.sh does, with sqlite3 -bail.
-- Every connection sets for itself, for these are not kept in the file: pragma foreign_keys = on (off, orphans get
-- in); pragma busy_timeout = 5000 (writers queue); pragma synchronous = normal (in WAL mode a power cut may lose the
-- last commits, never consistency).

.bail on

-- Readers go on while one writes; kept in the file
pragma journal_mode = wal;

-- Pages that become free are used again; moving them about costs more than it gives
pragma auto_vacuum = none;
