/// The content codings that the server can send.
package enum ContentCoding: UInt8, Sendable, CaseIterable {
    case identity, gzip, brotli

    /// The coding's name in `Content-Encoding`.
    package var name: StaticString {
        switch self {
        case .identity: "identity"
        case .gzip: "gzip"
        case .brotli: "br"
        }
    }

    /// Picks the coding that the client likes best among those offered; ours first among equals.
    ///
    /// Spec: RFC 9110 12.5.3. A client that refuses everything gets identity: a readable answer beats a 406.
    package static func choose(_ value: UnsafeBufferPointer<UInt8>, from offers: [ContentCoding]) -> ContentCoding {
        var named: [(coding: ContentCoding?, weight: Int)] = []
        FieldList.forEachElement(of: value) { element in
            guard named.count < 32, let weight = QualityValue.read(element) else { return }
            let name = QualityValue.name(element)
            if matches(name, "*") { named.append((nil, weight)) }
            for coding in allCases where matchesIgnoringCase(name, coding.name) { named.append((coding, weight)) }
            if matchesIgnoringCase(name, "x-gzip") { named.append((.gzip, weight)) }
        }
        var best = (coding: ContentCoding.identity, weight: 0)
        for offer in offers where offer != .identity {
            let weight =
                named.first { $0.coding == offer }?.weight ?? named.first { $0.coding == nil }?.weight ?? 0
            if weight > best.weight { best = (offer, weight) }
        }
        let plain = named.first { $0.coding == .identity }?.weight ?? 0
        return plain > best.weight ? .identity : best.coding
    }
}
