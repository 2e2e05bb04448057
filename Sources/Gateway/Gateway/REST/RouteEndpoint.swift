import ContextKit
import EventSourcing
import HTTP
import Networking
import Server

/// The stored operations of one path, by their methods; run as `/graphql` runs any operation.
package struct RouteEndpoint: HTTPHandler {
    private let operations: [ServedOperation]
    private let service: GraphQLService
    private let authenticator: Authenticator
    private let cors: CORSPolicy
    private let allow: [UInt8]

    package init(
        _ operations: [ServedOperation], _ service: GraphQLService, authenticator: Authenticator, cors: CORSPolicy
    ) {
        (self.operations, self.service) = (operations, service)
        (self.authenticator, self.cors) = (authenticator, cors)
        var names = operations.map { "\($0.stored.method.name)" }
        if names.contains("GET") { names.append("HEAD") }
        allow = Array(names.joined(separator: ", ").utf8)
    }

    package func respond(to exchange: Exchange) {
        if cors.answersPreflight(exchange) { return }
        do throws(Problem) {
            try start(exchange)
        } catch {
            if let code = error.code { service.watch?.rejected(code) }
            send(error, exchange)
        }
    }

    private func start(_ exchange: Exchange) throws(Problem) {
        let http = exchange.request
        let method = http.method == .head ? .get : http.method
        guard let operation = operations.first(where: { $0.stored.method == method }) else {
            var problem = Problem(
                operations.isEmpty ? .notFound : .methodNotAllowed,
                operations.isEmpty ? "There is no route of that path." : "The route is not served by that method.")
            if !allow.isEmpty { try? problem.fields.add(.allow, allow) }
            throw problem
        }
        if let accept = http.joined(.accept),
            Accept(accept).best(of: ["application/json", Problem.contentType]) == nil
        {
            throw Problem(.badRequest, "Answers are application/json.", status: .notAcceptable)
        }
        try check(operation.stored, http)
        let viewer = try viewer(of: http)
        var request = GraphQLRequest()
        request.variables = try RouteVariables.read(http, for: operation.stored, limits: service.limits.json)
        let options = try options(of: http, request)
        guard let loop = exchange.loop else { return }
        let driver = service.run(
            operation.prepared, request, options, viewer: viewer, from: http.peer.ip, trace: http.trace, on: loop
        ) { reply in
            send(reply, exchange, operation.stored, options, to: viewer)
        }
        if let driver { exchange.whenGone { driver.cancel() } }
    }

    /// A foreign page can make a browser send a POST only without a body of JSON and without fields of its own.
    private func check(_ operation: StoredOperation, _ http: Request) throws(Problem) {
        guard operation.isMutation, operation.method == .post else { return }
        guard CSRFRule.allows(http) || http.has(.authorization) || http.has(.idempotencyKey) else {
            throw Problem(.csrfPrevented, "Send a content type of application/json, or a token.")
        }
    }

    private func viewer(of http: Request) throws(Problem) -> Viewer {
        switch authenticator.viewer(authorization: http.copy(of: .authorization)) {
        case .viewer(let viewer, _): return viewer
        case .refused:
            var problem = Problem(.unauthenticated, "The token is not accepted.")
            problem.fields = ResponseFields([.wwwAuthenticate: "Bearer error=\"invalid_token\""])
            throw problem
        }
    }

    private func options(of http: Request, _ request: GraphQLRequest) throws(Problem) -> RequestOptions {
        do throws(OptionFault) {
            return try RequestOptions(request, http)
        } catch {
            throw Problem(.badRequest, error.message)
        }
    }

    private func send(
        _ reply: GraphQLService.Answer, _ exchange: Exchange, _ operation: StoredOperation,
        _ options: RequestOptions, to viewer: Viewer
    ) {
        var fields = ResponseFields()
        if let written = reply.written { try? fields.add(name: "Belvedere-Token", written.description) }
        if options.isDryRun, reply.outcome == .answered { return send(reply.body, exchange, .ok, fields) }
        switch RouteAnswer(reply.body, of: operation) {
        case .problem(var problem):
            problem.fields.add(contentsOf: fields)
            send(problem, exchange)
        case .value(let body):
            guard operation.method == .get, let hint = reply.plan.flatMap(CacheHint.init) else {
                return send(body, exchange, operation.success, fields)
            }
            let conditional = ConditionalAnswer(body, hint, isAnonymous: viewer.actor == nil)
            fields.add(contentsOf: conditional.fields)
            fields.add(contentsOf: cors.fields(for: exchange.request))
            if conditional.isKnown(to: exchange.request) { return exchange.respond(.notModified, fields) }
            fields.add(.contentType, literal: "application/json")
            exchange.respond(operation.success, fields, body: body, isCompressible: true)
        }
    }

    private func send(_ body: [UInt8], _ exchange: Exchange, _ status: HTTPStatus, _ more: ResponseFields) {
        var fields = ResponseFields([.cacheControl: "no-store"])
        fields.add(contentsOf: more)
        fields.add(contentsOf: cors.fields(for: exchange.request))
        guard !status.forbidsBody else { return exchange.respond(status, fields) }
        fields.add(.contentType, literal: "application/json")
        exchange.respond(status, fields, body: body, isCompressible: true)
    }

    private func send(_ problem: Problem, _ exchange: Exchange) {
        var fields = ResponseFields([.cacheControl: "no-store"])
        fields.add(.contentType, literal: Problem.contentType)
        fields.add(contentsOf: problem.fields)
        fields.add(contentsOf: cors.fields(for: exchange.request))
        exchange.respond(problem.status, fields, body: problem.body, isCompressible: true)
    }
}
