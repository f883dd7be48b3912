CREATE TABLE requests (id integer PRIMARY KEY, event_id integer NOT NULL, track text NOT NULL, requester text, status varchar(20) NOT NULL DEFAULT 'pending', votes integer NOT NULL DEFAULT 0);
CREATE TABLE settings (name text PRIMARY KEY, value text);
CREATE TABLE event_settings (name text PRIMARY KEY, value text, active boolean NOT NULL DEFAULT true);
CREATE TABLE admins (id text PRIMARY KEY, email text NOT NULL UNIQUE, password_hash text NOT NULL);
CREATE TABLE spotify_auth (admin_id text PRIMARY KEY REFERENCES admins (id) ON DELETE CASCADE, access_token text NOT NULL, refresh_token text, expires_at integer);
CREATE TABLE oauth_sessions (state text PRIMARY KEY, admin_id text NOT NULL, verifier text NOT NULL, expires_at integer);
CREATE TABLE notifications (id integer PRIMARY KEY, message text NOT NULL, shown boolean NOT NULL DEFAULT false);
