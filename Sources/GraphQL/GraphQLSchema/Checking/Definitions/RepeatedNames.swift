/// Finds names that stand more than once among neighbours, in the order of their first mention.
enum RepeatedNames {
    /// Limit: up to here pairs are compared, beyond a dictionary is worth its allocation.
    private static let pairwiseMax = 8

    /// For each name that is repeated, all the places where it stands.
    static func groups(_ names: [Symbol]) -> [[Int]] {
        if names.count < 2 { return [] }
        if names.count <= pairwiseMax, !hasRepetition(names) { return [] }
        var places: [Symbol: [Int]] = [:]
        var order: [Symbol] = []
        for (place, name) in names.enumerated() {
            if places[name, default: []].isEmpty { order.append(name) }
            places[name, default: []].append(place)
        }
        return order.compactMap { name in places[name].flatMap { $0.count > 1 ? $0 : nil } }
    }

    private static func hasRepetition(_ names: [Symbol]) -> Bool {
        for later in names.indices.dropFirst() {
            for earlier in 0..<later where names[earlier] == names[later] { return true }
        }
        return false
    }
}
