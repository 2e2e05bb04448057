import ContextKit
import EventSourcing
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import Lifecycle
import Networking

// Requests that have come before.
extension GraphQLService {
    /// Everything that follows from a body; nil for a request that must be looked at anew each time.
    func known(_ body: [UInt8], _ request: GraphQLRequest, _ operation: PreparedOperation) -> KnownRequest? {
        guard operation.kind != .subscription, !operation.isLive, documents.isPure(for: request),
            let options = try? RequestOptions(request),
            let prepared = try? execution(operation, request, inParts: false).prepared()
        else { return nil }
        let ready = ReadyOperation(
            operation: operation, prepared: prepared, behavior: request.errorBehavior,
            cost: price(operation, prepared.variables, options))
        let cost = preparation.pricing.cost(of: operation, prepared.variables)
        return KnownRequest(body, request, options, ready, cost: cost)
    }

    /// Answers a request that has come before: by what was answered then if that is still true, else by running it.
    @discardableResult
    func run(
        _ known: KnownRequest, _ options: RequestOptions, viewer: Viewer, from peer: IPAddress?,
        trace: TraceContext?, on loop: EventLoop, _ done: @escaping (Answer) -> Void
    ) -> WaveDriver? {
        let begin = clock.now
        var ready = known.ready
        if options.wantsCost || options.isDryRun {
            ready = ReadyOperation(
                operation: ready.operation, prepared: ready.prepared, behavior: ready.behavior, cost: known.cost)
        }
        guard let keptFor = known.keptFor, options.asksNothingSpecial else {
            return run(ready, options, viewer: viewer, from: peer, trace: trace, since: begin, on: loop, done)
        }
        if let kept = known.answer(for: viewer) {
            guard kept.expires > begin, isStillTrue(kept.proof) else {
                known.forget(viewer)
                return run(known, options, viewer: viewer, from: peer, trace: trace, on: loop, done)
            }
            if let refusal = answerUnrun(at: ready.cost, options, viewer, peer) {
                return finish(refusal, ready.operation, since: begin, done)
            }
            return finish(Answer(outcome: .answered, body: kept.body), ready.operation, since: begin, done)
        }
        let era = services.cache?.era
        return run(ready, options, viewer: viewer, from: peer, trace: trace, since: begin, on: loop) { answer in
            if let era, let proof = answer.proof(since: era), let notes = answer.notes {
                let expires = min(begin + keptFor, notes.keptUntil ?? begin + keptFor)
                known.keep(KeptAnswer(viewer: viewer, body: answer.body, proof: proof, expires: expires))
            }
            done(answer)
        }
    }

    private func isStillTrue(_ proof: ReadProof) -> Bool {
        guard let cache = services.cache, cache.isStillTrue(proof) else { return false }
        // A read model that begins anew holds nothing until it has begun.
        return proof.models.allSatisfy { services.positions.cursor(of: $0) != nil }
    }
}

extension GraphQLService.Answer {
    /// What proves the answer; nil if it is not whole, or depends on more than on what was read.
    fileprivate func proof(since era: UInt64) -> ReadProof? {
        guard outcome == .answered, more == nil, written == nil, let notes, !notes.isStale, !notes.isUnwatched,
            let asOf = notes.models.map(\.position).min()
        else { return nil }
        return ReadProof(asOf: asOf, tags: notes.tags, models: notes.models.map(\.identity.name), era: era)
    }
}

extension RequestOptions {
    /// Whether the answer says and obeys nothing beside the operation.
    var asksNothingSpecial: Bool { token == nil && !wantsFreshness && !wantsCost && !isDryRun }
}
