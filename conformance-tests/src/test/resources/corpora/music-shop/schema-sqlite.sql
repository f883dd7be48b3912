-- The music shop for SQLite. Dates and times are texts.
CREATE TABLE artists (
  artist_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(120) NOT NULL,
  country CHAR(2)
);
CREATE TABLE albums (
  album_id INTEGER PRIMARY KEY AUTOINCREMENT,
  title VARCHAR(160) NOT NULL,
  artist_id INTEGER NOT NULL REFERENCES artists (artist_id),
  released DATE,
  UNIQUE (artist_id, title)
);
CREATE TABLE genres (
  genre_id SMALLINT NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL UNIQUE
);
CREATE TABLE tracks (
  track_id INTEGER PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  album_id INTEGER REFERENCES albums (album_id) ON DELETE CASCADE,
  genre_id SMALLINT REFERENCES genres (genre_id),
  composer TEXT,
  milliseconds INTEGER NOT NULL,
  bytes BIGINT,
  unit_price NUMERIC(10,2) NOT NULL DEFAULT 0.99,
  explicit BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE employees (
  employee_id INTEGER NOT NULL PRIMARY KEY,
  last_name VARCHAR(20) NOT NULL,
  first_name VARCHAR(20) NOT NULL,
  title VARCHAR(30),
  reports_to INTEGER REFERENCES employees (employee_id),
  hired TIMESTAMP NOT NULL
);
CREATE TABLE customers (
  customer_id INTEGER PRIMARY KEY AUTOINCREMENT,
  first_name VARCHAR(40) NOT NULL,
  last_name VARCHAR(20) NOT NULL,
  email VARCHAR(60) NOT NULL UNIQUE,
  country VARCHAR(40),
  city VARCHAR(40),
  support_rep_id INTEGER REFERENCES employees (employee_id) ON DELETE SET NULL
);
CREATE TABLE invoices (
  invoice_id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (customer_id) ON DELETE CASCADE,
  invoice_date TIMESTAMP NOT NULL,
  billing_country VARCHAR(40),
  total NUMERIC(10,2) NOT NULL
);
CREATE TABLE invoice_lines (
  invoice_id INTEGER NOT NULL REFERENCES invoices (invoice_id) ON DELETE CASCADE,
  line SMALLINT NOT NULL,
  track_id INTEGER NOT NULL REFERENCES tracks (track_id),
  unit_price NUMERIC(10,2) NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (invoice_id, line)
);
CREATE TABLE playlists (
  playlist_id INTEGER NOT NULL PRIMARY KEY,
  name VARCHAR(120)
);
CREATE TABLE playlist_tracks (
  playlist_id INTEGER NOT NULL REFERENCES playlists (playlist_id) ON DELETE CASCADE,
  track_id INTEGER NOT NULL REFERENCES tracks (track_id) ON DELETE CASCADE,
  PRIMARY KEY (playlist_id, track_id)
) WITHOUT ROWID;
CREATE INDEX tracks_album ON tracks (album_id);
CREATE INDEX invoices_customer ON invoices (customer_id);
CREATE TABLE exchange_rates (currency CHAR(3) NOT NULL, rate NUMERIC(12,6) NOT NULL);
INSERT INTO exchange_rates VALUES ('EUR', 0.92), ('NOK', 10.61);
