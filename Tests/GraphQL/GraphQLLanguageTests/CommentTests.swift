import Testing

@testable import GraphQLLanguage

/// Comments in what is formatted.
struct CommentTests {
    private static func formatted(_ text: String) throws -> String {
        String(decoding: try Document.parse(Source(text)).printedBytes(keepsComments: true), as: UTF8.self)
    }

    @Test func `comments stay above and behind what they are about`() throws {
        let sdl = """
            # The head of the file.

            # About the schema.
            schema { # the roots
              query: Query
              # none of it changes
            }
            "text" # between
            type Query { # fields
              # about a
              a(
                # about x
                x: Int = 1 # behind x
                y: [Int]
                # after y
              ): Int # behind a
              b(c: Int # inside, d
              d: Int): Int
              # after b
            } # behind Query
            enum E { A, B # behind B
            }
            union U = Query # first
              | Query
            # the end
            """
        let wanted = """
            # The head of the file.

            # About the schema.
            schema { # the roots
              query: Query
              # none of it changes
            }

            "text"
            type Query { # between # fields
              # about a
              a(
                # about x
                x: Int = 1 # behind x
                y: [Int]
                # after y
              ): Int # behind a
              b(
                c: Int # inside, d
                d: Int
              ): Int
              # after b
            } # behind Query

            enum E {
              A
              B # behind B
            }

            union U = Query | Query # first

            # the end
            """
        #expect(try Self.formatted(sdl) == wanted)
        #expect(try Self.formatted(wanted) == wanted)
        #expect(try Self.formatted("{ a # x\r\n # y \r\n b(c: \"#\") }") == "{\n  a # x\n  # y\n  b(c: \"#\")\n}")
        #expect(try Document.parse(Source(sdl)).printed() == Document.parse(Source(wanted)).printed())
        #expect(try !Document.parse(Source(sdl)).printed().contains("#"))
    }

    @Test(arguments: 0..<60)
    func `no comment is lost, doubled or moved before another, and the tree stays the same`(seed: UInt64) throws {
        var generator = DocumentGenerator(seed: seed)
        let plain = generator.document()
        var marked = ""
        var count = 0
        var end = 0
        let bytes = Array(plain.utf8)
        bytes.withUnsafeBufferPointer { buffer in
            var lexer = Lexer(bytes: buffer)
            while true {
                let token = lexer.next()
                let start = token.kind == .endOfFile ? bytes.count : token.start
                marked += String(decoding: bytes[end..<start], as: UTF8.self)
                if generator.random(8) == 0 {
                    marked += generator.random(2) == 0 ? "\n" : " "
                    marked += "#c\(count);\n"
                    if generator.random(3) == 0 { marked += "\n" }
                    count += 1
                }
                if token.kind == .endOfFile { return }
                marked += String(decoding: bytes[token.start..<token.end], as: UTF8.self)
                end = token.end
            }
        }
        let formatted = try Self.formatted(marked)
        let again = try Document.parse(Source(formatted))
        #expect(try again.printed() == Document.parse(Source(plain)).printed())
        let comments = formatted.split(separator: "#", omittingEmptySubsequences: false).dropFirst().compactMap {
            part in
            part.hasPrefix("c") ? part.dropFirst().split(separator: ";").first.flatMap { Int($0) } : nil
        }
        #expect(comments == Array(0..<count))
        #expect(try Self.formatted(formatted) == formatted)
    }
}
