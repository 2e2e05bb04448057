/// "Did you mean …?" for a name that does not exist, in the reference's order and wording.
///
/// Limit: comparing is quadratic in the length of the two names, so names beyond `lengthMax` characters get none,
/// and at most `optionsMax` options are compared.
package struct Suggestions {
    static let lengthMax = 128
    static let optionsMax = 20_000
    private static let shownMax = 5

    /// The options that resemble the name, the nearest first.
    package static func list(for name: String, among options: some Sequence<String>) -> [String] {
        let wanted = name.unicodeScalars.map(\.value)
        guard wanted.count <= lengthMax else { return [] }
        var distance = LexicalDistance(to: wanted)
        let threshold = Int(Double(wanted.count) * 0.4) + 1
        var found: [String: Int] = [:]
        for option in options.prefix(optionsMax) {
            let scalars = option.unicodeScalars.map(\.value)
            guard scalars.count <= lengthMax, let edits = distance.measure(scalars, atMost: threshold) else { continue }
            found[option] = edits
        }
        return found.sorted { left, right in
            left.value == right.value
                ? NaturalOrder.isBefore(left.key, right.key) : left.value < right.value
        }.map(\.key)
    }

    /// ` Did you mean 'a', 'b', or 'c'?`, or nothing when there is nothing to suggest.
    package static func question(_ suggestions: [String], about subject: String? = nil) -> String {
        guard !suggestions.isEmpty else { return "" }
        let quoted = suggestions.prefix(shownMax).map { "'\($0)'" }
        return " Did you mean \(subject.map { $0 + " " } ?? "")\(WordList.or(Array(quoted)))?"
    }

    /// The question about the options that resemble the name.
    package static func question(
        for name: String, among options: some Sequence<String>, about subject: String? = nil
    ) -> String {
        question(list(for: name, among: options), about: subject)
    }
}
