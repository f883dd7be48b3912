-- Both engines take them as they are.
INSERT INTO users (name, daily_limit) VALUES ('ann', 7200), ('bob', 3600), ('cy', 600), ('idle', 60);
INSERT INTO transcriptions ("user", input_dir, file_name, mp3_file_name, audio_duration, transcription,
  last_conversion_time, has_error, error_message)
VALUES
  ('ann', '/in/a', 'talk-1.m4a', 'talk-1.mp3', 310, 'Good morning everyone.', '2026-01-05 09:00:00', 0, NULL),
  ('ann', '/in/a', 'talk-2.m4a', 'talk-2.mp3', 1250, 'It''s about schemas.', '2026-01-05 10:30:00', 0, NULL),
  ('bob', '/in/b', 'call.wav', NULL, 45, '', '2026-01-06 08:00:00', 1, 'no speech found'),
  ('bob', '/in/b', 'call.wav', 'call.mp3', 45, 'Hello?', '2026-01-06 08:05:00', 0, NULL),
  ('bob', '/in/b', 'notes.wav', 'notes.mp3', 610, 'First, second, third.', '2026-01-07 18:20:00', 0, NULL),
  ('cy', '/in/c', 'song.flac', NULL, 200, '', '2026-01-08 23:59:59', 1, 'timeout'),
  ('cy', '/in/c', 'song.flac', NULL, 200, '', '2026-01-09 00:10:00', 1, 'timeout'),
  ('cy', '/in/d', 'meeting.ogg', 'meeting.mp3', 3605, 'Minutes of the meeting ...', '2026-01-10 12:00:00', 0, NULL),
  ('ann', '/in/a', 'talk-1.m4a', 'talk-1b.mp3', 311, 'Good morning, everyone!', '2026-01-11 07:45:00', 0, NULL);
INSERT INTO migration_status (migration_id, description, status, started_at, completed_at, processed) VALUES
  ('001', 'indexes', 'completed', '2026-01-01 00:00:00', '2026-01-01 00:01:00', 4),
  ('002', 'columns', 'running', '2026-01-02 00:00:00', NULL, 0),
  ('003', 'shadow table', 'pending', NULL, NULL, 0);
