import Compression

@testable import WebSocket

/// Feeds a machine as a connection would and writes down what came out.
struct SocketTranscript {
    var machine: WebSocketMachine
    private var pending: [UInt8] = []
    private(set) var lines: [String] = []
    private var isOver = false

    init(
        role: WebSocketMachine.Role = .server, limits: WebSocketLimits = WebSocketLimits(),
        deflate: DeflateParameters? = nil
    ) {
        machine = WebSocketMachine(
            role: role, limits: limits, deflate: deflate, contexts: CompressionContexts(), nextMask: { 0x1234_5678 })
    }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        pending += bytes
        var at = 0
        pending.withUnsafeBufferPointer { input in
            while !isOver, step(input, &at) {}
        }
        pending.removeFirst(at)
    }

    private mutating func step(_ input: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
        switch machine.next(input, at: &at) {
        case .needsMore: return false
        case .text: lines.append("text \(String(decoding: machine.message, as: UTF8.self))")
        case .binary: lines.append("binary \(machine.message.count)")
        case .ping: lines.append("ping \(String(decoding: machine.control, as: UTF8.self))")
        case .pong: lines.append("pong \(String(decoding: machine.control, as: UTF8.self))")
        case .closed(let code):
            lines.append("closed \(code.rawValue) \(String(decoding: machine.control, as: UTF8.self))")
        case .refused(let code):
            lines.append("refused \(code.rawValue)")
            isOver = true
            return false
        }
        return true
    }

    /// The transcript of the bytes fed at once, or `differs` if cutting them anywhere changes it.
    static func of(
        _ bytes: [UInt8], limits: WebSocketLimits = WebSocketLimits(), deflate: DeflateParameters? = nil
    ) -> [String] {
        var whole = SocketTranscript(limits: limits, deflate: deflate)
        whole.feed(bytes)
        var single = SocketTranscript(limits: limits, deflate: deflate)
        for byte in bytes { single.feed(CollectionOfOne(byte)) }
        guard single.lines == whole.lines else { return ["differs", "\(single.lines)"] + whole.lines }
        for cut in bytes.indices.prefix(300) {
            var halves = SocketTranscript(limits: limits, deflate: deflate)
            halves.feed(bytes[..<cut])
            halves.feed(bytes[cut...])
            guard halves.lines == whole.lines else { return ["differs at \(cut)"] + whole.lines }
        }
        return whole.lines
    }
}

/// A frame as a client sends it, with every bit free to be wrong.
func frame(
    _ opcode: UInt8, _ payload: [UInt8] = [], isFinal: Bool = true, reserved: UInt8 = 0, masked: Bool = true,
    announced: Int? = nil
) -> [UInt8] {
    let count = announced ?? payload.count
    var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
    let bit: UInt8 = masked ? 0x80 : 0
    if count < 126 {
        bytes.append(bit | UInt8(count))
    } else if count <= 0xffff {
        bytes += [bit | 126, UInt8(count >> 8), UInt8(count & 0xff)]
    } else {
        bytes.append(bit | 127)
        bytes += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> $0) }
    }
    guard masked else { return bytes + payload }
    let key: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]
    return bytes + key + payload.enumerated().map { $0.element ^ key[$0.offset % 4] }
}

func text(_ text: String, isFinal: Bool = true) -> [UInt8] { frame(1, Array(text.utf8), isFinal: isFinal) }
