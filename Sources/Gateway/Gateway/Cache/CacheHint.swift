import ContextKit
import GraphQLPlanning

/// What caches outside may do with an answer, from the hints that the schema gives for the fields in it.
package struct CacheHint: Equatable, Sendable {
    let seconds: Int
    /// Whether everybody may be given the same answer.
    let isPublic: Bool

    /// Nil if a field of the root says nothing: then nobody may keep the answer.
    init?(_ plan: Plan) {
        var seconds = Int.max
        var isPublic = true
        var hasRoot = false
        for field in plan.rootFields where field.source != .typename {
            guard let policy = CachePolicy(of: field.definition, in: plan.schema) else { return nil }
            hasRoot = true
            seconds = min(seconds, policy.seconds)
        }
        guard hasRoot else { return nil }
        for field in plan.fields where field.source == .load {
            guard let policy = CachePolicy(of: field.definition, in: plan.schema) else {
                isPublic = false
                continue
            }
            seconds = min(seconds, policy.seconds)
            if policy.scope != .public { isPublic = false }
        }
        (self.seconds, self.isPublic) = (seconds, isPublic)
    }
}
