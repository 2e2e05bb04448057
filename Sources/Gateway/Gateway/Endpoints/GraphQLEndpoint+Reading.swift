import ContextKit
import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Server

/// What an exchange asks for, from its fields and its body, or why it is refused before anything is run.
extension GraphQLEndpoint {
    /// What the body or the query string holds.
    enum Content {
        case one(GraphQLRequest)
        case batch([Result<GraphQLRequest, RequestFault>])
    }

    func checkContentType(_ http: Request) throws(EndpointRefusal) {
        // Why first: almost everybody sends this.
        if http.isExactly(.contentType, "application/json") { return }
        guard let type = http.copy(of: .contentType), ContentNegotiation.isJSON(type) else {
            throw EndpointRefusal(
                .unsupportedMediaType,
                .badRequest, "The body of a POST must have the content type application/json.")
        }
    }

    func read(_ http: Request) throws(EndpointRefusal) -> Content {
        let limits = service.limits
        do throws(RequestFault) {
            guard http.method == .post else {
                return .one(try ReadQueryString.request(http.queryBytes, limits: limits.json))
            }
            guard limits.batchMax > 1 else { return .one(try ReadRequestBody.one(http.body, limits: limits.json)) }
            let read = try ReadRequestBody.several(http.body, max: limits.batchMax, limits: limits.json)
            if !read.isBatch, let only = read.requests.first { return .one(try only.get()) }
            return .batch(read.requests)
        } catch {
            let outcome: RequestOutcome = error.isUnreadable ? .unreadable : .malformed
            throw EndpointRefusal(HTTPStatus(profile.status(of: outcome, as: .json)), .badRequest, error.message)
        }
    }

    func viewer(of http: Request) throws(EndpointRefusal) -> Viewer {
        switch authenticator.viewer(authorization: http.copy(of: .authorization)) {
        case .viewer(let viewer, _): return viewer
        case .refused:
            throw EndpointRefusal(
                .unauthorized, .unauthenticated, "The token is not accepted.",
                ResponseFields([.wwwAuthenticate: "Bearer error=\"invalid_token\""]))
        }
    }

    /// What is asked for beside the operation.
    func options(of http: Request, _ request: GraphQLRequest, place: Int = 0) throws(EndpointRefusal) -> RequestOptions
    {
        do throws(OptionFault) {
            var options = try RequestOptions(request, http)
            let isOwn = request.extensions?.member("belvedere")?.member("command")?.member("id") != nil
            if place > 0, !isOwn { options.command = options.command?.inBatch(at: place) }
            return options
        } catch {
            throw EndpointRefusal(.badRequest, .badRequest, error.message)
        }
    }

    func check(
        _ operation: PreparedOperation, _ http: Request, _ mediaType: ResponseMediaType
    ) throws(EndpointRefusal) {
        switch operation.kind {
        case .query: break
        case .mutation:
            // Spec: a GET must not change anything, so nothing is executed.
            guard http.method == .post else {
                throw EndpointRefusal(
                    .methodNotAllowed, .methodNotAllowed, "Send mutations by POST.",
                    ResponseFields([.allow: "POST"]))
            }
        case .subscription:
            throw EndpointRefusal(
                HTTPStatus(profile.status(of: .invalid, as: mediaType)),
                .badRequest, "Subscriptions are served over WebSocket, as server-sent events and as multipart/mixed.")
        }
        // Why not for a POST: it has come this far with JSON, which no page sends without having asked.
        guard http.method == .post || CSRFRule.allows(http) || isReadByProgram(http) else {
            throw EndpointRefusal(
                .badRequest,
                .csrfPrevented, "Send a content type of application/json or a field such as GraphQL-Require-Preflight.")
        }
    }

    /// A GET changes nothing, and a program that is no browser has nobody's rights but its own. A browser says from
    /// where a page has sent it; only then must the request prove that the page may.
    private func isReadByProgram(_ http: Request) -> Bool {
        guard http.method == .get else { return false }
        guard let site = http.value(ofName: "sec-fetch-site") else {
            return !http.has(.origin)
        }
        return site.elementsEqual("same-origin".utf8) || site.elementsEqual("none".utf8)
    }
}
