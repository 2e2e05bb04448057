import HTTP
import Server
import WebSocket

/// One route for each way to answer.
enum ProbeRoutes {
    private static let json = ResponseFields([.contentType: "application/json; charset=utf-8"])
    /// As long as a typical answer to a small operation.
    private static let answer = [UInt8](
        ("{\"data\":{\"greet\":\"Hello World!\",\"padding\":\"" + String(repeating: "x", count: 145) + "\"}}").utf8)

    static func router(_ options: ProbeOptions) -> Router {
        Router([
            Route("/", [.get, .post]) { $0.respond(.ok, json, body: answer) },
            Route("/echo", [.post, .put], bodyBytesMax: 64 << 20) { exchange in
                exchange.respond(.ok, json, body: exchange.request.body, isCompressible: true)
            },
            Route("/later", [.get, .post]) { exchange in
                exchange.respondLater { exchange in
                    await Task.yield()
                    exchange.respond(.ok, json, body: answer)
                }
            },
            Route("/upload", [.post], bodyBytesMax: 1 << 30, bodyMode: .streamed, count),
            Route("/chunks/:count", [.get], chunks),
            Route("/events", [.get], events),
            Route("/socket", [.get]) { exchange in
                let echo = EchoHandler()
                var socket = WebSocketOptions(subprotocols: ["echo"], compression: options.compression)
                socket.limits = nil
                _ = exchange.acceptWebSocket(socket, handler: echo)
            },
        ])
    }

    /// Counts a body that comes in pieces.
    private static func count(_ exchange: Exchange) {
        exchange.respondLater { exchange in
            var total = 0
            do {
                while let piece = try await exchange.body?.next() { total += piece.count }
                exchange.respond(.ok, json, body: Array("\(total)".utf8))
            } catch {
                // The client is gone; there is nobody to tell.
            }
        }
    }

    /// Writes as many pieces of 1,000 bytes as the path asks for, at the client's pace.
    private static func chunks(_ exchange: Exchange) {
        let text = exchange.request.parameters.first.map { String(decoding: $0, as: UTF8.self) }
        let count = text.flatMap { Int($0) } ?? 1
        exchange.respondLater { exchange in
            guard let stream = exchange.startStream(.ok, json) else { return }
            let piece = [UInt8](repeating: 0x61, count: 1000)
            for _ in 0..<count {
                if !stream.write(piece) {
                    guard await stream.ready() else { return }
                }
            }
            stream.finish()
        }
    }

    /// Three events and an end.
    private static func events(_ exchange: Exchange) {
        guard let stream = EventStream(exchange) else { return }
        for number in 1...3 {
            Array("{\"number\":\(number)}".utf8).withUnsafeBufferPointer {
                _ = stream.send(event: "next", id: Array("v1.0.\(number)".utf8), data: $0)
            }
        }
        stream.finish()
    }
}

/// Sends back what comes.
final class EchoHandler: WebSocketHandler {
    func socket(_ socket: WebSocketSession, text: UnsafeBufferPointer<UInt8>) { socket.send(text: text) }

    func socket(_ socket: WebSocketSession, binary: UnsafeBufferPointer<UInt8>) { socket.send(binary: binary) }

    func socket(_ socket: WebSocketSession, closed code: CloseCode) {}
}
