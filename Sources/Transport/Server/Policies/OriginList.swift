/// The origins that may use the server from a browser: compared as bytes, exactly, never reflected.
package struct OriginList: Sendable, Equatable {
    private let origins: [[UInt8]]

    /// Each as a browser sends it: `https://app.example`, without a path. `null` is never taken.
    package init(_ origins: [String]) {
        self.origins = origins.map { Array($0.utf8) }.filter { $0 != Array("null".utf8) && !$0.isEmpty }
    }

    /// True when the value is one of the origins.
    package func contains(_ origin: UnsafeBufferPointer<UInt8>) -> Bool {
        origins.contains { $0.elementsEqual(origin) }
    }
}
