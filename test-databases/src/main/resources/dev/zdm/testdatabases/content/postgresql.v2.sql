CREATE TABLE platforms (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE content_v2 (id bigint PRIMARY KEY, title text NOT NULL, platform_id uuid NOT NULL REFERENCES platforms (id), url text UNIQUE, state text NOT NULL, seconds integer, described boolean NOT NULL, created_at timestamp);
CREATE TABLE content_metadata (content_id bigint NOT NULL REFERENCES content_v2 (id) ON DELETE CASCADE, name text NOT NULL, value text NOT NULL, kind text NOT NULL, PRIMARY KEY (content_id, name));
CREATE TABLE downloads (content_id bigint PRIMARY KEY REFERENCES content_v2 (id), path text, size bigint, state text);
CREATE INDEX content_metadata_name ON content_metadata (name, value);
