/// Finds the name that a user probably meant.
enum NearestName {
    /// Limit: bytes of a name that are compared.
    private static let bytesMax = 128

    /// Nil if nothing is close: more than a third of the name would have to change.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let name = Array(name.utf8.prefix(bytesMax))
        let allowed = max(name.count / 3, 2)
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            let distance = distance(name, Array(candidate.utf8.prefix(bytesMax)))
            if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.name
    }

    /// The number of bytes to insert, remove or replace.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
