/// How the state of an aggregate is kept between loads. Never put an opened personal value into it.
package struct SnapshotForm<State: Sendable>: Sendable {
    /// Changes with the encoding and with the meaning of `apply`.
    package let schema: UInt32
    /// A snapshot is taken when so many events have come since the last one.
    package let interval: Int
    package let encode: @Sendable (State) -> [UInt8]
    /// Nil when the bytes cannot be read; the stream is then folded from its first event.
    package let decode: @Sendable ([UInt8]) -> State?

    package init(
        schema: UInt32, interval: Int, encode: @escaping @Sendable (State) -> [UInt8],
        decode: @escaping @Sendable ([UInt8]) -> State?
    ) {
        precondition(interval > 0, "A snapshot after every zero events.")
        (self.schema, self.interval, self.encode, self.decode) = (schema, interval, encode, decode)
    }
}
