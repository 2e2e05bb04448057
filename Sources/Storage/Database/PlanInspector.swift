/// Tells how an engine would run a statement, so that a test can refuse one that reads a whole table.
package protocol PlanInspector: Sendable {
    /// The steps of the plan that read a table without an index; empty for a statement that uses one everywhere.
    func scans(of statement: Statement) async throws(DatabaseError) -> [String]
}
