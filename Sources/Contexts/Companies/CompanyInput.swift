import EventSourcing

/// The rules about the values that commands on companies are given.
enum CompanyInput {
    /// Limit: bytes of a title.
    static let titleBytesMax = 300

    static func check(id: String, at path: String) -> [InputViolation] {
        CompanyID.isUsable(id)
            ? []
            : [
                InputViolation(
                    path, code: "INVALID_ID",
                    "`\(path)` must be 1 to \(CompanyID.bytesMax) letters, digits or any of . _ -")
            ]
    }

    static func check(title: String?) -> [InputViolation] {
        guard let title else { return [] }
        if title.utf8.allSatisfy({ $0 <= 0x20 }) {
            return [InputViolation("title", code: "EMPTY", "`title` must not be empty.")]
        }
        if title.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return [InputViolation("title", code: "CONTROL_CHARACTER", "`title` must not hold control characters.")]
        }
        return title.utf8.count <= titleBytesMax
            ? [] : [InputViolation("title", code: "TOO_LONG", "`title` must have at most \(titleBytesMax) bytes.")]
    }

    static func check(inn: String?) -> [InputViolation] {
        guard let inn, !INN.isValid(inn) else { return [] }
        return [InputViolation("inn", code: "INVALID_INN", "`inn` must be a tax number whose check digits are right.")]
    }
}
