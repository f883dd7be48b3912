-- The new shape of transcriptions on PostgreSQL.
CREATE TABLE IF NOT EXISTS transcriptions_v2 (
  id bigint PRIMARY KEY,
  "user" text NOT NULL,
  input_dir text NOT NULL,
  file_name text NOT NULL CHECK (file_name <> ''),
  mp3_file_name text,
  audio_duration integer NOT NULL CHECK (audio_duration >= 0),
  transcription text NOT NULL,
  last_conversion_time timestamptz NOT NULL,
  has_error integer NOT NULL DEFAULT 0 CHECK (has_error IN (0, 1)),
  error_message text,
  file_hash text UNIQUE,
  file_size bigint NOT NULL DEFAULT 0 CHECK (file_size >= 0),
  provider_type text NOT NULL DEFAULT 'whisper_cpp',
  language text NOT NULL DEFAULT 'zh',
  model_name text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
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
