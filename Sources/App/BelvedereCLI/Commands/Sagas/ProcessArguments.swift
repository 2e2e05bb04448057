import EventSourcing

/// Names one process on the command line: `<tenant> <kind> <instance>`.
enum ProcessArguments {
    static let usage = "<tenant> <kind> <instance>"

    static func take(_ arguments: inout ArgumentReader) throws(CommandFailure) -> ProcessID {
        let words = try arguments.operands(3...3, what: "a tenant, a kind and an instance")
        guard let tenant = TenantID(words[0]) else { throw .usage("\(words[0]) is no tenant.") }
        guard let kind = ProcessKind(words[1]) else { throw .usage("\(words[1]) is no kind of process.") }
        guard let id = ProcessID(kind, tenant, instance: words[2]) else { throw .usage("\(words[2]) is no instance.") }
        return id
    }

    /// Who an operator is in the history of a process.
    static let actor: ActorID = "operator:command-line"
}
