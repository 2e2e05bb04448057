import Testing

@testable import BelvedereCLI

struct ArgumentReaderTests {
    @Test func `options flags and operands may stand in any order`() throws {
        var reader = ArgumentReader(["a", "--root=x", "--schema", "s1", "--json", "b", "--schema=s2", "--", "--c"])
        let schemas = try reader.options("--schema")
        let root = try reader.option("--root")
        let (isJSON, isStrict) = (reader.flag("--json"), reader.flag("--strict"))
        let files = try reader.operands(1...9, what: "files")
        #expect(schemas == ["s1", "s2"])
        #expect(root == "x")
        #expect(isJSON && !isStrict)
        #expect(files == ["a", "b", "--c"])
    }

    @Test func `what nobody took is a mistake that is named`() {
        var reader = ArgumentReader(["--what"])
        let failure = #expect(throws: CommandFailure.self) { try reader.finish() }
        #expect(failure?.message == "Unknown option --what.")
        #expect(failure?.code == .usage)
        var missing = ArgumentReader(["--root"])
        #expect(throws: CommandFailure.self) { try missing.option("--root") }
    }

    @Test func `every command has a path of its own and a help with an example`() {
        let paths = CommandTable.all.map { $0.path.joined(separator: " ") }
        #expect(Set(paths).count == paths.count)
        for command in CommandTable.all {
            let text = HelpText.command(command)
            #expect(text.contains("Usage: belvedere \(command.path.joined(separator: " "))"))
            #expect(command.example.contains("belvedere \(command.path.joined(separator: " "))"))
        }
    }
}
