import CLinux

/// What can happen to a descriptor that a loop watches.
package struct FileEvents: OptionSet, Sendable, BitwiseCopyable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = FileEvents(rawValue: EPOLLIN.rawValue)
    package static let writable = FileEvents(rawValue: EPOLLOUT.rawValue)
    /// The peer has ended its direction; what it sent before can still be read.
    package static let readHangup = FileEvents(rawValue: EPOLLRDHUP.rawValue)
    /// Both directions are over, or the loop stops; always reported, asked for or not.
    package static let hangup = FileEvents(rawValue: EPOLLHUP.rawValue)
    /// An error is pending on the descriptor; always reported, asked for or not.
    package static let error = FileEvents(rawValue: EPOLLERR.rawValue)

    /// Reports changes instead of states.
    ///
    /// Why: a connection registers once for both directions and never calls the kernel again to change its mind;
    /// its reader must then go on until a short read. Descriptors that belong to a library, and listeners, use the
    /// default (states), because nobody can know how far the library has read.
    package static let edgeTriggered = FileEvents(rawValue: belvedere_epoll_edge_triggered())
}

/// Receives the events of one descriptor on its loop.
package protocol FileHandler: AnyObject {
    /// Called on the loop. A loop that stops sends `hangup` to every handler that is still registered.
    func ready(_ events: FileEvents)
}

/// Names one watched descriptor; stays harmless after it was removed.
package struct FileRegistration: Sendable, Hashable, BitwiseCopyable {
    package let descriptor: Int32
    let slot: UInt32
    let generation: UInt32
}
