import Compression
import HTTP
import Networking

/// Carries one exchange over whatever frames it: the connection in HTTP/1.1, one stream in HTTP/2.
///
/// Every call is made on the loop. Head, pieces, end come in this order, each at most once but the pieces.
protocol ExchangeTransport: AnyObject {
    var loop: EventLoop { get }
    var services: LoopServices { get }
    var settings: ServerSettings { get }
    /// False while so much output is pending that a stream should wait.
    var canWrite: Bool { get }

    /// A whole response at once.
    func send(_ status: HTTPStatus, _ fields: ResponseFields, body: UnsafeBufferPointer<UInt8>)
    /// A whole response whose body others send too.
    func send(_ status: HTTPStatus, _ fields: ResponseFields, shared: SharedBytes)
    /// The head of a response whose pieces follow; a known length is announced.
    func sendHead(_ status: HTTPStatus, _ fields: ResponseFields, length: Int?)
    func sendPiece(_ bytes: UnsafeBufferPointer<UInt8>)
    func sendEnd()
    /// The response cannot be completed: cut it so that the client cannot take it for whole.
    func abort()
    /// The reader of a streamed body has made room.
    func resumeBody()
    /// Hands the connection to a WebSocket; nil where the protocol cannot.
    func upgrade(_ fields: ResponseFields, _ options: WebSocketOptions) -> WebSocketSession?
}
