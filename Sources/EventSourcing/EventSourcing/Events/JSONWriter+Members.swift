import JSON
import Prelude

extension JSONWriter {
    package mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    package mutating func member(_ name: StaticString, _ value: some FixedWidthInteger) {
        key(name)
        int(value)
    }

    package mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// Moments are stored as microseconds since 1970.
    package mutating func member(_ name: StaticString, _ value: Timestamp) {
        member(name, value.microseconds)
    }

    package mutating func member(_ name: StaticString, _ value: some TypedIdentifier) {
        member(name, value.description)
    }

    package mutating func member(_ name: StaticString, _ value: some StoredName) {
        member(name, value.text)
    }

    package mutating func member(_ name: StaticString, _ value: some RawRepresentable<String>) {
        member(name, value.rawValue)
    }

    package mutating func member(_ name: StaticString, strings values: [String]) {
        key(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    /// A value that was erased stays erased when it is written again.
    package mutating func member(_ name: StaticString, _ value: Personal<String>) {
        switch value {
        case .known(let text): member(name, text)
        case .erased:
            key(name)
            beginObject()
            key(EventBody.erasedMember)
            bool(true)
            endObject()
        }
    }
}
