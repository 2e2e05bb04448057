import ContextKit
import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Networking
import Server

/// `/graphql` over HTTP: GET and POST, one request an exchange, or several where batches are served.
package final class GraphQLEndpoint: HTTPHandler {
    let service: GraphQLService
    let authenticator: Authenticator
    let profile: HTTPProfile
    let cors: CORSPolicy
    private let socket: SocketEndpoint
    private let stream: StreamEndpoint
    /// Of answers to clients that are no page of another origin, by media type.
    private let plainFields: [ResponseFields]

    package init(
        _ service: GraphQLService, authenticator: Authenticator, profile: HTTPProfile, cors: CORSPolicy,
        socket: SocketEndpoint, stream: StreamEndpoint
    ) {
        (self.service, self.authenticator, self.profile, self.cors) = (service, authenticator, profile, cors)
        (self.socket, self.stream) = (socket, stream)
        plainFields = [ResponseMediaType.json, .graphQLResponse, .jsonLines].map { mediaType in
            var fields = Self.fields(of: mediaType)
            fields.add(contentsOf: CORSPolicy.fieldsWithoutOrigin)
            return fields
        }
    }

    package func respond(to exchange: Exchange) {
        let http = exchange.request
        if http.isWebSocketUpgrade { return socket.accept(exchange) }
        if cors.answersPreflight(exchange) { return }
        let streams = StreamEndpoint.wish(of: http)
        if streams == .yes { return stream.respond(to: exchange) }
        guard http.method == .get || http.method == .post else { return refuseMethod(exchange) }
        guard let wanted = AnswerForm(http) else {
            service.watch?.rejected(.badRequest)
            return answer(
                exchange, .notAcceptable,
                .json, ErrorBody.one(.badRequest, "None of the media types that the client accepts can be made."))
        }
        do throws(EndpointRefusal) {
            var memory: KnownRequests?
            if http.method == .post {
                try checkContentType(http)
                let requests = exchange.value(of: self) {
                    KnownRequests(bytesMax: service.limits.knownRequestBytesMax)
                }
                switch requests?.find(http.body) {
                case .known(let known): return try start(exchange, known, wanted)
                case .metBefore: memory = requests
                case .new, nil: break
                }
            }
            switch try read(http) {
            case .one(let request): try start(exchange, request, wanted, streams, rememberedIn: memory)
            case .batch(let requests): try start(exchange, requests, wanted)
            }
        } catch {
            if let code = error.code { service.watch?.rejected(code) }
            answer(exchange, error.status, wanted.mediaType, error.body, error.fields)
        }
    }

    /// Answers a request that has come before.
    private func start(
        _ exchange: Exchange, _ known: KnownRequest, _ wanted: AnswerForm
    ) throws(EndpointRefusal) {
        let http = exchange.request
        // What comes in parts has another plan.
        guard !wanted.takesParts else { return try start(exchange, known.request, wanted, .no) }
        let viewer = try viewer(of: http)
        var options = known.options
        do throws(OptionFault) {
            try options.add(http)
        } catch {
            throw EndpointRefusal(.badRequest, .badRequest, error.message)
        }
        guard let loop = exchange.loop else { return }
        let driver = service.run(
            known, options, viewer: viewer, from: http.peer.ip, trace: http.trace, on: loop
        ) { [self] reply in
            send(reply, exchange, wanted, to: viewer)
        }
        if let driver { exchange.whenGone { driver.cancel() } }
    }

    private func start(
        _ exchange: Exchange, _ request: GraphQLRequest, _ wanted: AnswerForm,
        _ streams: StreamEndpoint.Wish, rememberedIn requests: KnownRequests? = nil
    ) throws(EndpointRefusal) {
        let http = exchange.request
        let viewer = try viewer(of: http)
        let options = try options(of: http, request)
        let operation: PreparedOperation
        do throws(Preparation.Refusal) {
            operation = try service.prepare(request)
        } catch {
            throw EndpointRefusal(HTTPStatus(profile.status(of: error.outcome, as: wanted.mediaType)), error.body)
        }
        if let requests, !wanted.takesParts, let known = service.known(http.body, request, operation) {
            requests.remember(known)
            return try start(exchange, known, wanted)
        }
        let hasMany = operation.kind == .subscription || operation.isLive
        if hasMany, streams == .forSubscriptions { return stream.respond(to: exchange) }
        if hasMany, wanted.takesSubscriptions, CSRFRule.allows(http) {
            guard let visitor = stream.visitor(exchange) else { return }
            let asked = LiveRequest(operation: operation, request: request, options: options, visitor: visitor)
            return MultipartAnswer(live: stream.live, cors: cors).start(exchange, asked)
        }
        try check(operation, http, wanted.mediaType)
        guard let loop = exchange.loop else { return }
        let driver = service.run(
            operation, request, options, viewer: viewer, from: http.peer.ip, trace: http.trace,
            inParts: wanted.takesParts, on: loop
        ) { [self] reply in
            send(reply, exchange, wanted, to: viewer)
        }
        if let driver { exchange.whenGone { driver.cancel() } }
    }

    private func send(
        _ reply: GraphQLService.Answer, _ exchange: Exchange, _ wanted: AnswerForm, to viewer: Viewer
    ) {
        guard reply.hasFields || exchange.request.method == .get else {
            let status = HTTPStatus(profile.status(of: reply.outcome, as: wanted.mediaType))
            return answer(exchange, status, wanted.mediaType, reply.body)
        }
        var fields = ResponseFields()
        if let written = reply.written { try? fields.add(name: "Belvedere-Token", written.description) }
        if let wait = reply.retryAfterMilliseconds { fields.add(.retryAfter, (wait + 999) / 1000) }
        if let more = reply.more {
            fields.add(contentsOf: cors.fields(for: exchange.request))
            return IncrementalAnswer.start(exchange, reply.body, more, fields, spec: wanted.incrementalSpec)
        }
        let status = HTTPStatus(profile.status(of: reply.outcome, as: wanted.mediaType))
        guard exchange.request.method == .get, reply.outcome == .answered,
            let hint = reply.plan.flatMap(CacheHint.init)
        else {
            return answer(exchange, status, wanted.mediaType, reply.body, fields)
        }
        let conditional = ConditionalAnswer(reply.body, hint, isAnonymous: viewer.actor == nil)
        fields.add(contentsOf: conditional.fields)
        fields.add(contentsOf: cors.fields(for: exchange.request))
        if conditional.isKnown(to: exchange.request) { return exchange.respond(.notModified, fields) }
        try? fields.add(name: "Content-Type", wanted.mediaType.name)
        exchange.respond(status, fields, body: reply.body, isCompressible: true)
    }

    private func refuseMethod(_ exchange: Exchange) {
        service.watch?.rejected(.methodNotAllowed)
        answer(
            exchange, .methodNotAllowed, .json,
            ErrorBody.one(.methodNotAllowed, "GraphQL is served by GET and POST."),
            ResponseFields([.allow: "GET, POST"]))
    }

    func answer(
        _ exchange: Exchange, _ status: HTTPStatus, _ mediaType: ResponseMediaType, _ body: [UInt8],
        _ more: ResponseFields? = nil
    ) {
        var fields: ResponseFields
        if exchange.request.has(.origin) {
            fields = Self.fields(of: mediaType)
            fields.add(contentsOf: cors.fields(for: exchange.request))
        } else {
            switch mediaType {
            case .json: fields = plainFields[0]
            case .graphQLResponse: fields = plainFields[1]
            case .jsonLines: fields = plainFields[2]
            }
        }
        if let more { fields.add(contentsOf: more) }
        exchange.respond(status, fields, body: body, isCompressible: true)
    }

    private static func fields(of mediaType: ResponseMediaType) -> ResponseFields {
        switch mediaType {
        case .json: jsonFields
        case .graphQLResponse: graphQLFields
        case .jsonLines: jsonLinesFields
        }
    }

    private static let jsonFields = ResponseFields([
        .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
    ])
    private static let graphQLFields = ResponseFields([
        .contentType: "application/graphql-response+json; charset=utf-8", .cacheControl: "no-store",
    ])
    private static let jsonLinesFields = ResponseFields([
        .contentType: "application/jsonl; charset=utf-8", .cacheControl: "no-store",
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
