-- The log and what belongs to it. Appends go through log_append, which gives positions without gaps in commit order.

CREATE TABLE log_state (
    id bigint PRIMARY KEY CHECK (id = 1),
    epoch bigint NOT NULL,      -- raised by a restore or fail-over that may have lost a tail
    expired bigint NOT NULL,    -- positions up to here can no longer be read
    lock_key bigint NOT NULL    -- the advisory lock under which positions are given
);
INSERT INTO log_state (id, epoch, expired, lock_key)
VALUES (1, 1, 0, ('x' || substr(md5(current_schema()), 1, 15))::bit(60)::bigint);

-- Tenants, stream categories and event names, each stored once.
CREATE TABLE symbol (
    symbol_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE stream (
    stream_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    tenant_id bigint NOT NULL,
    category_id bigint NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    closed boolean NOT NULL DEFAULT false,
    UNIQUE (name, tenant_id)
) WITH (fillfactor = 70);   -- every append updates its stream's row in place

CREATE TABLE event (
    "position" bigint NOT NULL PRIMARY KEY,
    stream_id bigint NOT NULL,
    version bigint NOT NULL,
    tenant_id bigint NOT NULL,
    category_id bigint NOT NULL,
    type_id bigint NOT NULL,
    schema_version bigint NOT NULL,
    codec bigint NOT NULL,
    command_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    occurred bigint NOT NULL,
    recorded bigint NOT NULL,
    meta bytea NOT NULL,
    body bytea NOT NULL
) PARTITION BY RANGE ("position");
CREATE INDEX event_by_stream ON event (stream_id, version);

CREATE TABLE command (
    command_id uuid NOT NULL,
    tenant_id bigint NOT NULL,
    request bytea NOT NULL,
    epoch bigint NOT NULL,
    "position" bigint NOT NULL,
    event_count bigint NOT NULL,
    versions text NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (command_id, tenant_id)
);

CREATE TABLE snapshot (
    stream text COLLATE "C" NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    schema_version bigint NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (stream, tenant, schema_version)
);

-- What is in the log never changes, and nobody but the append function adds to it: archiving detaches partitions.
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an event is never changed or removed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION log_refuse();
CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION log_refuse();
REVOKE ALL ON event, command, stream, log_state FROM PUBLIC;

-- Partitions of ten million positions, made ahead of the head. Returns the first position that has none yet.
CREATE FUNCTION log_ensure_partitions() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    size CONSTANT bigint := 10000000;
    head bigint;
    number bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(lock_key + 1) FROM log_state;
    SELECT coalesce(max(e."position"), 0) INTO head FROM event e;
    FOR number IN head / size .. head / size + 1 LOOP
        IF to_regclass(format('event_p%s', number)) IS NULL THEN
            EXECUTE format('CREATE TABLE event_p%s PARTITION OF event FOR VALUES FROM (%s) TO (%s)',
                number, number * size, (number + 1) * size);
            EXECUTE format('CREATE UNIQUE INDEX event_p%s_versions ON event_p%s (stream_id, version)', number, number);
        END IF;
    END LOOP;
    RETURN (head / size + 2) * size;
END $$;
SELECT log_ensure_partitions();
