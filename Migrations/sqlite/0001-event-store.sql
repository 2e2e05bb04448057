-- The log and what belongs to it. One writer: rowid order is commit order, so positions have no gaps.

CREATE TABLE log_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL,     -- raised by a restore that may have lost a tail
    expired INTEGER NOT NULL    -- positions up to here can no longer be read
) STRICT;
INSERT INTO log_state (id, epoch, expired) VALUES (1, 1, 0);

-- Tenants, stream categories and event names, each stored once.
CREATE TABLE symbol (
    symbol_id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE stream (
    stream_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    tenant_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, tenant_id)
) STRICT;

CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    tenant_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    type_id INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    command_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    occurred INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    meta BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_by_stream ON event (stream_id, version);

-- What is in the log never changes; only archiving removes events, after it has raised `expired`.
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
    SELECT raise(ABORT, 'an event is never changed');
END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
WHEN OLD.position > (SELECT expired FROM log_state WHERE id = 1)
BEGIN
    SELECT raise(ABORT, 'an event is never removed');
END;

CREATE TABLE command (
    command_id BLOB NOT NULL,
    tenant_id INTEGER NOT NULL,
    request BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    position INTEGER NOT NULL,
    event_count INTEGER NOT NULL,
    versions TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (command_id, tenant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
    stream TEXT NOT NULL,
    tenant TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (stream, tenant, schema_version)
) STRICT, WITHOUT ROWID;
