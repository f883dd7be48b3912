CREATE TABLE requests (id INTEGER PRIMARY KEY, event_id integer NOT NULL, track text NOT NULL, requester text, status varchar(20) NOT NULL DEFAULT 'pending', votes integer NOT NULL DEFAULT 0);
CREATE TABLE settings (name text NOT NULL PRIMARY KEY, value text);
CREATE TABLE event_settings (name text NOT NULL PRIMARY KEY, value text, active integer NOT NULL DEFAULT 1);
CREATE TABLE admins (id text NOT NULL PRIMARY KEY, email text NOT NULL UNIQUE, password_hash text NOT NULL);
CREATE TABLE spotify_auth (admin_id text NOT NULL PRIMARY KEY REFERENCES admins (id) ON DELETE CASCADE, access_token text NOT NULL, refresh_token text, expires_at integer);
CREATE TABLE oauth_sessions (state text NOT NULL PRIMARY KEY, admin_id text NOT NULL, verifier text NOT NULL, expires_at integer);
CREATE TABLE notifications (id INTEGER PRIMARY KEY, message text NOT NULL, shown integer NOT NULL DEFAULT 0);
