-- The views by which read models are read show the rows of the tenant that the transaction has named, and without one
-- none: a statement that forgets its condition still gives nobody another's rows. New views are made like this.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT c.oid, c.relname
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.atttypid = 'text'::regtype
        WHERE c.relkind = 'v' AND c.relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE VIEW %I AS %s WHERE tenant_id = current_setting(''app.tenant'', true)',
            one.relname, rtrim(pg_get_viewdef(one.oid), ' ;'));
    END LOOP;
END
$$;
