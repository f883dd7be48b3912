-- The shop's rows; both engines take them as they are.
INSERT INTO artists (name, country) VALUES
  ('The Harbour Lights', 'NO'), ('Ada Quartet', 'DE'), ('Los Relojes', 'ES'), ('Grey Heron', 'IE'),
  ('Nobody''s Orchestra', NULL), ('DJ Select', 'FR'), ('albums', 'US');
INSERT INTO albums (title, artist_id, released) VALUES
  ('Low Tide', 1, '1998-03-01'), ('High Tide', 1, '2001-09-14'), ('Opus 1', 2, '2010-01-01'),
  ('Tiempo', 3, '1987-06-30'), ('Tiempo II', 3, NULL), ('Wading', 4, '2015-11-11'),
  ('From Where', 6, '2020-02-29'), ('Group By Night', 6, '2022-07-07');
INSERT INTO genres (genre_id, name) VALUES
  (1, 'Rock'), (2, 'Jazz'), (3, 'Classical'), (4, 'Electronic'), (5, 'Spoken Word');
INSERT INTO tracks (name, album_id, genre_id, composer, milliseconds, bytes, unit_price, explicit)
VALUES
  ('Buoy', 1, 1, 'K. Lind', 215000, 5100334, 0.99, FALSE),
  ('Foghorn', 1, 1, 'K. Lind, T. Moe', 301500, 7334001, 0.99, FALSE),
  ('Salt', 1, 1, NULL, 187250, NULL, 0.99, TRUE),
  ('Spring Flood', 2, 1, 'T. Moe', 256000, 6020101, 1.29, FALSE),
  ('Dry Dock', 2, 2, 'K. Lind', 410020, 9901234, 1.29, FALSE),
  ('Adagio', 3, 3, 'A. Quist', 612000, 14880022, 1.99, FALSE),
  ('Presto', 3, 3, 'A. Quist', 244800, 5880022, 1.99, FALSE),
  ('Fuga', 3, 3, 'J. S. Bach', 199900, 4800400, 1.99, FALSE),
  ('Uno', 4, 1, 'R. Reyes', 180000, 4320000, 0.99, FALSE),
  ('Dos', 4, 1, 'R. Reyes', 181000, 4344000, 0.99, FALSE),
  ('Tres', 4, 2, 'R. Reyes', 182000, 4368000, 0.99, TRUE),
  ('Cuatro', 5, 2, NULL, 183000, NULL, 0.99, FALSE),
  ('Reeds', 6, 5, 'M. Daly', 900300, 21607200, 1.49, FALSE),
  ('Heron''s Foot', 6, 5, 'M. Daly', 720000, 17280000, 1.49, FALSE),
  ('SELECT * FROM tracks', 7, 4, 'DJ Select', 333333, 8000001, 0.89, FALSE),
  ('-- no comment', 7, 4, 'DJ Select', 222222, 5333333, 0.89, FALSE),
  ('Having', 8, 4, 'DJ Select', 301000, 7224000, 0.89, FALSE),
  ('Interlude', NULL, NULL, NULL, 12000, 288000, 0.00, FALSE),
  ('Outro', NULL, 4, NULL, 9000, NULL, 0.00, FALSE);
INSERT INTO employees (employee_id, last_name, first_name, title, reports_to, hired) VALUES
  (1, 'Adams', 'Ann', 'General Manager', NULL, '2012-08-14 09:00:00'),
  (2, 'Berg', 'Nils', 'Sales Manager', 1, '2013-05-01 09:00:00'),
  (3, 'Cruz', 'Eva', 'Sales Agent', 2, '2014-04-01 09:30:00'),
  (4, 'Dole', 'Max', 'Sales Agent', 2, '2016-05-03 10:00:00'),
  (5, 'Ek', 'Ida', 'Systems', 1, '2017-10-17 08:15:00'),
  (6, 'Ford', 'Jo', 'Systems', 5, '2021-01-04 08:15:00');
INSERT INTO customers (first_name, last_name, email, country, city, support_rep_id) VALUES
  ('Lena', 'Holm', 'lena@example.com', 'Norway', 'Oslo', 3),
  ('Paul', 'Marsh', 'paul@example.com', 'United Kingdom', 'Leeds', 3),
  ('Inês', 'Costa', 'ines@example.com', 'Portugal', 'Porto', 4),
  ('Karl', 'Wolf', 'karl@example.com', 'Germany', 'Köln', 4),
  ('Mary', 'O''Neill', 'mary@example.com', 'Ireland', 'Cork', 3),
  ('Tom', 'Abel', 'tom@example.com', 'Germany', 'Ulm', NULL),
  ('Zoe', 'Park', 'zoe@example.com', NULL, NULL, 4);
INSERT INTO invoices (customer_id, invoice_date, billing_country, total) VALUES
  (1, '2024-01-05 12:00:00', 'Norway', 2.97), (2, '2024-01-09 15:30:00', 'United Kingdom', 5.97),
  (1, '2024-02-11 08:45:00', 'Norway', 2.28), (3, '2024-02-14 19:20:00', 'Portugal', 0.99),
  (4, '2024-03-01 00:00:00', 'Germany', 3.97), (5, '2024-03-17 10:10:10', 'Ireland', 2.98),
  (4, '2025-01-01 23:59:59', 'Germany', 1.78), (6, '2025-05-05 05:05:05', 'Germany', 7.92),
  (2, '2025-06-30 17:00:00', 'United Kingdom', 1.99);
INSERT INTO invoice_lines (invoice_id, line, track_id, unit_price, quantity) VALUES
  (1, 1, 1, 0.99, 1), (1, 2, 2, 0.99, 1), (1, 3, 3, 0.99, 1),
  (2, 1, 6, 1.99, 1), (2, 2, 7, 1.99, 1), (2, 3, 8, 1.99, 1),
  (3, 1, 4, 1.29, 1), (3, 2, 9, 0.99, 1), (4, 1, 10, 0.99, 1),
  (5, 1, 6, 1.99, 1), (5, 2, 11, 0.99, 2), (6, 1, 13, 1.49, 1), (6, 2, 14, 1.49, 1),
  (7, 1, 15, 0.89, 1), (7, 2, 16, 0.89, 1), (8, 1, 1, 0.99, 8), (9, 1, 8, 1.99, 1);
INSERT INTO playlists (playlist_id, name) VALUES
  (1, 'Morning'), (2, 'Work'), (3, 'Empty'), (4, NULL);
INSERT INTO playlist_tracks (playlist_id, track_id) VALUES
  (1, 1), (1, 4), (1, 9), (1, 18), (2, 6), (2, 7), (2, 8), (2, 15), (2, 16), (2, 17), (4, 1);
