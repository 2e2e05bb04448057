/// The tax number of a company or a person in Russia: ten or twelve digits, the last one or two of which check the
/// others.
package enum INN {
    private static let ten = [2, 4, 10, 3, 5, 9, 4, 6, 8]
    private static let eleven = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
    private static let twelve = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

    package static func isValid(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        return switch digits.count {
        case 10: check(digits, ten)
        case 12: check(digits, eleven) && check(digits, twelve)
        default: false
        }
    }

    /// Whether the digit behind the weighed ones is the one that follows from them.
    private static func check(_ digits: [Int], _ weights: [Int]) -> Bool {
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return sum % 11 % 10 == digits[weights.count]
    }
}
