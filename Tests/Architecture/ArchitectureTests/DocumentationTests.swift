import Foundation
import Testing

struct DocumentationTests {
    @Test func `every type that other modules see says what it is`() {
        let kinds = ["struct ", "enum ", "class ", "protocol ", "actor ", "func ", "typealias "]
        var strays: [Finding] = []
        for file in SourceTree.sources {
            for (index, line) in file.code.enumerated() where line.hasPrefix("package ") {
                guard kinds.contains(where: { line.contains($0) }) else { continue }
                let above = file.lines[..<index].reversed().drop {
                    $0.hasPrefix("@") || $0.hasPrefix("// Safe because")
                }
                if !(above.first?.hasPrefix("///") ?? false) && !(above.first?.hasPrefix("//") ?? false) {
                    strays.append(Finding(path: file.path, line: index + 1, text: line))
                }
            }
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `the architecture page has a paragraph for each module and none for others`() {
        let manifest = SourceTree.text("Package.swift")
        let page = SourceTree.text("ARCHITECTURE.md")
        var declared = Set(SourceTree.sources.map(\.module))
        declared.remove("")
        let described = Set(
            page.split(separator: "\n").filter { $0.hasPrefix("* **") }.compactMap { line in
                line.dropFirst(4).split(separator: "*").first.map(String.init)
            })
        let undescribed = declared.filter { !described.contains($0) }
        #expect(undescribed.isEmpty, "no paragraph: \(undescribed.sorted())")
        let invented = described.filter { !manifest.contains("\"\($0)\"") }
        #expect(invented.isEmpty, "no such module: \(invented.sorted())")
    }

    @Test(arguments: ["README.md", "ARCHITECTURE.md"])
    func `links lead somewhere`(_ page: String) {
        let text = SourceTree.text(page)
        #expect(!text.isEmpty)
        let known = Set(
            ["Sources", "Tests", "Schema", "Migrations", "Benchmarks", "Scripts"].flatMap(SourceTree.paths))
        for piece in text.components(separatedBy: "](").dropFirst() {
            let target = String(piece.prefix { $0 != ")" && $0 != "#" })
            guard !target.isEmpty, !target.hasPrefix("http") else { continue }
            #expect(
                known.contains(target) || !SourceTree.text(target).isEmpty || known.contains { $0.hasPrefix(target) },
                "\(page) links to \(target)")
        }
    }

    @Test func `placeholders are gone`() {
        let strays = (SourceTree.sources + SourceTree.tests).filter { $0.name == "Placeholder" }
        #expect(strays.isEmpty, "\(strays.map(\.path))")
    }
}
