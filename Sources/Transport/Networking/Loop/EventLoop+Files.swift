import Lifecycle

extension EventLoop {
    /// Watches a descriptor, its own or a library's; the caller keeps it open until it has removed it.
    package func watch(
        _ descriptor: Int32, for events: FileEvents, handler: any FileHandler
    ) throws(SystemError) -> FileRegistration {
        preconditionInLoop()
        return try files.add(descriptor, events: events, handler: handler)
    }

    /// Replaces what is watched for.
    package func change(_ file: FileRegistration, to events: FileEvents) throws(SystemError) {
        try files.change(file, to: events)
    }

    /// No event reaches the handler after this, not even one that the kernel has already reported.
    package func remove(_ file: FileRegistration) { files.remove(file) }

    /// Calls the handler again in the next tick, for one that stopped early to let others have their turn.
    package func again(_ handler: any FileHandler, _ events: FileEvents) { again.append((handler, events)) }

    /// Number of watched descriptors.
    package var fileCount: Int { files.count }
}
