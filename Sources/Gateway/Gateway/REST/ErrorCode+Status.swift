import HTTP

extension ErrorCode {
    /// The status of a route's answer that is this error and nothing else.
    var status: HTTPStatus {
        switch self {
        case .badRequest, .parseFailed, .validationFailed, .badUserInput, .operationResolutionFailure, .csrfPrevented,
            .persistedQueryNotFound, .persistedQueryHashMismatch, .documentTooLarge, .tokenLimit, .depthLimit,
            .aliasLimit, .rootFieldLimit, .directiveLimit, .selectionLimit, .costLimit, .validationBudget:
            .badRequest
        case .methodNotAllowed: .methodNotAllowed
        case .unauthenticated: .unauthorized
        case .forbidden, .documentNotTrusted, .introspectionDisabled: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .positionExpired, .resync: .gone
        // Spec: the draft on the Idempotency-Key field: the key was used with another request.
        case .commandIDReused: .unprocessable
        // Why not 503: the client may come again, and others are served meanwhile.
        case .rateLimited, .subscriptionLimit, .overloaded: .tooManyRequests
        case .responseTooLarge, .internal: .internalError
        case .readModelLagging, .unavailable, .slowConsumer, .cancelled: .unavailable
        case .deadlineExceeded: .gatewayTimeout
        }
    }
}

extension HTTPStatus {
    static let gone = HTTPStatus(rawValue: 410)
}
