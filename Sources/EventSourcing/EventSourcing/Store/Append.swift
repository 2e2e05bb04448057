/// What one command wants to add to the log, all of it or nothing.
package struct Append: Hashable, Sendable {
    package let tenant: TenantID
    package let command: CommandID
    /// Tells a repeated command from another one under the same id.
    package let request: RequestHash
    package let origin: CommandOrigin
    /// The streams to write to or to guard, each at most once.
    package let streams: [StreamAppend]
    /// Kept with the command id and handed back when the command is repeated.
    package let data: [UInt8]

    package init(
        tenant: TenantID, command: CommandID, request: RequestHash, origin: CommandOrigin = CommandOrigin(),
        streams: [StreamAppend], data: [UInt8] = []
    ) {
        (self.tenant, self.command, self.request, self.origin) = (tenant, command, request, origin)
        (self.streams, self.data) = (streams, data)
    }

    package var eventCount: Int { streams.reduce(0) { $0 + $1.events.count } }

    /// Roughly how many bytes it adds to a batch.
    package var byteCount: Int {
        streams.reduce(data.count + 96) { sum, stream in
            stream.events.reduce(sum + stream.stream.text.utf8.count) { $0 + $1.body.count + 64 }
        }
    }
}
