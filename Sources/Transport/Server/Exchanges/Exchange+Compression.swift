import Compression
import HTTP

extension Exchange {
    private static let gzipField = ResponseFields([.contentEncoding: "gzip", .vary: "Accept-Encoding"])
    private static let varyField = ResponseFields([.vary: "Accept-Encoding"])

    /// Sends the body compressed; false when the client does not want it so or it would not be shorter.
    func sendCompressed(
        _ status: HTTPStatus, _ fields: ResponseFields, _ body: UnsafeBufferPointer<UInt8>,
        over transport: any ExchangeTransport
    ) -> Bool {
        guard body.count >= transport.settings.limits.compressedBytesMin else { return false }
        var fields = fields
        guard request.acceptsGzip else {
            fields.add(contentsOf: Self.varyField)
            transport.send(status, fields, body: body)
            return true
        }
        var compressed: [UInt8] = []
        transport.services.compression.withGzip { $0.compress(body, flush: .finish, to: &compressed) }
        guard !compressed.isEmpty, compressed.count < body.count else { return false }
        fields.add(contentsOf: Self.gzipField)
        compressed.withUnsafeBufferPointer { transport.send(status, fields, body: $0) }
        return true
    }
}

extension Request {
    /// The client takes gzip and likes nothing that we have better.
    var acceptsGzip: Bool {
        guard let place = head.place(of: .acceptEncoding) else { return false }
        return head.withBytes(of: place) { ContentCoding.choose($0, from: [.gzip]) == .gzip }
    }
}
