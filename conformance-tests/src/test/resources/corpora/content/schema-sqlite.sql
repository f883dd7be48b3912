-- One table for everything, with JSON in it, as the requirements' second source (S2) describes it.
CREATE TABLE content (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL UNIQUE,
  title TEXT,
  platform TEXT,
  status TEXT DEFAULT 'new',
  metadata TEXT,
  views INTEGER,
  published TEXT,
  created_at TIMESTAMP NOT NULL
);
CREATE TABLE content_tags (
  content_id INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (content_id, tag)
);
CREATE TABLE downloads (
  id INTEGER PRIMARY KEY,
  content_id INTEGER REFERENCES content (id) ON DELETE SET NULL,
  quality TEXT NOT NULL,
  bytes BIGINT,
  finished BOOLEAN NOT NULL DEFAULT 0
);
CREATE TABLE application_settings (
  "key" TEXT NOT NULL PRIMARY KEY,
  value TEXT
);
CREATE TABLE schema_migrations (
  version INTEGER NOT NULL PRIMARY KEY,
  description TEXT,
  depends_on INTEGER,
  success BOOLEAN,
  execution_ms INTEGER
);
