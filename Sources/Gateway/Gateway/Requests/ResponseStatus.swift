/// Which status an answer gets, in each of the two profiles of GraphQL over HTTP.
package enum HTTPProfile: String, Sendable, CaseIterable {
    /// What the public audit suite and today's clients expect.
    case compat
    /// The draft of 2026: 422 for what is well-formed JSON but no valid request, 294 for data beside errors.
    case draft
}

/// The media type of an answer.
package enum ResponseMediaType: Sendable, Equatable {
    case graphQLResponse
    case json
    /// Of the answers of a batch.
    case jsonLines

    package var name: String {
        switch self {
        case .graphQLResponse: "application/graphql-response+json; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        case .jsonLines: "application/jsonl; charset=utf-8"
        }
    }
}

/// How far a request came.
package enum RequestOutcome: Sendable, Equatable, CaseIterable {
    /// The body or the parameters could not be read as JSON.
    case unreadable
    /// Read, but no well-formed GraphQL request.
    case malformed
    case syntaxError
    case invalid
    case operationNotFound
    case variablesRefused
    /// The viewer has spent what it may spend for now.
    case rateLimited
    /// Executed as far as there was room: `data` is null, because what was asked for was turned away.
    case overloaded
    /// The viewer may not read what the operation selects.
    case accessRefused
    /// Executed without an error.
    case answered
    /// Executed; data beside errors.
    case partial
    /// Executed; `data` is null.
    case nothing
}

extension HTTPProfile {
    /// Spec: GraphQL over HTTP, *Status Codes*. In `compat`, a client that asks for plain JSON gets 200 for whatever
    /// the request's document or variables did wrong, because such clients cannot tell a gateway's error from ours.
    package func status(of outcome: RequestOutcome, as mediaType: ResponseMediaType) -> Int {
        switch (self, outcome) {
        case (_, .unreadable): 400
        case (_, .rateLimited), (_, .overloaded): 429
        case (_, .answered): 200
        case (.compat, .malformed): 400
        case (.compat, .syntaxError), (.compat, .invalid), (.compat, .operationNotFound),
            (.compat, .variablesRefused):
            mediaType == .json ? 200 : 400
        case (.compat, .accessRefused): mediaType == .json ? 200 : 403
        case (.compat, .partial), (.compat, .nothing): 200
        case (.draft, .accessRefused): 403
        case (.draft, .syntaxError): 400
        case (.draft, .malformed), (.draft, .invalid), (.draft, .operationNotFound), (.draft, .variablesRefused): 422
        case (.draft, .partial): 294
        case (.draft, .nothing): 200
        }
    }
}
