/// A file of `KEY=value` lines, in the common part of what systemd and Docker read.
///
///     # a comment                       also ; comments, and empty lines
///     KEY=a plain value                 to the end of the line, without the space around it
///     KEY="with \"escapes\" and $"      \" \\ \$ \` are one character, other backslashes stay
///     KEY='exactly as written'
///
/// A line that the two would read differently (a continuation, text after a quote) is an error.
package struct EnvironmentFile: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let value: String
        package let line: Int
    }

    package struct Problem: Sendable, Equatable {
        package let line: Int
        package let message: String
    }

    package private(set) var entries: [Entry] = []
    package private(set) var problems: [Problem] = []

    package init(_ bytes: [UInt8]) {
        for (index, line) in bytes.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            do throws(SettingProblem) {
                guard let (name, value) = try Self.read(line) else { continue }
                if let first = entries.first(where: { $0.name == name }) {
                    throw SettingProblem("\(name) was set in line \(first.line) already")
                }
                entries.append(Entry(name: name, value: value, line: index + 1))
            } catch {
                problems.append(Problem(line: index + 1, message: error.message))
            }
        }
    }

    private static func read(_ line: ArraySlice<UInt8>) throws(SettingProblem) -> (String, String)? {
        let line = trimmed(line)
        guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { return nil }
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
            throw SettingProblem("the line holds control characters")
        }
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { throw SettingProblem("the line has no =") }
        let name = line[..<equals]
        guard isName(name) else { throw SettingProblem("a name has only A–Z, 0–9 and _, and no space before =") }
        guard let nameText = String(validating: name, as: UTF8.self) else { return nil }
        return (nameText, try value(trimmed(line[(equals + 1)...])))
    }

    private static func value(_ bytes: ArraySlice<UInt8>) throws(SettingProblem) -> String {
        guard let quote = bytes.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            guard bytes.last != UInt8(ascii: "\\") else { throw SettingProblem("a value ends with its line") }
            return try text(bytes)
        }
        var result: [UInt8] = []
        var index = bytes.startIndex + 1
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == quote {
                guard index + 1 == bytes.endIndex else { throw SettingProblem("text follows the closing quote") }
                return try text(result[...])
            }
            index += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), index < bytes.endIndex,
                Array("\"\\$`".utf8).contains(bytes[index])
            {
                result.append(bytes[index])
                index += 1
            } else {
                result.append(byte)
            }
        }
        throw SettingProblem("the quote is not closed")
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(SettingProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingProblem("the value is not UTF-8")
        }
        return text
    }

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }
}
