/// An input value after coercion: what resolvers receive, whether it came from a literal, a variable or a default.
///
/// Invariant: nested no deeper than `CoercionLimits.depthMax`, so that walking or freeing it cannot exhaust the stack.
package indirect enum CoercedValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A value of `Int`, or of a registered whole-number scalar, which may use all 64 bits.
    case int(Int64)
    case float(Double)
    /// A value of `String` or `ID`, or of a custom scalar that was given as a string; UTF-8.
    case string([UInt8])
    /// A number given to a custom scalar, exactly as written, so that no digit is lost.
    case number([UInt8])
    case enumValue(EnumValueID)
    /// A name given as an enum literal to a custom scalar.
    case name([UInt8])
    case list([CoercedValue])
    /// A value of an input object type: the fields that are present, in the order of the type.
    case object([CoercedField])
    /// An object given to a custom scalar, in the order written.
    case record([CoercedEntry])
}

/// A field of a coerced input object.
package struct CoercedField: Hashable, Sendable {
    package let field: InputValueID
    package let value: CoercedValue

    package init(field: InputValueID, value: CoercedValue) {
        (self.field, self.value) = (field, value)
    }
}

/// An entry of an object that was given to a custom scalar.
package struct CoercedEntry: Hashable, Sendable {
    package let name: [UInt8]
    package let value: CoercedValue

    package init(name: [UInt8], value: CoercedValue) {
        (self.name, self.value) = (name, value)
    }
}
