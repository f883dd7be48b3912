CREATE TABLE song_requests (id INTEGER PRIMARY KEY, event_id integer NOT NULL, track_uri text NOT NULL, requested_by text, state varchar(20) NOT NULL DEFAULT 'pending', votes integer NOT NULL DEFAULT 0, created_at timestamp DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE preferences (scope text NOT NULL, name text NOT NULL, value text, active integer, PRIMARY KEY (scope, name));
CREATE TABLE accounts (kind text NOT NULL CHECK (kind IN ('admin', 'spotify', 'oauth')), ref text NOT NULL, owner text, email text, secret text NOT NULL, refresh text, expires_at integer, PRIMARY KEY (kind, ref));
CREATE UNIQUE INDEX accounts_email ON accounts (email) WHERE kind = 'admin';
CREATE INDEX accounts_owner ON accounts (owner);
CREATE TABLE messages (id INTEGER PRIMARY KEY, body text NOT NULL, shown integer NOT NULL DEFAULT 0);
