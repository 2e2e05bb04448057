import GraphQLLanguage
import GraphQLSchema
import Prelude

/// One operation of a valid document; it makes its plan for each setting of its conditions once and keeps it.
package final class PreparedOperation: Sendable {
    package let document: Document
    package let schema: Schema
    package let id: NodeID<OperationNode>
    package let bindings: BindingTable
    package let conditions: ConditionTable
    let limits: PlanningLimits
    private let plans = Lock<[ConditionSettings: Plan]>([:])

    init(
        document: Document, schema: Schema, operation: NodeID<OperationNode>, bindings: BindingTable,
        limits: PlanningLimits
    ) {
        self.document = document
        self.schema = schema
        self.id = operation
        self.bindings = bindings
        self.limits = limits
        conditions = ConditionTable(document: document, operation: document[operation])
    }

    package var kind: OperationKind { document[id].kind }
    package var name: String? { document[id].name.isAbsent ? nil : document.string(document[id].name) }

    /// The plan for some setting of the conditions; made outside the lock, so that nobody waits for it.
    package func plan(_ settings: ConditionSettings = ConditionSettings()) throws(PlanError) -> Plan {
        if let known = plans.withLock({ $0[settings] }) { return known }
        let plan = try MakePlan(self, settings: settings).plan()
        plans.withLock { plans in
            if plans.count >= limits.settingsMax, let victim = plans.keys.first { plans[victim] = nil }
            plans[settings] = plan
        }
        return plan
    }
}
