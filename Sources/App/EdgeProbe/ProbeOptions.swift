import WebSocket

/// What the probe is told: `--port 0 --loops 1 --certificate F --key F --remembering --echo`.
struct ProbeOptions: Sendable {
    struct Unknown: Error { let argument: String }

    var port: UInt16 = 0
    var loops = 1
    var certificate: String?
    var key: String?
    /// Send back bytes instead of speaking HTTP: the loop alone.
    var isEcho = false
    /// How sockets compress; by default each message stands alone.
    var compression = DeflateNegotiation()

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--remembering" {
                compression = DeflateNegotiation(serverForgets: false, clientForgets: false)
                continue
            }
            if name == "--echo" {
                isEcho = true
                continue
            }
            guard let value = rest.popFirst() else { throw Unknown(argument: name) }
            switch name {
            case "--port": port = UInt16(value) ?? 0
            case "--loops": loops = Int(value) ?? 1
            case "--certificate": certificate = value
            case "--key": key = value
            default: throw Unknown(argument: name)
            }
        }
    }
}
