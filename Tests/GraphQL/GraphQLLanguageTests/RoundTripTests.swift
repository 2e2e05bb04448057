import GraphQLLanguage
import Testing

/// Printing and parsing undo each other, whatever the document.
struct RoundTripTests {
    @Test func `a printed document parses to the same tree and prints the same`() throws {
        let first = UInt64.random(in: 0...UInt64.max)
        for number in 0..<400 {
            let seed = first &+ UInt64(number)
            var generator = DocumentGenerator(seed: seed)
            let text = generator.document()
            let document = try Document.parse(Source(text))
            let printed = document.printed()
            let again = try Document.parse(Source(printed))
            #expect(TreeText.of(document) == TreeText.of(again), "seed \(seed)\n\(text)\n---\n\(printed)")
            #expect(again.printed() == printed, "seed \(seed)")
        }
    }

    @Test func `no mutilated document stops the parser`() {
        let first = UInt64.random(in: 0...UInt64.max)
        for number in 0..<400 {
            let seed = first &+ UInt64(number)
            var generator = DocumentGenerator(seed: seed)
            var bytes = Array(generator.document().utf8)
            for _ in 0..<3 {
                let place = generator.random(bytes.count)
                bytes[place] = UInt8(generator.random(256))
                if generator.random(2) == 0 { bytes.removeLast(generator.random(bytes.count)) }
            }
            do throws(SyntaxError) {
                _ = try Document.parse(bytes).printed()
            } catch {
                #expect(error.offset <= bytes.count, "seed \(seed)")
                #expect(error.message.hasPrefix("Syntax Error: "), "seed \(seed)")
            }
        }
    }
}
