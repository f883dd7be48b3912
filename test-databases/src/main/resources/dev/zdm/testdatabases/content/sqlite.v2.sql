CREATE TABLE platforms (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE content_v2 (id INTEGER PRIMARY KEY, title TEXT NOT NULL, platform_id INTEGER NOT NULL REFERENCES platforms (id), url TEXT UNIQUE, state TEXT NOT NULL, seconds INTEGER, described INTEGER NOT NULL, created_at TEXT);
CREATE TABLE content_metadata (content_id INTEGER NOT NULL REFERENCES content_v2 (id) ON DELETE CASCADE, name TEXT NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (content_id, name));
CREATE TABLE downloads (content_id INTEGER PRIMARY KEY REFERENCES content_v2 (id), path TEXT, size INTEGER, state TEXT);
CREATE INDEX content_metadata_name ON content_metadata (name, value);
