-- A node may connect as a role that can only add to the log: `belvedere migrate --role` grants it what it needs.
REVOKE EXECUTE ON FUNCTION log_append(bigint[], uuid[], bytea[], bytea[], bytea[], bigint[], bigint[], bigint[],
    bigint[], text[], bigint[], bigint[], boolean[], bigint[], bigint[], bigint[], bigint[], bigint[], bytea[])
    FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION log_ensure_partitions() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION log_forget_commands(bigint, bigint) FROM PUBLIC;
