import ContextKit
import EventSourcing

/// What a client calls its command, so that sending it again repeats nothing.
package enum CommandKey: Equatable, Sendable {
    /// Unique by itself. Somebody else who sends it is told that it is taken.
    case id(CommandID)
    /// Unique among the keys of one actor.
    case text(String)

    /// Nil for what is no key: nothing, more than 255 bytes, or anything but visible characters.
    init?(_ text: some Collection<UInt8>) {
        guard !text.isEmpty, text.count <= 255, text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let string = String(decoding: text, as: UTF8.self)
        self = CommandID(string).map { .id($0) } ?? .text(string)
    }

    func id(for viewer: Viewer) -> CommandID {
        switch self {
        case .id(let id): id
        case .text(let text): CommandID.derived(from: "key", viewer.actor?.text ?? "", text)
        }
    }

    /// One key for a whole batch stands for one a request.
    func inBatch(at place: Int) -> CommandKey {
        switch self {
        case .id(let id): .id(CommandID.derived(from: "batch", id.description, String(place)))
        // Why blanks: no client's own key has one.
        case .text(let text): .text("batch \(place) \(text)")
        }
    }
}
