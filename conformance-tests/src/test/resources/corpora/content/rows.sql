-- Both engines take them as they are.
INSERT INTO content (url, title, platform, status, metadata, views, published, created_at) VALUES
  ('https://v.example/1', 'First video', 'YouTube', 'done', '{"duration": 61, "author": {"name": "Ann"}, "tags": ["a", "b"], "hd": true}', 100, '2025-12-01', '2026-01-01 10:00:00'),
  ('https://v.example/2', 'Second video', 'youtube', 'done', '{"duration": 605, "author": {"name": "Bob"}, "tags": []}', 25, '2025-12-02', '2026-01-01 11:00:00'),
  ('https://p.example/3', 'A picture', 'Insta', 'failed', '{"width": 640, "height": 480, "author": {"name": "Ann"}}', NULL, '', '2026-01-02 12:00:00'),
  ('https://t.example/4', NULL, 'TikTok', 'new', NULL, 7, NULL, '2026-01-03 13:00:00'),
  ('https://x.example/5', 'It''s "quoted"', NULL, NULL, '{}', 0, '2026-01-04', '2026-01-04 14:00:00'),
  ('https://v.example/6', 'Third video', 'YouTube', 'new', '{"duration": 30, "tags": ["b", "c"], "hd": false}', 3, '2026-01-05', '2026-01-05 15:00:00');
INSERT INTO content_tags (content_id, tag) VALUES (1, 'a'), (1, 'b'), (6, 'b'), (6, 'c'), (3, 'picture');
INSERT INTO downloads (content_id, quality, bytes, finished) VALUES
  (1, '1080p', 10485760, TRUE), (1, '720p', 5242880, TRUE), (2, '720p', 52428800, FALSE), (6, '480p', NULL, FALSE), (NULL, 'lost', 1, TRUE);
INSERT INTO application_settings ("key", value) VALUES ('theme', 'dark'), ('cleanup_date', '2026-03-01'), ('empty', NULL);
INSERT INTO schema_migrations (version, description, depends_on, success, execution_ms) VALUES
  (1, 'platforms', NULL, TRUE, 12), (2, 'content', 1, TRUE, 340), (3, 'metadata', 2, FALSE, 95);
