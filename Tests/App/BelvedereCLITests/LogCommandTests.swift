import EventSourcing
import Testing

@testable import BelvedereCLI

struct LogCommandTests {
    @Test func `columns stand under each other and no line ends in blanks`() {
        let text = TextColumns.text(["NAME", "LAG", "NODE"], [["orders", "1", "-"], ["a", "1000", "node-1"]])
        #expect(text == "NAME    LAG   NODE\norders  1     -\na       1000  node-1\n")
    }

    @Test func `events are chosen by what the options say`() throws {
        var reader = ArgumentReader([
            "--tenant", "t", "--stream=order:7", "--category", "order", "--category", "chat", "--name", "a.b.1",
        ])
        let filter = try EventFilterArguments.take(&reader)
        #expect(
            filter
                == EventFilter(
                    tenant: "t", categories: ["order", "chat"], names: ["a.b.1"], stream: StreamName("order:7")))
        var none = ArgumentReader([])
        #expect(try EventFilterArguments.take(&none) == .everything)
    }

    @Test(arguments: [["--stream", "order"], ["--category", "Order"], ["--tenant", "a b"], ["--name", ""]])
    func `an option that cannot be meant is a mistake`(_ words: [String]) {
        #expect(throws: (any Error).self) {
            var reader = ArgumentReader(words)
            _ = try EventFilterArguments.take(&reader)
        }
    }

    @Test func `a position may be given as a number or as a cursor`() throws {
        #expect(try EventFilterArguments.position("42", "--after") == 42)
        #expect(try EventFilterArguments.position("v1.3.42", "--after") == 42)
        for text in ["-1", "x", "v2.1.1", ""] {
            #expect(throws: (any Error).self) { try EventFilterArguments.position(text, "--after") }
        }
    }

    @Test func `a process is named by tenant, kind and instance`() throws {
        var reader = ArgumentReader(["demo", "order-fulfilment", "7"])
        let id = try ProcessArguments.take(&reader)
        #expect(id.description == "demo/process.order-fulfilment:7")
        for words in [["demo", "order"], ["demo", "Order", "7"], ["demo", "order", "7 8"]] {
            #expect(throws: (any Error).self) {
                var reader = ArgumentReader(words)
                _ = try ProcessArguments.take(&reader)
            }
        }
    }
}
