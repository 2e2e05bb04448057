import Foundation

/// The Swift files of the repository, read once, with the module that each belongs to.
struct SourceTree {
    struct File: Sendable {
        let path: String
        let module: String
        let area: String
        let lines: [String]
        /// The lines with comments and the insides of string literals taken out.
        let code: [String]

        var name: String { String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "") }
    }

    static let root: String = {
        let parts = #filePath.split(separator: "/")
        return "/" + parts.dropLast(4).joined(separator: "/")
    }()

    static let sources = read("Sources")
    static let tests = read("Tests")

    static func text(_ path: String) -> String {
        (try? String(contentsOfFile: root + "/" + path, encoding: .utf8)) ?? ""
    }

    static func paths(under folder: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
        return found.sorted().map { folder + "/" + $0 }
    }

    private static func read(_ folder: String) -> [File] {
        paths(under: folder).filter { $0.hasSuffix(".swift") }.map { path in
            let parts = path.split(separator: "/").map(String.init)
            let lines = text(path).components(separatedBy: "\n")
            return File(
                path: path, module: parts.count > 2 ? parts[2] : "", area: parts.count > 1 ? parts[1] : "",
                lines: lines, code: withoutCommentsAndLiterals(lines))
        }
    }

    private static func withoutCommentsAndLiterals(_ lines: [String]) -> [String] {
        var insideBlock = false
        return lines.map { line in
            if line.components(separatedBy: "\"\"\"").count == 2 {
                defer { insideBlock.toggle() }
                return insideBlock ? "" : String(line.prefix { $0 != "\"" })
            }
            return insideBlock ? "" : bare(line)
        }
    }

    private static func bare(_ line: String) -> String {
        var result = ""
        var insideLiteral = false
        var escaped = false
        var previous: Character = " "
        for character in line {
            if insideLiteral {
                if escaped {
                    escaped = false
                } else if character == "\\" {
                    escaped = true
                } else if character == "\"" {
                    insideLiteral = false
                }
                continue
            }
            if character == "/", previous == "/" {
                return String(result.dropLast())
            }
            if character == "\"" {
                insideLiteral = true
            }
            result.append(character)
            previous = character
        }
        return result
    }
}

/// One place in the tree, printed so that an editor can jump to it.
struct Finding: CustomStringConvertible {
    let path: String
    let line: Int
    let text: String

    var description: String { "\(path):\(line): \(text)" }
}

/// Every line of the files' code on which the test says yes.
func findings(
    in files: [SourceTree.File], where test: (SourceTree.File, String) -> Bool
) -> [Finding] {
    files.flatMap { file in
        file.code.enumerated().compactMap { index, line in
            test(file, line)
                ? Finding(path: file.path, line: index + 1, text: line.trimmingCharacters(in: .whitespaces)) : nil
        }
    }
}
