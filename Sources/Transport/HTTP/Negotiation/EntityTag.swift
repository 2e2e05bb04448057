/// A strong or weak validator, kept as it stands in the field, quotes included.
package struct EntityTag: Sendable, Equatable {
    package let bytes: [UInt8]

    /// A strong tag around bytes that need no escape, such as hexadecimal digits.
    package init(strong value: some Sequence<UInt8>) {
        bytes = [0x22] + value.filter { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 } + [0x22]
    }

    /// True when an `If-None-Match` value names this tag; the comparison is weak, as RFC 9110 13.1.2 has it.
    package func isNamed(in value: UnsafeBufferPointer<UInt8>) -> Bool {
        if matches(FieldList.trimmed(value), "*") { return true }
        var found = false
        FieldList.forEachElement(of: value) { element in
            let isWeak = element.count > 2 && element[0] == 0x57 && element[1] == 0x2f
            let tag = UnsafeBufferPointer(rebasing: element[(isWeak ? 2 : 0)...])
            found = found || tag.elementsEqual(bytes)
        }
        return found
    }
}
