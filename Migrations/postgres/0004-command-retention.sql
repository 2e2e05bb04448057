-- Outcomes of commands are forgotten when they are older than the retention, the oldest first.
CREATE INDEX command_by_position ON command ("position");

-- Nodes that sweep at the same time pass over each other's rows. Returns how many were forgotten.
CREATE FUNCTION log_forget_commands(up_to bigint, most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    forgotten bigint;
BEGIN
    WITH old AS MATERIALIZED (
        SELECT c.command_id, c.tenant_id FROM command c
        WHERE c."position" <= up_to ORDER BY c."position" LIMIT most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM command c USING old WHERE c.command_id = old.command_id AND c.tenant_id = old.tenant_id;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
