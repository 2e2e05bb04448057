-- What the log is measured beside: a table that orders nothing, and the usual shape of a message store in PostgreSQL:
-- one message a call, an advisory lock a category held through the commit, a sequence for the global position.
DROP SCHEMA IF EXISTS log_peers CASCADE;
CREATE SCHEMA log_peers;

CREATE TABLE log_peers.plain (
    id bigserial PRIMARY KEY,
    stream text NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL
);

CREATE TABLE log_peers.messages (
    global_position bigserial PRIMARY KEY,
    position bigint NOT NULL,
    "time" timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'),
    stream_name text NOT NULL,
    type text NOT NULL,
    data jsonb,
    metadata jsonb,
    id uuid NOT NULL UNIQUE
);
CREATE UNIQUE INDEX messages_stream ON log_peers.messages (stream_name, position);
CREATE INDEX messages_category ON log_peers.messages (split_part(stream_name, '-', 1), global_position);

CREATE FUNCTION log_peers.write_message(
    p_id uuid, p_stream text, p_type text, p_data jsonb, p_metadata jsonb, p_expected bigint
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    version bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(split_part(p_stream, '-', 1), 0));
    SELECT coalesce(max(m.position), -1) INTO version FROM log_peers.messages m WHERE m.stream_name = p_stream;
    IF p_expected IS NOT NULL AND p_expected <> version THEN
        RAISE EXCEPTION 'wrong expected version';
    END IF;
    INSERT INTO log_peers.messages (id, stream_name, position, type, data, metadata)
    VALUES (p_id, p_stream, version + 1, p_type, p_data, p_metadata);
    RETURN version + 1;
END $$;
