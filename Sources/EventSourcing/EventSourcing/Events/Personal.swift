/// A value about a person, or the fact that its key has been destroyed.
package enum Personal<Value: Hashable & Sendable>: Hashable, Sendable {
    case known(Value)
    /// The person's key is gone; nobody can read the value any more.
    case erased

    package var value: Value? {
        switch self {
        case .known(let value): value
        case .erased: nil
        }
    }

    package func map<Other>(_ change: (Value) -> Other) -> Personal<Other> {
        switch self {
        case .known(let value): .known(change(value))
        case .erased: .erased
        }
    }
}
