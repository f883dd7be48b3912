-- The service's table, as the example application makes it, and the tables of its operators.
CREATE TABLE transcriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "user" TEXT NOT NULL,
  input_dir TEXT NOT NULL,
  file_name TEXT NOT NULL,
  mp3_file_name TEXT,
  audio_duration INTEGER NOT NULL,
  transcription TEXT NOT NULL,
  last_conversion_time TIMESTAMP NOT NULL,
  has_error INTEGER NOT NULL DEFAULT 0,
  error_message TEXT
);
CREATE INDEX transcriptions_file_name ON transcriptions (file_name);
CREATE INDEX transcriptions_user ON transcriptions ("user");
CREATE TABLE users (
  name TEXT NOT NULL PRIMARY KEY,
  daily_limit INTEGER NOT NULL DEFAULT 3600
);
CREATE TABLE migration_status (
  migration_id TEXT NOT NULL PRIMARY KEY,
  description TEXT,
  status TEXT NOT NULL DEFAULT 'pending',
  started_at TIMESTAMP,
  completed_at TIMESTAMP,
  processed INTEGER NOT NULL DEFAULT 0,
  error_message TEXT
);
CREATE TABLE query_performance_log (query_type TEXT, duration_ms REAL, rows_seen INTEGER, at TIMESTAMP);
