import Glibc
import HTTP
import JSON
import Lifecycle
import Testing

/// A client that reads a chunked response piece by piece over a socket of its own, and can be cut at any byte.
struct LiveStream: ResultSource {
    enum Form { case events, parts }
    struct Ended: Error {}

    private let descriptor: Int32
    private let form: Form
    private var pieces: AsyncStream<[UInt8]>.Iterator
    private var raw: [UInt8] = []
    private var body: [UInt8] = []
    private var isOver = false
    private(set) var head = ""
    /// The id of the last event, as a browser keeps it.
    private(set) var lastID: String?

    init(
        to node: RunningNode, _ method: String = "POST", _ path: String = "/graphql/stream", form: Form = .events,
        fields: [(String, String)] = [], body: JSONValue? = nil
    ) async throws {
        descriptor = try LiveStream.connect(node.port)
        self.form = form
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        pieces = stream.makeAsyncIterator()
        try LiveStream.read(descriptor, continuation)
        var request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if !fields.contains(where: { $0.0 == "Accept" }) { request += "Accept: text/event-stream\r\n" }
        for (name, value) in fields { request += "\(name): \(value)\r\n" }
        let bytes = body?.bytes ?? []
        if body != nil { request += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n" }
        let all = Array((request + "\r\n").utf8) + bytes
        try #require(Glibc.send(descriptor, all, all.count, Int32(MSG_NOSIGNAL)) == all.count)
        head = String(decoding: try await take(upTo: "\r\n\r\n", from: \.raw), as: UTF8.self)
    }

    /// Opens a subscription as a user.
    init(
        to node: RunningNode, _ query: String, variables: JSONValue = .null, token: String?, resumeAfter: String? = nil,
        form: Form = .events
    ) async throws {
        var fields: [(String, String)] = []
        if let token { fields.append(("Authorization", "Bearer " + token)) }
        var request: [JSONValue.Member] = [.init("query", .string(query)), .init("variables", variables)]
        switch form {
        case .events:
            if let resumeAfter { fields.append(("Last-Event-ID", resumeAfter)) }
        case .parts:
            fields.append(("Accept", "multipart/mixed;subscriptionSpec=\"1.0\", application/json"))
            if let resumeAfter {
                request.append(.init("extensions", ["belvedere": ["resume": ["after": .string(resumeAfter)]]]))
            }
        }
        try await self.init(
            to: node, "POST", form == .events ? "/graphql/stream" : "/graphql", form: form, fields: fields,
            body: .object(request))
    }

    var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    /// The whole of the next event: its name and its data. Comments and bare positions are passed over.
    mutating func event() async throws -> (name: String, data: String) {
        while true {
            let block = String(decoding: try await take(upTo: "\n\n", from: \.body), as: UTF8.self)
            var (name, data) = ("message", String?.none)
            for line in block.split(separator: "\n") {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("id: ") { lastID = String(line.dropFirst(4)) }
                if line.hasPrefix("data:") { data = String(line.dropFirst(5).drop { $0 == " " }) }
            }
            if let data { return (name, data) }
        }
    }

    mutating func next() async throws -> JSONValue {
        switch form {
        case .events:
            let (name, data) = try await event()
            guard name == "next" else { throw Ended() }
            return try JSONValue(parsing: Array(data.utf8))
        case .parts:
            while true {
                let part = try await part()
                if let payload = part["payload"] { return payload }
            }
        }
    }

    /// The JSON of the next part of a multipart response.
    mutating func part() async throws -> JSONValue {
        let text = String(decoding: try await take(upTo: "--graphql", from: \.body), as: UTF8.self)
        guard let start = text.firstIndex(of: "{") else {
            if body.starts(with: Array("--".utf8)) { throw Ended() }
            return try await part()
        }
        return try JSONValue(parsing: Array(text[start...].utf8))
    }

    func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    // MARK: Bytes

    private mutating func take(upTo end: String, from path: WritableKeyPath<LiveStream, [UInt8]>) async throws
        -> [UInt8]
    {
        let mark = Array(end.utf8)
        while true {
            if path != \LiveStream.raw { unchunk() }
            if let place = self[keyPath: path].firstRange(of: mark) {
                let taken = Array(self[keyPath: path][..<place.lowerBound])
                self[keyPath: path].removeFirst(place.upperBound)
                return taken
            }
            guard !isOver, let piece = await pieces.next(isolation: #isolation) else { throw Ended() }
            raw += piece
        }
    }

    /// Moves the chunks that are complete into the body.
    private mutating func unchunk() {
        while let line = raw.firstRange(of: [0x0d, 0x0a]),
            let size = Int(String(decoding: raw[..<line.lowerBound], as: UTF8.self), radix: 16),
            raw.count >= line.upperBound + size + 2
        {
            if size == 0 { isOver = true }
            body += raw[line.upperBound..<(line.upperBound + size)]
            raw.removeFirst(line.upperBound + size + 2)
        }
    }

    private static func connect(_ port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(outcome == 0)
        return descriptor
    }

    /// Reads on a thread of its own until the connection ends; then the descriptor is closed.
    private static func read(_ descriptor: Int32, _ pieces: AsyncStream<[UInt8]>.Continuation) throws {
        _ = try DedicatedThread(name: "live-stream") {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                pieces.yield(Array(buffer[..<count]))
            }
            pieces.finish()
            close(descriptor)
        }
    }
}
