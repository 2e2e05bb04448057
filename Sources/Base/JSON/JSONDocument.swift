/// A JSON text that has been checked once and can be walked any number of times without building a tree.
///
/// The tape holds one node a value, in the order of the text; a member is its key's node followed by its value's:
///
///     {"a":[1,2],"b":"c"}   →   0 object(2)  1 "a"  2 array(2)  3 1  4 2  5 "b"  6 "c"
///
/// Invariant: every index that navigation returns names a node of this document.
package struct JSONDocument: Sendable {
    /// Names one value of one document.
    package typealias Index = Int

    package let source: [UInt8]
    /// Bytes of the strings that had escapes.
    let decoded: [UInt8]
    package let nodes: [JSONNode]

    /// Reads exactly one value with nothing but white space around it (RFC 8259).
    package init(parsing source: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard source.count < Int(Int32.max) else { throw JSONError(.tooLong, at: Int(Int32.max)) }
        var tape = JSONTape(limits: limits)
        let failure = source.withUnsafeBufferPointer { buffer -> JSONError? in
            var reader = JSONReader(buffer, limits: limits)
            do throws(JSONError) {
                try reader.read(into: &tape)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        self.source = source
        self.decoded = tape.decoded
        self.nodes = tape.nodes
        if limits.duplicateKeys == .refused { try refuseDuplicateKeys() }
    }

    package init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// The outermost value.
    package var root: Index { 0 }
}
