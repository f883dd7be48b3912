CREATE TABLE transcriptions_v2 (id bigserial PRIMARY KEY, user_name text NOT NULL, input_dir text NOT NULL, file_name text NOT NULL, file_hash text, file_size integer CHECK (file_size >= 0), mp3_file_name text, audio_duration integer, transcription text, last_conversion_time timestamp, failed boolean NOT NULL, error_message text, provider_type text NOT NULL DEFAULT 'unknown', language text, model_name text, created_at timestamp, updated_at timestamp, deleted_at timestamp);
CREATE UNIQUE INDEX transcriptions_v2_file ON transcriptions_v2 (file_name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX transcriptions_v2_hash ON transcriptions_v2 (file_hash) WHERE deleted_at IS NULL;
CREATE INDEX transcriptions_v2_user ON transcriptions_v2 (user_name) WHERE deleted_at IS NULL;
