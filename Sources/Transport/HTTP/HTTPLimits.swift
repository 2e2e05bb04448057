/// Every bound that the HTTP/1.1 readers keep, with its default.
package struct HTTPLimits: Sendable, Equatable {
    /// Limit: the request line or status line; beyond it 414.
    package var startLineBytesMax = 8 << 10
    /// Limit: one field line; beyond it 431.
    package var fieldLineBytesMax = 8 << 10
    /// Limit: start line and all field lines together; beyond it 431.
    package var headBytesMax = 32 << 10
    /// Limit: field lines in a head; beyond it 431.
    package var fieldCountMax = 100
    /// Limit: a body after its transfer coding is taken off; beyond it 413.
    package var bodyBytesMax = 1 << 20
    /// Limit: chunk extensions of one body together, which carry nothing and only cost; beyond it 400.
    package var chunkExtensionBytesMax = 4 << 10
    /// Limit: trailer fields of one body together; beyond it 431.
    package var trailerBytesMax = 4 << 10

    package init() {}
}
