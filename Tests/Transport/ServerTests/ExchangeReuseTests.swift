import HTTP
import Networking
import Server
import Synchronization
import Testing

/// A connection makes one exchange and uses it for all its requests, unless a handler keeps hold of it.
struct ExchangeReuseTests {
    private static let requests =
        String(repeating: "GET /x HTTP/1.1\nHost: h\n\n", count: 10)
        + "GET /x HTTP/1.1\nHost: h\nConnection: close\n\n"

    private func met(_ handle: @escaping @Sendable (Exchange) -> Void) async throws -> Int {
        let met = Mutex(Set<ObjectIdentifier>())
        let route = Route("/x", [.get]) { exchange in
            met.withLock { _ = $0.insert(ObjectIdentifier(exchange)) }
            handle(exchange)
        }
        try await TestServer.with([route]) { server in
            let answer = await RawClient.exchange(Self.requests.wire, port: server.port)
            #expect(answer.statuses == Array(repeating: "200", count: 11))
        }
        return met.withLock { $0.count }
    }

    @Test func `requests answered at once share one exchange`() async throws {
        #expect(try await met { $0.respond(.ok) } == 1)
    }

    @Test func `an exchange or a request that a handler keeps is not used again`() async throws {
        let kept = Mutex<[Exchange]>([])
        let exchanges = try await met { exchange in
            kept.withLock { $0.append(exchange) }
            exchange.respond(.ok)
        }
        #expect(exchanges == 11)
        let requests = Mutex<[Request]>([])
        _ = try await met { exchange in
            requests.withLock { $0.append(exchange.request) }
            exchange.respond(.ok)
        }
        #expect(requests.withLock { Set($0.map { ObjectIdentifier($0) }).count } == 11)
    }
}
