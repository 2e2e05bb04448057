/// Finds the event of a batch that is to blame for the store's refusal, by making the batches smaller.
struct BatchIsolation: Sendable {
    /// The one event that has been found, and why it is refused; it is parked.
    private(set) var refused: [GlobalPosition: String] = [:]
    private var size: Int?

    /// How many events the next batch may have.
    func limit(_ most: Int) -> Int { min(most, size ?? most) }

    /// A batch of events at these positions was refused; false if no smaller one can be tried.
    mutating func note(_ positions: [GlobalPosition], _ reason: String) -> Bool {
        guard let first = positions.first else { return false }
        if positions.count == 1 {
            // What is refused although its event is parked is not the event's fault.
            return refused.updateValue(reason, forKey: first) == nil
        }
        size = positions.count / 2
        return true
    }

    /// A batch was taken: the next may be larger again.
    mutating func passed() {
        refused = [:]
        size = size.flatMap { $0 < 1 << 20 ? $0 * 2 : nil }
    }
}
