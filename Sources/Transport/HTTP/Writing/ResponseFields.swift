/// The fields of a response or outgoing request, already in the form of the wire.
///
/// Invariant: holds only whole lines whose names are tokens and whose values have no control bytes, so that nothing a
/// handler puts in can start a second field or a second response.
package struct ResponseFields: Sendable {
    /// `Name: value` lines with their ends.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Fields known when the program is written; a bad one is a mistake of ours and stops the program at its start.
    package init(_ fields: KeyValuePairs<FieldName, StaticString>) {
        for (name, value) in fields {
            precondition(Self.isValue(value.bytes), "A literal field value holds a control byte.")
            line(name.text.bytes, value.bytes)
        }
    }

    /// Adds a field, or throws and adds nothing when its value could break out of its line.
    package mutating func add(_ name: FieldName, _ value: some Collection<UInt8>) throws(InvalidField) {
        try add(name.text.bytes, Array(value))
    }

    /// Adds a field with a text value.
    package mutating func add(_ name: FieldName, _ value: String) throws(InvalidField) {
        try add(name.text.bytes, Array(value.utf8))
    }

    /// Adds a field whose value is a literal without control bytes.
    package mutating func add(_ name: FieldName, literal value: StaticString) {
        precondition(Self.isValue(value.bytes), "A literal field value holds a control byte.")
        line(name.text.bytes, value.bytes)
    }

    /// Adds a number.
    package mutating func add(_ name: FieldName, _ value: Int) {
        bytes.append(contentsOf: name.text.bytes)
        bytes.append(literal: ": ")
        bytes.appendDecimal(value)
        bytes.append(literal: "\r\n")
    }

    /// Adds a field of any name.
    package mutating func add(name: String, _ value: String) throws(InvalidField) {
        try Array(name.utf8).withUnsafeBufferPointer { (name) throws(InvalidField) in
            try add(name, Array(value.utf8))
        }
    }

    /// Adds fields that were checked before.
    package mutating func add(contentsOf other: ResponseFields) { bytes += other.bytes }

    private mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ value: [UInt8]) throws(InvalidField) {
        guard Self.isName(name) else { throw .name }
        guard value.withUnsafeBufferPointer(Self.isValue) else { throw .value }
        value.withUnsafeBufferPointer { line(name, $0) }
    }

    private mutating func line(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: name)
        bytes.append(literal: ": ")
        bytes.append(contentsOf: value)
        bytes.append(literal: "\r\n")
    }

    private static func isName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count > 0 && bytes.allSatisfy { ByteClass.table[Int($0)] & ByteClass.token.rawValue != 0 }
    }

    private static func isValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { ByteClass.table[Int($0)] & ByteClass.value.rawValue != 0 }
    }
}

/// Which part of an outgoing field could have broken out of its line.
package enum InvalidField: Error, Equatable { case name, value }
