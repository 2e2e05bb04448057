import EventSourcing

/// A kind of process as a node runs it, whatever its memory is.
package struct ProcessRecipe: Sendable {
    package let kind: ProcessKind
    package let part: String
    /// The name under which the checkpoint of its inputs is kept.
    package let inbox: ProjectionName
    /// Performs the steps of this kind.
    package let dispatcher: @Sendable (ProcessCommands) -> any ActionDispatcher
    /// Works until it is cancelled.
    package let run: @Sendable (ProcessContext) async throws -> Void
}
