import ContextKit
import EventSourcing

/// The rules about the values that commands on accounts are given.
enum AccountInput {
    /// Limit: bytes of an address; RFC 5321 allows no more.
    static let emailBytesMax = 254
    /// Limit: bytes of a name.
    static let nameBytesMax = 200
    /// Limit: bytes of a password; fewer are guessed, more are no password but load.
    static let passwordBytes = 8...1_024

    /// The form in which addresses are compared and stored: ASCII letters in lower case.
    static func folded(_ email: String) -> String {
        String(decoding: email.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    static func check(id: String, at path: String) -> [InputViolation] {
        AccountID.isUsable(id)
            ? []
            : [
                InputViolation(
                    path, code: "INVALID_ID",
                    "`\(path)` must be 1 to \(AccountID.bytesMax) letters, digits or any of . _ -")
            ]
    }

    static func check(email: String) -> [InputViolation] {
        email.utf8.count <= emailBytesMax
            ? []
            : [InputViolation("email", code: "TOO_LONG", "`email` must have at most \(emailBytesMax) bytes.")]
    }

    static func check(name: String) -> [InputViolation] {
        if name.utf8.allSatisfy({ $0 <= 0x20 }) {
            return [InputViolation("name", code: "EMPTY", "`name` must not be empty.")]
        }
        if name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return [InputViolation("name", code: "CONTROL_CHARACTER", "`name` must not hold control characters.")]
        }
        return name.utf8.count <= nameBytesMax
            ? [] : [InputViolation("name", code: "TOO_LONG", "`name` must have at most \(nameBytesMax) bytes.")]
    }

    /// Spec: ITU-T E.164, a plus sign and at most 15 digits.
    static func check(phone: String?) -> [InputViolation] {
        guard let phone else { return [] }
        let digits = phone.utf8.dropFirst()
        let isNumber =
            phone.utf8.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber
            ? []
            : [InputViolation("phone", code: "INVALID_PHONE", "`phone` must be a plus sign and 7 to 15 digits.")]
    }

    static func check(password: String, at path: String) -> [InputViolation] {
        let count = password.utf8.count
        if passwordBytes.contains(count) { return [] }
        let code = count < passwordBytes.lowerBound ? "TOO_SHORT" : "TOO_LONG"
        return [
            InputViolation(
                path, code: code,
                "`\(path)` must have \(passwordBytes.lowerBound) to \(passwordBytes.upperBound) bytes.")
        ]
    }
}
