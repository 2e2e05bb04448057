/// An `Accept` field, read once: which media ranges the client takes, and how gladly.
///
/// Spec: RFC 9110 12.5.1; the most specific range decides the weight of a type.
package struct Accept: Sendable, Equatable {
    /// One media range, in the order of the field.
    package struct Range: Sendable, Equatable {
        /// `type/subtype` in lower case; either may be `*`.
        package var type: [UInt8]
        /// The parameters other than `q`, as `name=value` with the name in lower case and quotes taken off.
        package var parameters: [[UInt8]]
        /// From 0, which refuses, to 1000.
        package var weight: Int
    }

    package private(set) var ranges: [Range] = []
    /// Limit: ranges that are looked at; the rest of a longer field is not.
    private static let rangesMax = 64

    /// Reads the joined value of all `Accept` fields; malformed elements are left out.
    package init(_ value: [UInt8]) {
        value.withUnsafeBufferPointer { value in
            FieldList.forEachElement(of: value) { element in
                guard ranges.count < Self.rangesMax, let weight = QualityValue.read(element) else { return }
                let name = QualityValue.name(element).map(lowercased)
                guard let slash = name.firstIndex(of: 0x2f), slash > 0, slash < name.count - 1 else { return }
                ranges.append(Range(type: name, parameters: Self.parameters(element), weight: weight))
            }
        }
    }

    /// The weight that the client gives to a type, in thousandths; 0 when it is not acceptable.
    package func weight(of type: StaticString) -> Int {
        var best = (specificity: -1, weight: 0)
        let name = type.bytes.map(lowercased)
        let slash = name.firstIndex(of: 0x2f) ?? name.count
        for range in ranges {
            let specificity: Int
            if range.type == name {
                specificity = 2
            } else if range.type.last == 0x2a, range.type.dropLast(1).elementsEqual(name[..<slash] + [0x2f]) {
                specificity = 1
            } else if range.type == [0x2a, 0x2f, 0x2a] {
                specificity = 0
            } else {
                continue
            }
            if specificity > best.specificity { best = (specificity, range.weight) }
        }
        return best.weight
    }

    /// The offer with the highest weight; where several are equal, the one the client names first, then ours first.
    package func best(of offers: [StaticString]) -> Int? {
        var best: (index: Int, weight: Int, position: Int)?
        for (index, offer) in offers.enumerated() {
            let weight = weight(of: offer)
            guard weight > 0 else { continue }
            let position = ranges.firstIndex { $0.type.elementsEqual(offer.bytes.map(lowercased)) } ?? ranges.count
            guard let known = best else {
                best = (index, weight, position)
                continue
            }
            if weight > known.weight || weight == known.weight && position < known.position {
                best = (index, weight, position)
            }
        }
        return best?.index
    }

    private static func parameters(_ element: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var index = 0
        FieldList.forEachElement(of: element, separator: 0x3b) { part in
            defer { index += 1 }
            guard index > 0, let equals = part.firstIndex(of: 0x3d) else { return }
            let name = part[..<equals].map(lowercased)
            guard name != [0x71] else { return }
            var value = UnsafeBufferPointer(rebasing: part[(equals + 1)...])
            if value.count >= 2, value.first == 0x22, value.last == 0x22 {
                value = UnsafeBufferPointer(rebasing: value[1..<(value.count - 1)])
            }
            result.append(name + [0x3d] + value)
        }
        return result
    }
}
