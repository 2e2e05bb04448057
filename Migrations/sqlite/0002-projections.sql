-- Checkpoints, leases and parked events; the read-model tables themselves are made by their projections.

CREATE TABLE projection (
    name TEXT NOT NULL,
    generation INTEGER NOT NULL,
    code_version INTEGER NOT NULL,
    stage INTEGER NOT NULL,             -- 0 building, 1 live, 2 retired
    epoch INTEGER NOT NULL,
    position INTEGER NOT NULL,          -- everything up to here is applied or parked
    gate INTEGER NOT NULL,              -- effects are published only after this
    paused INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    lease_epoch INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    touched INTEGER NOT NULL,
    tables TEXT NOT NULL,
    PRIMARY KEY (name, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE parked_event (
    projection TEXT NOT NULL,
    generation INTEGER NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    verdict INTEGER NOT NULL,
    PRIMARY KEY (projection, generation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE node (
    name TEXT PRIMARY KEY,
    alive_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealing keys of people, wrapped by a key that is not in this database. A destroyed key keeps its row, without bytes.
CREATE TABLE subject_key (
    key_id BLOB NOT NULL,
    tenant TEXT NOT NULL,
    subject TEXT NOT NULL,
    wrapped BLOB,
    PRIMARY KEY (key_id, tenant)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX subject_key_in_use ON subject_key (subject, tenant) WHERE wrapped IS NOT NULL;
CREATE INDEX subject_key_by_subject ON subject_key (subject, tenant);
