import GraphQLSchema

/// How the variables are set that `@skip` and `@include` name; a plan holds for one setting.
///
/// Why: with the conditions decided, merging and order are exactly those of the specification, and executing tests
/// nothing. A client that uses `n` such variables needs at most 2ⁿ plans, of which a bounded number is kept.
package struct ConditionSettings: Hashable, Sendable {
    /// What such a variable may be. Null is an error where it is met; a variable without a value is as if the argument
    /// were not there, which is an error only where the argument must be.
    package enum Setting: UInt8, Sendable {
        case no, yes, null, absent
    }

    /// Whether `@defer` and `@stream` split the response; else they are as if they were not there.
    package var isIncremental = false
    /// Two bits each, the first 32 variables.
    private var first: UInt64 = 0
    private var rest: [UInt64] = []

    package init() {}

    package subscript(index: Int) -> Setting {
        get {
            let word = index < 32 ? first : index / 32 <= rest.count ? rest[index / 32 - 1] : 0
            return Setting(rawValue: UInt8(truncatingIfNeeded: word >> UInt64(index % 32 * 2) & 3)) ?? .absent
        }
        set {
            let shift = UInt64(index % 32 * 2)
            if index < 32 {
                first = first & ~(3 << shift) | UInt64(newValue.rawValue) << shift
            } else {
                while rest.count < index / 32 { rest.append(0) }
                rest[index / 32 - 1] = rest[index / 32 - 1] & ~(3 << shift) | UInt64(newValue.rawValue) << shift
            }
        }
    }
}

extension ConditionSettings.Setting {
    /// What a variable says; values that are no Boolean come from a schema that defines the directive in its own way.
    init(_ value: CoercedValue?) {
        switch value {
        case nil: self = .absent
        case .null?: self = .null
        case .boolean(false)?, .int(0)?: self = .no
        case .some: self = .yes
        }
    }
}
