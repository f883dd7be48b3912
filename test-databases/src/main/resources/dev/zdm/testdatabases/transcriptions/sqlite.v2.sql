CREATE TABLE transcriptions_v2 (id INTEGER PRIMARY KEY AUTOINCREMENT, user_name TEXT NOT NULL, input_dir TEXT NOT NULL, file_name TEXT NOT NULL, file_hash TEXT, file_size INTEGER CHECK (file_size >= 0), mp3_file_name TEXT, audio_duration INTEGER, transcription TEXT, last_conversion_time TEXT, failed INTEGER NOT NULL CHECK (failed IN (0, 1)), error_message TEXT, provider_type TEXT NOT NULL DEFAULT 'unknown', language TEXT, model_name TEXT, created_at TEXT, updated_at TEXT, deleted_at TEXT);
CREATE UNIQUE INDEX transcriptions_v2_file ON transcriptions_v2 (file_name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX transcriptions_v2_hash ON transcriptions_v2 (file_hash) WHERE deleted_at IS NULL;
CREATE INDEX transcriptions_v2_user ON transcriptions_v2 (user_name) WHERE deleted_at IS NULL;
