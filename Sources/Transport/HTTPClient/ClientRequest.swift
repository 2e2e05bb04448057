import HTTP

/// One outgoing request with its whole body.
package struct ClientRequest: Sendable {
    package var method: HTTPMethod
    package var address: WebAddress
    package var fields: ResponseFields
    package var body: [UInt8]

    package init(
        _ method: HTTPMethod, _ address: WebAddress, fields: ResponseFields = ResponseFields(), body: [UInt8] = []
    ) {
        (self.method, self.address, self.fields, self.body) = (method, address, fields, body)
    }

    /// Spec: RFC 9110 9.2.2; only these may be sent again without being asked to.
    var isIdempotent: Bool {
        switch method {
        case .get, .head, .put, .delete, .options, .query: true
        case .post, .patch, .trace, .connect, .other: false
        }
    }

    /// A length is announced wherever a body is possible.
    var bodyCount: Int? {
        switch method {
        case .get, .head, .delete, .options, .trace, .connect, .other: body.isEmpty ? nil : body.count
        case .post, .put, .patch, .query: body.count
        }
    }
}

/// One answer with its whole body; redirects are answers like any other.
package struct ClientResponse: Sendable {
    package var head: ResponseHead
    package var body: [UInt8]

    package var status: HTTPStatus { head.status }
}
