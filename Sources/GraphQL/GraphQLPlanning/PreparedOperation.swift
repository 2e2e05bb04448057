import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Prelude

/// One operation of a valid document; it makes its plan for each setting of its conditions once and keeps it.
package final class PreparedOperation: Sendable {
    package let valid: ValidDocument
    package let id: NodeID<OperationNode>
    package let bindings: BindingTable
    package let conditions: ConditionTable
    /// What it costs whatever its variables are; nil if they matter.
    package let fixedCost: OperationCost?
    let limits: PlanningLimits
    private let plans = Lock<[ConditionSettings: Plan]>([:])

    package init(
        _ valid: ValidDocument, operation: NodeID<OperationNode>, bindings: BindingTable,
        limits: PlanningLimits = PlanningLimits(), fixedCost: OperationCost? = nil
    ) {
        self.valid = valid
        self.id = operation
        self.bindings = bindings
        self.limits = limits
        self.fixedCost = fixedCost
        conditions = ConditionTable(document: valid.document, operation: valid.document[operation])
    }

    package var document: Document { valid.document }
    package var schema: Schema { valid.schema }
    package var kind: OperationKind { document[id].kind }
    package var name: String? { document[id].name.isAbsent ? nil : document.string(document[id].name) }

    /// How the conditions are set by the variables of a request.
    package func settings(_ variables: VariableValues) -> ConditionSettings {
        var settings = ConditionSettings()
        for (place, slot) in conditions.variables.enumerated() {
            settings[place] = ConditionSettings.Setting(variables.slots[slot])
        }
        return settings
    }

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
