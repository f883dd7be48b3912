-- The new shape of transcriptions on SQLite. Times are milliseconds since 1970, as the JDBC driver writes them.
CREATE TABLE IF NOT EXISTS transcriptions_v2 (
  id INTEGER PRIMARY KEY,
  "user" TEXT NOT NULL,
  input_dir TEXT NOT NULL,
  file_name TEXT NOT NULL CHECK (file_name <> ''),
  mp3_file_name TEXT,
  audio_duration INTEGER NOT NULL CHECK (audio_duration >= 0),
  transcription TEXT NOT NULL,
  last_conversion_time TIMESTAMP NOT NULL,
  has_error INTEGER NOT NULL DEFAULT 0 CHECK (has_error IN (0, 1)),
  error_message TEXT,
  file_hash TEXT UNIQUE,
  file_size INTEGER NOT NULL DEFAULT 0 CHECK (file_size >= 0),
  provider_type TEXT NOT NULL DEFAULT 'whisper_cpp',
  language TEXT NOT NULL DEFAULT 'zh',
  model_name TEXT,
  created_at TIMESTAMP NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
  updated_at TIMESTAMP NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
  deleted_at TIMESTAMP
);

CREATE INDEX IF NOT EXISTS transcriptions_v2_user ON transcriptions_v2 ("user");
CREATE INDEX IF NOT EXISTS transcriptions_v2_file_name ON transcriptions_v2 (file_name);
CREATE INDEX IF NOT EXISTS transcriptions_v2_last_conversion_time
  ON transcriptions_v2 (last_conversion_time);
CREATE INDEX IF NOT EXISTS transcriptions_v2_provider_type ON transcriptions_v2 (provider_type);
CREATE INDEX IF NOT EXISTS transcriptions_v2_created_at ON transcriptions_v2 (created_at);
CREATE INDEX IF NOT EXISTS transcriptions_v2_file_hash
  ON transcriptions_v2 (file_hash) WHERE file_hash IS NOT NULL;
CREATE INDEX IF NOT EXISTS transcriptions_v2_deleted_at
  ON transcriptions_v2 (deleted_at) WHERE deleted_at IS NULL;
