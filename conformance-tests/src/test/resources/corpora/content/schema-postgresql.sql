-- One table for everything, with JSON in it, as the requirements' second source (S2) describes it.
CREATE TABLE content (
  id bigserial PRIMARY KEY,
  url text NOT NULL UNIQUE,
  title text,
  platform text,
  status text DEFAULT 'new',
  metadata jsonb,
  views integer,
  published text,
  created_at timestamp NOT NULL
);
CREATE TABLE content_tags (
  content_id bigint NOT NULL REFERENCES content (id) ON DELETE CASCADE,
  tag text NOT NULL,
  PRIMARY KEY (content_id, tag)
);
CREATE TABLE downloads (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  content_id bigint REFERENCES content (id) ON DELETE SET NULL,
  quality text NOT NULL,
  bytes bigint,
  finished boolean NOT NULL DEFAULT false
);
CREATE TABLE application_settings (
  "key" text PRIMARY KEY,
  value text
);
CREATE TABLE schema_migrations (
  version integer PRIMARY KEY,
  description text,
  depends_on integer,
  success boolean,
  execution_ms integer
);
