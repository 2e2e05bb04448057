/// Why a worker cannot go on: shown to operators, tried again later.
struct ProjectionProblem: Error {
    let reason: String
    /// Whether what the worker knows is no longer good for anything.
    let losesPlace: Bool
}
