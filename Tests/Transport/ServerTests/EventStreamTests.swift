import HTTP
import Networking
import Server
import Synchronization
import Testing

struct EventStreamTests {
    @Test func `events arrive as they are sent and the stream ends`() async throws {
        let route = Route("/events", [.get]) { exchange in
            guard let stream = EventStream(exchange) else { return }
            for number in 1...2 {
                Array("line \(number)\nmore".utf8).withUnsafeBufferPointer {
                    _ = stream.send(event: "next", id: [0x30 + UInt8(number)], data: $0)
                }
            }
            stream.finish()
        }
        try await TestServer.with([route]) { server in
            let answer = await RawClient.exchange("GET /events HTTP/1.0\n\n".wire, port: server.port)
            #expect(answer.contains("Content-Type: text/event-stream; charset=utf-8\r\n"))
            let body = answer.components(of: "\r\n\r\n")[1]
            let first = "id: 1\nevent: next\ndata: line 1\ndata: more\n\n"
            let second = "id: 2\nevent: next\ndata: line 2\ndata: more\n\n"
            #expect(body == ":\n\n" + first + second)
        }
    }

    @Test func `a quiet stream sends comments, and a drain tells the client when to come back`() async throws {
        let route = Route("/events", [.get]) { _ = EventStream($0) }
        let server = try await TestServer([route]) { $0.eventStreamHeartbeat = .milliseconds(50) }
        let client = RawClient(port: server.port)
        client.send("GET /events HTTP/1.0\n\n".wire)
        let first = await Thread.value { client.read { $0.suffix(6).elementsEqual(":\n\n:\n\n".utf8) } }
        #expect(!first.isEmpty)
        async let stopped: Void = server.stop()
        let rest = await Thread.value { String(decoding: client.readAll(), as: UTF8.self) }
        #expect(rest.contains("retry: "))
        await stopped
    }

    @Test func `whoever feeds a stream learns that its client is gone`() async throws {
        let gone = Mutex<UnsafeContinuation<Void, Never>?>(nil)
        let route = Route("/events", [.get]) { exchange in
            exchange.whenGone { gone.withLock { $0?.resume() } }
            _ = EventStream(exchange)
        }
        try await TestServer.with([route]) { server in
            let client = RawClient(port: server.port)
            client.send("GET /events HTTP/1.1\nHost: h\n\n".wire)
            _ = await Thread.value { client.read(until: ":\n\n\r\n") }
            await withUnsafeContinuation { continuation in
                gone.withLock { $0 = continuation }
                client.endSending()
            }
            #expect(server.observer.statuses == [499])
        }
    }

    @Test func `a stream waits for a client that reads slowly`() async throws {
        let total = 20 << 20
        let waits = Mutex(0)
        let route = Route("/bytes", [.get]) { exchange in
            exchange.respondLater { exchange in
                guard let stream = exchange.startStream(.ok, length: total) else { return }
                let piece = [UInt8](repeating: 0x61, count: 64 << 10)
                for _ in 0..<(total / piece.count) {
                    if !stream.write(piece) {
                        waits.withLock { $0 += 1 }
                        guard await stream.ready() else { return }
                    }
                }
            }
        }
        try await TestServer.with([route]) { server in
            let count = await Thread.value {
                let client = RawClient(port: server.port)
                client.send("GET /bytes HTTP/1.1\nHost: h\nConnection: close\n\n".wire)
                return client.readAll().count
            }
            #expect(count > total && count < total + 500)
        }
        #expect(waits.withLock { $0 } > 10)
    }
}
