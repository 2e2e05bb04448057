-- Outcomes of commands are forgotten when they are older than the retention, the oldest first.
CREATE INDEX command_by_position ON command (position);
