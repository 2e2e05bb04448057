import ContextKit
import EventSourcing
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLValidation
import Lifecycle

/// A request that has come before, with everything that follows from the bytes of its body alone.
///
/// Why: clients send the same few bodies again and again. Reading one, finding its operation, coercing its variables
/// and pricing it comes to the same each time; and where every read says what it depends on, so does the answer.
// Safe because it is used on one loop only.
final class KnownRequest: @unchecked Sendable {
    let body: [UInt8]
    let request: GraphQLRequest
    let options: RequestOptions
    let ready: ReadyOperation
    /// What it costs, for those who ask; `ready` has it only where it is bounded.
    let cost: OperationCost
    /// How long an answer may be kept; nil if it could not be proven to be still true.
    let keptFor: Duration?
    private var answers: [KeptAnswer] = []
    /// What it takes, about: the body, what was read from it, and the answers that are kept.
    private(set) var byteCount: Int
    /// Where it is remembered, and must be heard of when it grows.
    weak var keeper: KnownRequests?

    /// Limit: viewers whose answers to the same request are kept; the one that came longest ago is forgotten.
    private static let answersMax = 8
    /// Limit: bytes of an answer that is kept.
    private static let answerBytesMax = 64 << 10

    init(
        _ body: [UInt8], _ request: GraphQLRequest, _ options: RequestOptions, _ ready: ReadyOperation,
        cost: OperationCost
    ) {
        (self.body, self.request, self.options, self.ready, self.cost) = (body, request, options, ready, cost)
        keptFor = options.asksNothingSpecial ? Self.keptFor(ready.plan) : nil
        byteCount = 1_024 + body.count * 4
    }

    /// The answer that a viewer was given before; whoever takes it must see that it is still true.
    func answer(for viewer: Viewer) -> KeptAnswer? { answers.first { $0.viewer == viewer } }

    func keep(_ answer: KeptAnswer) {
        guard answer.body.count <= Self.answerBytesMax else { return }
        change { answers in
            answers.removeAll { $0.viewer == answer.viewer }
            if answers.count >= Self.answersMax { answers.removeFirst() }
            answers.append(answer)
        }
    }

    func forget(_ viewer: Viewer) { change { $0.removeAll { $0.viewer == viewer } } }

    private func change(_ body: (inout [KeptAnswer]) -> Void) {
        let before = answers.reduce(0) { $0 + $1.byteCount }
        body(&answers)
        let growth = answers.reduce(0) { $0 + $1.byteCount } - before
        byteCount += growth
        keeper?.grew(by: growth)
    }

    /// The shortest time that the schema gives for any read of a plan; nil if one may not be kept.
    private static func keptFor(_ plan: Plan) -> Duration? {
        guard plan.kind == .query, !plan.readsJSON, !plan.isIncremental, plan.computations.isEmpty,
            !plan.loads.isEmpty, plan.loads.allSatisfy({ $0.binding.isProvable })
        else { return nil }
        var seconds = Int.max
        for load in plan.loads {
            guard let policy = CachePolicy(of: load.definition, in: plan.schema) else { return nil }
            seconds = min(seconds, policy.seconds)
        }
        return .seconds(seconds)
    }
}

/// A whole answer that one viewer was given, and what proves that it is still true.
struct KeptAnswer: Sendable {
    let viewer: Viewer
    let body: [UInt8]
    let proof: ReadProof
    let expires: MonotonicTime

    var byteCount: Int { 256 + body.count + proof.tags.count * 8 }
}

/// An operation with everything settled that can be settled before it is run.
struct ReadyOperation: Sendable {
    let operation: PreparedOperation
    let prepared: ExecutionRequest.Prepared
    let behavior: ErrorBehavior
    /// Nil when nobody bounds it and nobody wants to know.
    let cost: OperationCost?

    var plan: Plan { prepared.plan }
}
