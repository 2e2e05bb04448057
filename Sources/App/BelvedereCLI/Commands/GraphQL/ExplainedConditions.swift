import GraphQLLanguage
import GraphQLPlanning
import JSON

/// How the variables are set that decide which fields a plan has: as given, else by their defaults.
struct ExplainedConditions {
    private let operation: PreparedOperation

    init(_ operation: PreparedOperation) { self.operation = operation }

    private var places: [(place: Int, definition: VariableDefinitionNode)] {
        let variables = operation.document[operation.id].variables
        return operation.conditions.variables.enumerated().map { ($0, operation.document[variables[$1]]) }
    }

    func settings(_ variables: JSONDocument?) throws(CommandFailure) -> ConditionSettings {
        var settings = ConditionSettings()
        for (place, definition) in places { settings[place] = try setting(of: definition, variables) }
        return settings
    }

    private func setting(
        of definition: VariableDefinitionNode, _ variables: JSONDocument?
    ) throws(CommandFailure) -> ConditionSettings.Setting {
        let document = operation.document
        let name = document.string(definition.name)
        if let variables, let given = variables.member(document.bytes(definition.name), of: variables.root) {
            if variables.isNull(given) { return .null }
            guard let isOn = variables.bool(given) else { throw CommandFailure("$\(name) is not true, false or null.") }
            return isOn ? .yes : .no
        }
        if let value = definition.defaultValue.id {
            switch document[value].kind {
            case .true: return .yes
            case .null: return .null
            case .false, .variable, .int, .float, .string, .blockString, .enum, .list, .object: return .no
            }
        }
        guard document[definition.type].kind != .nonNull else {
            throw CommandFailure("The plan depends on $\(name): say with --variables what it is.")
        }
        return .absent
    }

    /// A line for each variable; nothing where there is none.
    func text(_ settings: ConditionSettings) -> String {
        places.map { place, definition in
            "with $\(operation.document.string(definition.name)) \(Self.word(settings[place]))\n"
        }.joined()
    }

    private static func word(_ setting: ConditionSettings.Setting) -> String {
        switch setting {
        case .yes: "true"
        case .no: "false"
        case .null: "null"
        case .absent: "left out"
        }
    }
}
