/// Every code that a client can meet in `extensions.code`. The list is closed: clients may switch over it.
package enum ErrorCode: String, CaseIterable, Sendable {
    /// The request is no well-formed GraphQL request.
    case badRequest = "BAD_REQUEST"
    case parseFailed = "GRAPHQL_PARSE_FAILED"
    case validationFailed = "GRAPHQL_VALIDATION_FAILED"
    /// A variable or an argument has a value that its type does not allow.
    case badUserInput = "BAD_USER_INPUT"
    /// No operation, or several without a name, or none with the name.
    case operationResolutionFailure = "OPERATION_RESOLUTION_FAILURE"
    case methodNotAllowed = "METHOD_NOT_ALLOWED"
    case csrfPrevented = "CSRF_PREVENTED"

    case persistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND"
    case persistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH"
    case documentNotTrusted = "DOCUMENT_NOT_TRUSTED"

    case documentTooLarge = "DOCUMENT_TOO_LARGE"
    case tokenLimit = "TOKEN_LIMIT"
    case depthLimit = "DEPTH_LIMIT"
    case aliasLimit = "ALIAS_LIMIT"
    case rootFieldLimit = "ROOT_FIELD_LIMIT"
    case directiveLimit = "DIRECTIVE_LIMIT"
    case selectionLimit = "SELECTION_LIMIT"
    case costLimit = "COST_LIMIT"
    case validationBudget = "VALIDATION_BUDGET"
    case introspectionDisabled = "INTROSPECTION_DISABLED"
    case responseTooLarge = "RESPONSE_TOO_LARGE"

    case unauthenticated = "UNAUTHENTICATED"
    case forbidden = "FORBIDDEN"
    case notFound = "NOT_FOUND"
    case rateLimited = "RATE_LIMITED"

    case commandIDReused = "COMMAND_ID_REUSED"
    case conflict = "CONFLICT"
    case readModelLagging = "READ_MODEL_LAGGING"
    case positionExpired = "POSITION_EXPIRED"
    case resync = "RESYNC"
    case slowConsumer = "SLOW_CONSUMER"
    case subscriptionLimit = "SUBSCRIPTION_LIMIT"

    /// A store cannot be reached; `extensions.retryAfterMs` says when to try again.
    case unavailable = "UNAVAILABLE"
    case overloaded = "OVERLOADED"
    case deadlineExceeded = "DEADLINE_EXCEEDED"
    case cancelled = "CANCELLED"
    /// Ours to mend; the trace id leads to the log, and nothing else leaves the building.
    case `internal` = "INTERNAL"
}
