-- Secrets that all nodes of one store must agree on. Made here, so that nobody has to hand them out, and never changed:
-- what was signed with them is in the hands of clients.

CREATE TABLE node_secret (
    name text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL CHECK (octet_length(value) >= 32)
);
REVOKE ALL ON node_secret FROM PUBLIC;

-- Signs the cursors of pages. Each of the UUIDs has 122 random bits of the operating system.
INSERT INTO node_secret (name, value)
VALUES ('cursor', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text,
    'UTF8')));
