import Database

/// A role for nodes that may add to the log through its functions and change nothing in it.
///
/// The owner of the schema runs the migrations and grants; a node connects as this role. It owns the tables of the read
/// models, because projections make and drop them.
package struct NodeRole: Sendable {
    private let name: SQLName

    package init(_ name: SQLName) { self.name = name }

    /// Grants what a node needs; harmless when it is done again, as it must be after each migration.
    package func grant(in database: any DatabaseWriter) async throws(DatabaseError) {
        try await database.write(Statement("grant to node", sql))
    }

    private var sql: String {
        """
        DO $grant$
        DECLARE
            node CONSTANT text := '\(name.text)';
            place CONSTANT regnamespace := current_schema()::regnamespace;
            it regclass;
            call regprocedure;
        BEGIN
            EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %s TO %I', place, node);
            EXECUTE format('GRANT SELECT ON log_state, symbol, stream, event, command, node_secret, \
        belvedere_migration TO %I', node);
            EXECUTE format('GRANT INSERT ON symbol TO %I', node);
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot, projection, parked_event, node, \
        subject_key TO %I', node);
            FOR call IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = place
                AND p.proname IN ('log_append', 'log_ensure_partitions', 'log_forget_commands')
            LOOP
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', call, node);
            END LOOP;
            -- Tables of read models are called by their generation; their views show one of them.
            FOR it IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = place AND NOT c.relispartition
                AND (c.relkind = 'r' AND c.relname ~ '_g[0-9]+$' OR c.relkind = 'v')
            LOOP
                EXECUTE format('ALTER TABLE %s OWNER TO %I', it, node);
            END LOOP;
        END $grant$
        """
    }
}
