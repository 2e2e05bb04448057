/// What a frame is; the other ten values of the four bits are refused.
package enum Opcode: UInt8, Sendable, Equatable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    /// Control frames are short, whole, and may stand between the fragments of a message.
    package var isControl: Bool { rawValue >= 8 }
}
