import ContextKit
import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Networking
import Server

/// Several requests in one POST.
///
/// Spec: GraphQL over HTTP, the appendix on batching: a list of requests, answered as JSON lines that each name the
/// place of their request. Clients that do not take lines get the older form, a list of answers in the same order.
extension GraphQLEndpoint {
    func start(
        _ exchange: Exchange, _ requests: [Result<GraphQLRequest, RequestFault>], _ wanted: AnswerForm
    ) throws(EndpointRefusal) {
        let http = exchange.request
        let viewer = try viewer(of: http)
        guard let loop = exchange.loop else { return }
        let batch = RunBatch(service, count: requests.count) { [self] outcome in
            var fields = ResponseFields()
            if let written = outcome.written { try? fields.add(name: "Belvedere-Token", written.description) }
            answer(
                exchange, .ok, wanted.takesLines ? .jsonLines : .json,
                wanted.takesLines ? outcome.lines : outcome.list, fields)
        }
        for (place, request) in requests.enumerated() {
            do throws(EndpointRefusal) {
                let request = try readable(request)
                let options = try options(of: http, request, place: place)
                let operation = try prepared(request)
                try check(operation, http, .json)
                batch.add(operation, request, options, at: place)
            } catch {
                if let code = error.code { service.watch?.rejected(code) }
                batch.take(error.body, at: place)
            }
        }
        exchange.whenGone { batch.cancel() }
        batch.run(viewer, from: http.peer.ip, trace: http.trace, on: loop)
    }

    private func readable(
        _ request: Result<GraphQLRequest, RequestFault>
    ) throws(EndpointRefusal) -> GraphQLRequest {
        do throws(RequestFault) {
            return try request.get()
        } catch {
            throw EndpointRefusal(.badRequest, .badRequest, error.message)
        }
    }

    private func prepared(_ request: GraphQLRequest) throws(EndpointRefusal) -> PreparedOperation {
        do throws(Preparation.Refusal) {
            return try service.prepare(request)
        } catch {
            throw EndpointRefusal(.badRequest, error.body)
        }
    }
}
