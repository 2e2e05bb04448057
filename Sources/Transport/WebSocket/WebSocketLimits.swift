/// Every bound that a WebSocket keeps, with its default.
package struct WebSocketLimits: Sendable, Equatable {
    /// Limit: a frame's payload as announced in its header; beyond it 1009.
    package var frameBytesMax = 1 << 20
    /// Limit: a message after joining and inflating; beyond it 1009.
    package var messageBytesMax = 1 << 20
    /// Limit: frames of one message, empty ones too; beyond it 1009.
    package var fragmentsMax = 1024

    package init() {}
}
