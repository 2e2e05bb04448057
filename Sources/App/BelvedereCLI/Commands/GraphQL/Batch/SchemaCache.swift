import GraphQLSchema

/// Schemas by the bytes of their SDL, so that the lines of a suite share the one they use.
///
/// Limit: a number of schemas and of bytes; beyond them the ones that have not been used for longest go.
final class SchemaCache {
    private static let countMax = 64
    private static let bytesMax = 64 * 1_048_576

    private var entries: [[UInt8]: (result: Result<Schema, SchemaFaults>, used: Int)] = [:]
    private var bytes = 0
    private var clock = 0

    func schema(_ sdl: [UInt8], make: ([UInt8]) -> Result<Schema, SchemaFaults>) -> Result<Schema, SchemaFaults> {
        clock += 1
        if let known = entries[sdl] {
            entries[sdl]?.used = clock
            return known.result
        }
        let result = make(sdl)
        makeRoom(for: sdl.count)
        entries[sdl] = (result, clock)
        bytes += sdl.count
        return result
    }

    private func makeRoom(for count: Int) {
        while entries.count >= Self.countMax || (bytes + count > Self.bytesMax && !entries.isEmpty) {
            guard let oldest = entries.min(by: { $0.value.used < $1.value.used })?.key else { return }
            entries[oldest] = nil
            bytes -= oldest.count
        }
    }
}
