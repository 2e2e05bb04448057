import Compression
import WebSocket

/// Any bytes are messages, control frames or a refusal, the same however they are cut; the first byte says how, in
/// which role, and with what compression.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzWebSocket(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: data + 1, count: size - 1)
    let shape = data[0]
    precondition(read(bytes, shape, portion: Int(shape) % 16 + 1) == read(bytes, shape, portion: bytes.count))
    return 0
}

private func read(_ bytes: UnsafeBufferPointer<UInt8>, _ shape: UInt8, portion: Int) -> [UInt8] {
    var limits = WebSocketLimits()
    (limits.frameBytesMax, limits.messageBytesMax, limits.fragmentsMax) = (4096, 8192, 8)
    let deflate = shape & 0x40 == 0 ? nil : DeflateParameters(serverForgets: true, clientForgets: shape & 0x20 == 0)
    var machine = WebSocketMachine(
        role: shape & 0x80 == 0 ? .server : .client, limits: limits, deflate: deflate, contexts: CompressionContexts())
    var story: [UInt8] = []
    var output: [UInt8] = []
    var at = 0
    var end = 0
    while end < bytes.count {
        end = min(end + portion, bytes.count)
        let input = UnsafeBufferPointer(rebasing: bytes[at..<end])
        var used = 0
        reading: while true {
            let event = machine.next(input, at: &used)
            story += Array("\(event)".utf8.prefix(event == .needsMore ? 0 : 20))
            switch event {
            case .needsMore: break reading
            case .text:
                precondition(String(validating: machine.message, as: UTF8.self) != nil, "Text that is no UTF-8.")
                story += machine.message
            case .binary: story += machine.message
            case .ping: machine.encodePong(to: &output)
            case .pong: break
            case .closed(let code):
                precondition(code == .none || code.mayBeSent)
                machine.encodeClose(code, to: &output)
                return story + machine.control
            case .refused: return story
            }
            precondition(machine.message.count <= 8192 && machine.control.count <= 125)
        }
        at += used
    }
    return story
}
