import Testing

struct SizeTests {
    /// Files that may be longer than the limit, each with its reason. The list may only shrink.
    private let longFiles: [String: String] = [:]

    @Test func `no file is longer than 500 lines`() {
        let strays = (SourceTree.sources + SourceTree.tests).filter {
            $0.lines.count > 501 && longFiles[$0.path] == nil
        }
        #expect(strays.isEmpty, "\(strays.map { "\($0.path): \($0.lines.count) lines" })")
    }

    @Test func `no line is wider than 120 columns`() {
        let strays = (SourceTree.sources + SourceTree.tests).flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                // A text inside a literal cannot always be broken, so only code and comments count.
                line.count > 120 && (file.code[index].count > 120 || line.contains("//") && !line.contains("\""))
                    ? Finding(path: file.path, line: index + 1, text: "\(line.count) columns") : nil
            }
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `no function is longer than 70 lines`() {
        let strays = SourceTree.sources.flatMap(longFunctions)
        #expect(strays.isEmpty, "\(strays)")
    }

    /// A function ends at the first closing brace that stands at its own indentation, which the formatter guarantees.
    private func longFunctions(in file: SourceTree.File) -> [Finding] {
        var found: [Finding] = []
        for (index, line) in file.code.enumerated() {
            guard line.contains("func ") || line.contains(" init(") || line.hasSuffix("init(") else { continue }
            guard !line.hasSuffix("}") else { continue }
            let indentation = line.prefix { $0 == " " }
            let end = file.code[(index + 1)...].firstIndex { $0 == indentation + "}" }
            let nextFunction = file.code[(index + 1)...].firstIndex {
                $0.hasPrefix(indentation) && $0.dropFirst(indentation.count).first != " " && $0.contains("func ")
            }
            if let end, end - index > 70, nextFunction.map({ $0 > end }) ?? true {
                found.append(Finding(path: file.path, line: index + 1, text: "\(end - index) lines"))
            }
        }
        return found
    }
}
