import EventSourcing

/// A part that reacts to events over time: a process manager, whose steps send commands.
package protocol ProcessPart: Part {
    associatedtype Definition: ProcessDefinition

    static var definition: Definition { get }
    /// Performs one step; must do the same thing at most once for one id, as commands do.
    static func perform(_ request: ActionRequest, _ commands: ProcessCommands) async -> ActionAnswer
}

extension ProcessPart {
    package static func install(in assembly: inout Assembly) {
        assembly.process(Self.self)
    }
}

private struct PartDispatcher<Bound: ProcessPart>: ActionDispatcher {
    let commands: ProcessCommands
    func perform(_ request: ActionRequest) async -> ActionAnswer { await Bound.perform(request, commands) }
}

extension Assembly {
    /// Declares a kind of process; the node runs it.
    package mutating func process<Bound: ProcessPart>(_ bound: Bound.Type) {
        let definition = Bound.definition
        processes.append(
            ProcessRecipe(
                kind: definition.kind, part: Bound.name,
                inbox: ProcessInbox<Bound.Definition>.name(of: definition.kind),
                dispatcher: { PartDispatcher<Bound>(commands: $0) },
                run: { try await ProcessRunner(definition, context: $0).run() }))
    }
}
