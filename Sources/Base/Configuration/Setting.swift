/// A key with the type of its value; declared once, in the table, and read through it.
package struct Setting<Value: Sendable>: Sendable {
    package private(set) var key: ConfigurationKey
    let parse: @Sendable (String) throws(SettingProblem) -> Value

    package init(
        _ name: String, default standard: String?, form: String, _ summary: String,
        parse: @escaping @Sendable (String) throws(SettingProblem) -> Value
    ) {
        self.parse = parse
        key = ConfigurationKey(name: name, standard: standard, summary: summary, form: form) {
            (text) throws(SettingProblem) in _ = try parse(text)
        }
    }

    /// The same key, marked as one that takes effect without a restart.
    package var reloadable: Self {
        var copy = self
        copy.key.isReloadable = true
        return copy
    }

    /// The same key, marked as one that is never shown.
    package var secret: Self {
        var copy = self
        copy.key.isSecret = true
        return copy
    }
}

extension Setting where Value == Int {
    package static func integer(
        _ name: String, default standard: Int, in range: ClosedRange<Int>, _ summary: String
    ) -> Self {
        Setting(name, default: "\(standard)", form: "\(range.lowerBound)–\(range.upperBound)", summary) {
            (text) throws(SettingProblem) in try SettingText.integer(text, in: range)
        }
    }

    /// Bytes: `65536`, `64KiB`, `1MiB`, `2GiB`.
    package static func size(
        _ name: String, default standard: String, in range: ClosedRange<Int> = 1...(1 << 40), _ summary: String
    ) -> Self {
        Setting(name, default: standard, form: "size", summary) { (text) throws(SettingProblem) in
            try SettingText.size(text, in: range)
        }
    }
}

extension Setting where Value == Duration {
    /// `250ms`, `10s`, `5m`, `2h`, `1d`.
    package static func duration(
        _ name: String, default standard: String, in range: ClosedRange<Duration> = .zero ... .seconds(366 * 86400),
        _ summary: String
    ) -> Self {
        Setting(name, default: standard, form: "duration", summary) { (text) throws(SettingProblem) in
            try SettingText.duration(text, in: range)
        }
    }
}

extension Setting where Value == Bool {
    package static func flag(_ name: String, default standard: Bool, _ summary: String) -> Self {
        Setting(name, default: "\(standard)", form: "true | false", summary) { (text) throws(SettingProblem) in
            try SettingText.flag(text)
        }
    }
}

extension Setting where Value == Double {
    /// A decimal number without exponent.
    package static func number(
        _ name: String, default standard: Double, in range: ClosedRange<Double>, _ summary: String
    ) -> Self {
        Setting(name, default: "\(standard)", form: "\(range.lowerBound)–\(range.upperBound)", summary) {
            (text) throws(SettingProblem) in try SettingText.number(text, in: range)
        }
    }
}

extension Setting where Value == String? {
    /// Any text without control characters; empty is the same as unset.
    package static func text(_ name: String, default standard: String? = nil, _ summary: String) -> Self {
        Setting(name, default: standard, form: "text", summary) { (text) throws(SettingProblem) in
            try SettingText.plain(text)
        }
    }
}

extension Setting where Value == [String] {
    /// Texts with commas between them; empty is no text.
    package static func list(_ name: String, default standard: String = "", _ summary: String) -> Self {
        Setting(name, default: standard, form: "list", summary) { (text) throws(SettingProblem) in
            try SettingText.list(text)
        }
    }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enumeration.
    package static func choice(_ name: String, default standard: Value, _ summary: String) -> Self {
        let words = Value.allCases.map(\.rawValue)
        return Setting(name, default: standard.rawValue, form: words.joined(separator: " | "), summary) {
            (text) throws(SettingProblem) in
            guard let value = Value(rawValue: text) else {
                throw SettingProblem("must be one of \(words.joined(separator: ", "))")
            }
            return value
        }
    }
}
