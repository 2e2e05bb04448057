-- Checkpoints, leases and parked events; the read-model tables themselves are made by their projections.

CREATE TABLE projection (
    name text COLLATE "C" NOT NULL,
    generation bigint NOT NULL,
    code_version bigint NOT NULL,
    stage bigint NOT NULL,             -- 0 building, 1 live, 2 retired
    epoch bigint NOT NULL,
    "position" bigint NOT NULL,          -- everything up to here is applied or parked
    gate bigint NOT NULL,              -- effects are published only after this
    paused boolean NOT NULL DEFAULT false,
    owner text COLLATE "C",
    lease_epoch bigint NOT NULL DEFAULT 0,
    lease_until bigint NOT NULL DEFAULT 0,
    touched bigint NOT NULL,
    tables text COLLATE "C" NOT NULL,
    PRIMARY KEY (name, generation)
);

CREATE TABLE parked_event (
    projection text COLLATE "C" NOT NULL,
    generation bigint NOT NULL,
    "position" bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    reason text COLLATE "C" NOT NULL,
    verdict bigint NOT NULL,
    PRIMARY KEY (projection, generation, "position")
);

CREATE TABLE node (
    name text COLLATE "C" PRIMARY KEY,
    alive_until bigint NOT NULL
);

-- Sealing keys of people, wrapped by a key that is not in this database. A destroyed key keeps its row, without bytes.
CREATE TABLE subject_key (
    key_id uuid NOT NULL,
    tenant text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    wrapped bytea,
    PRIMARY KEY (key_id, tenant)
);
CREATE UNIQUE INDEX subject_key_in_use ON subject_key (subject, tenant) WHERE wrapped IS NOT NULL;
CREATE INDEX subject_key_by_subject ON subject_key (subject, tenant);
