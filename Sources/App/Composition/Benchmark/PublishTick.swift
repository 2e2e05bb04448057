import ContextKit
import EventSourcing

/// Publishes a tick, whoever asks and whatever has been published before.
struct PublishTick: Command {
    static let name = "bench.publish-tick"
    static let readsState = false
    let id: Int64

    var stream: StreamName { Ticker.stream }
    var content: [UInt8] { Array(String(id).utf8) }

    func isPermitted(to caller: Caller) -> Bool { true }

    func decide(_ state: Ticker, _ circumstances: Circumstances) throws(Ticker.Refusal) -> Decision<Ticker> {
        Decision([Ticked(id: id)])
    }
}

/// `Mutation.publish`
enum PublishTickField: CommandPart {
    static let field = "Mutation.publish"

    static func command(_ input: Input, _ request: CommandRequest) -> PublishTick {
        PublishTick(id: input.int("id") ?? 0)
    }

    static func result(_ command: PublishTick, _ receipt: CommandReceipt<Ticked>) -> ResultRow {
        ResultRow("Published", ["ok": .bool(true)])
    }

    static func refused(_ refusal: Ticker.Refusal) -> ResultRow {}
}
