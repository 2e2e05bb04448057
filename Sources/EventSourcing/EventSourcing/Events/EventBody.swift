import JSON
import Prelude

/// The members of a stored body, or of an object within it, read by name and type.
package struct EventBody: Sendable {
    /// How an erased personal value stands in an opened body.
    package static let erasedMember = "$erased"

    private let document: JSONDocument
    private let object: JSONDocument.Index

    package init(parsing bytes: [UInt8]) throws(EventBodyError) {
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw .notJSON(reason: error.description)
        }
        object = document.root
        guard document.kind(object) == .object else { throw .notJSON(reason: "the body is no object") }
    }

    private init(_ document: JSONDocument, _ object: JSONDocument.Index) {
        (self.document, self.object) = (document, object)
    }

    package func string(_ name: StaticString) throws(EventBodyError) -> String {
        guard let text = document.string(try member(name)) else { throw .mistyped(member: name.description) }
        return text
    }

    package func int(_ name: StaticString) throws(EventBodyError) -> Int64 {
        guard let number = document.int64(try member(name)) else { throw .mistyped(member: name.description) }
        return number
    }

    package func bool(_ name: StaticString) throws(EventBodyError) -> Bool {
        guard let value = document.bool(try member(name)) else { throw .mistyped(member: name.description) }
        return value
    }

    package func timestamp(_ name: StaticString) throws(EventBodyError) -> Timestamp {
        Timestamp(microseconds: try int(name))
    }

    package func id<ID: TypedIdentifier>(_ name: StaticString, _ type: ID.Type = ID.self) throws(EventBodyError) -> ID {
        guard let id = ID(try string(name)) else { throw .mistyped(member: name.description) }
        return id
    }

    /// A value of a closed list, stored under its raw text.
    package func one<Value: RawRepresentable<String>>(
        _ name: StaticString, of type: Value.Type = Value.self
    ) throws(EventBodyError) -> Value {
        guard let value = Value(rawValue: try string(name)) else { throw .unknownValue(member: name.description) }
        return value
    }

    package func object(_ name: StaticString) throws(EventBodyError) -> EventBody {
        let index = try member(name)
        guard document.kind(index) == .object else { throw .mistyped(member: name.description) }
        return EventBody(document, index)
    }

    /// The objects of a list, each read by the closure.
    package func list<Value>(
        _ name: StaticString, _ read: (EventBody) throws(EventBodyError) -> Value
    ) throws(EventBodyError) -> [Value] {
        let index = try member(name)
        guard document.kind(index) == .array else { throw .mistyped(member: name.description) }
        var values: [Value] = []
        for item in document.items(index) {
            guard document.kind(item) == .object else { throw .mistyped(member: name.description) }
            values.append(try read(EventBody(document, item)))
        }
        return values
    }

    package func strings(_ name: StaticString) throws(EventBodyError) -> [String] {
        let index = try member(name)
        guard document.kind(index) == .array else { throw .mistyped(member: name.description) }
        var values: [String] = []
        for item in document.items(index) {
            guard let text = document.string(item) else { throw .mistyped(member: name.description) }
            values.append(text)
        }
        return values
    }

    /// Whether the member is there and not null.
    package func has(_ name: StaticString) -> Bool {
        document.member(name, of: object).map { !document.isNull($0) } ?? false
    }

    /// Reads a member that may be absent or null.
    package func optional<Value>(
        _ name: StaticString, _ read: (StaticString) throws(EventBodyError) -> Value
    ) throws(EventBodyError) -> Value? {
        has(name) ? try read(name) : nil
    }

    /// A text about a person, which may have been erased.
    package func personal(_ name: StaticString) throws(EventBodyError) -> Personal<String> {
        let index = try member(name)
        if document.kind(index) == .object {
            guard document.member(Self.erasedMember.utf8, of: index) != nil else { throw .sealed }
            return .erased
        }
        return .known(try string(name))
    }

    /// The bytes of a member as they are stored.
    package func raw(_ name: StaticString) throws(EventBodyError) -> [UInt8] {
        Array(document.text(try member(name)))
    }

    private func member(_ name: StaticString) throws(EventBodyError) -> JSONDocument.Index {
        guard let index = document.member(name, of: object), !document.isNull(index) else {
            throw .missing(member: name.description)
        }
        return index
    }
}
