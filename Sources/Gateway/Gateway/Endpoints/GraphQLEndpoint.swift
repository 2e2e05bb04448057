import ContextKit
import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Networking
import Server

/// `/graphql` over HTTP: GET and POST, one request an exchange.
package struct GraphQLEndpoint: HTTPHandler {
    private let service: GraphQLService
    private let authenticator: Authenticator
    private let profile: HTTPProfile
    private let cors: CORSPolicy
    private let socket: SocketEndpoint
    private let stream: StreamEndpoint

    package init(
        _ service: GraphQLService, authenticator: Authenticator, profile: HTTPProfile, cors: CORSPolicy,
        socket: SocketEndpoint, stream: StreamEndpoint
    ) {
        (self.service, self.authenticator, self.profile, self.cors) = (service, authenticator, profile, cors)
        (self.socket, self.stream) = (socket, stream)
    }

    package func respond(to exchange: Exchange) {
        let http = exchange.request
        if http.isWebSocketUpgrade { return socket.accept(exchange) }
        if cors.answersPreflight(exchange) { return }
        if StreamEndpoint.wants(http) { return stream.respond(to: exchange) }
        guard http.method == .get || http.method == .post else { return refuseMethod(exchange) }
        let offered = ContentNegotiation.answer(http.joined(.accept))
        guard let mediaType = offered ?? (MultipartAnswer.isWanted(http) ? .json : nil) else {
            service.watch?.rejected(.badRequest)
            return answer(
                exchange, .notAcceptable,
                .json, ErrorBody.one(.badRequest, "None of the media types that the client accepts can be made."))
        }
        do throws(EndpointRefusal) {
            try start(exchange, mediaType)
        } catch {
            if let code = error.code { service.watch?.rejected(code) }
            answer(exchange, error.status, mediaType, error.body, error.fields)
        }
    }

    private func start(_ exchange: Exchange, _ mediaType: ResponseMediaType) throws(EndpointRefusal) {
        let http = exchange.request
        let request = try read(http)
        let viewer = try viewer(of: http)
        let options = try options(of: http, request)
        let operation: PreparedOperation
        do throws(Preparation.Refusal) {
            operation = try service.prepare(request)
        } catch {
            throw EndpointRefusal(HTTPStatus(profile.status(of: error.outcome, as: mediaType)), error.body)
        }
        if operation.kind == .subscription || operation.isLive, MultipartAnswer.isWanted(http), CSRFRule.allows(http) {
            guard let visitor = stream.visitor(exchange) else { return }
            let asked = LiveRequest(operation: operation, request: request, options: options, visitor: visitor)
            return MultipartAnswer(live: stream.live, cors: cors).start(exchange, asked)
        }
        try check(operation, http, mediaType)
        guard let loop = exchange.loop else { return }
        let driver = service.run(
            operation, request, options, viewer: viewer, from: http.peer.ip, trace: http.trace, on: loop
        ) { reply in
            send(reply, exchange, mediaType)
        }
        if let driver { exchange.whenGone { driver.cancel() } }
    }

    private func read(_ http: Request) throws(EndpointRefusal) -> GraphQLRequest {
        if http.method == .post {
            guard let type = http.copy(of: .contentType), ContentNegotiation.isJSON(type)
            else {
                throw EndpointRefusal(
                    .unsupportedMediaType,
                    .badRequest, "The body of a POST must have the content type application/json.")
            }
        }
        do throws(RequestFault) {
            return http.method == .get
                ? try ReadQueryString.request(http.queryBytes, limits: service.limits.json)
                : try ReadRequestBody.one(http.body, limits: service.limits.json)
        } catch {
            let outcome: RequestOutcome = error.isUnreadable ? .unreadable : .malformed
            throw EndpointRefusal(
                HTTPStatus(profile.status(of: outcome, as: .json)), .badRequest, error.message)
        }
    }

    private func viewer(of http: Request) throws(EndpointRefusal) -> Viewer {
        switch authenticator.viewer(authorization: http.copy(of: .authorization)) {
        case .viewer(let viewer, _): return viewer
        case .refused:
            throw EndpointRefusal(
                .unauthorized, .unauthenticated, "The token is not accepted.",
                ResponseFields([.wwwAuthenticate: "Bearer error=\"invalid_token\""]))
        }
    }

    private func options(of http: Request, _ request: GraphQLRequest) throws(EndpointRefusal) -> RequestOptions {
        do throws(OptionFault) {
            return try RequestOptions(request, http)
        } catch {
            throw EndpointRefusal(.badRequest, .badRequest, error.message)
        }
    }

    private func check(
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
        guard CSRFRule.allows(http) || isReadByProgram(http) else {
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

    private func send(_ reply: GraphQLService.Answer, _ exchange: Exchange, _ mediaType: ResponseMediaType) {
        var fields = ResponseFields()
        if let written = reply.written { try? fields.add(name: "Belvedere-Token", written.description) }
        if let wait = reply.retryAfterMilliseconds { fields.add(.retryAfter, (wait + 999) / 1000) }
        answer(
            exchange, HTTPStatus(profile.status(of: reply.outcome, as: mediaType)), mediaType, reply.body, fields)
    }

    private func refuseMethod(_ exchange: Exchange) {
        service.watch?.rejected(.methodNotAllowed)
        answer(
            exchange, .methodNotAllowed, .json,
            ErrorBody.one(.methodNotAllowed, "GraphQL is served by GET and POST."),
            ResponseFields([.allow: "GET, POST"]))
    }

    private func answer(
        _ exchange: Exchange, _ status: HTTPStatus, _ mediaType: ResponseMediaType, _ body: [UInt8],
        _ more: ResponseFields = ResponseFields()
    ) {
        var fields = mediaType == .json ? Self.jsonFields : Self.graphQLFields
        fields.add(contentsOf: more)
        fields.add(contentsOf: cors.fields(for: exchange.request))
        exchange.respond(status, fields, body: body, isCompressible: true)
    }

    private static let jsonFields = ResponseFields([
        .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
    ])
    private static let graphQLFields = ResponseFields([
        .contentType: "application/graphql-response+json; charset=utf-8", .cacheControl: "no-store",
    ])
}

/// An answer that is given before anything was executed.
struct EndpointRefusal: Error {
    let status: HTTPStatus
    let body: [UInt8]
    let fields: ResponseFields
    /// Under what it is counted; nil if it has been.
    let code: ErrorCode?

    init(_ status: HTTPStatus, _ code: ErrorCode, _ message: String, _ fields: ResponseFields = ResponseFields()) {
        (self.status, self.code, self.fields) = (status, code, fields)
        body = ErrorBody.one(code, message)
    }

    init(_ status: HTTPStatus, _ body: [UInt8], _ fields: ResponseFields = ResponseFields()) {
        (self.status, self.body, self.fields, code) = (status, body, fields, nil)
    }
}

extension HTTPStatus {
    init(_ status: Int) { self.init(rawValue: UInt16(clamping: status)) }
}
