-- The service's table, as the example application makes it, and the tables of its operators.
CREATE TABLE transcriptions (
  id bigserial PRIMARY KEY,
  "user" text NOT NULL,
  input_dir text NOT NULL,
  file_name text NOT NULL,
  mp3_file_name text,
  audio_duration integer NOT NULL,
  transcription text NOT NULL,
  last_conversion_time timestamp NOT NULL,
  has_error integer NOT NULL DEFAULT 0,
  error_message text
);
CREATE INDEX transcriptions_file_name ON transcriptions (file_name);
CREATE INDEX transcriptions_user ON transcriptions ("user");
CREATE TABLE users (
  name text PRIMARY KEY,
  daily_limit integer NOT NULL DEFAULT 3600
);
CREATE TABLE migration_status (
  migration_id text PRIMARY KEY,
  description text,
  status text NOT NULL DEFAULT 'pending',
  started_at timestamp,
  completed_at timestamp,
  processed integer NOT NULL DEFAULT 0,
  error_message text
);
CREATE TABLE query_performance_log (query_type text, duration_ms double precision, rows_seen integer, at timestamp);
