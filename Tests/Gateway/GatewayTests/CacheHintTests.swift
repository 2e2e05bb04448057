import ContextKit
import GraphQLPlanning
import HTTP
import Testing

@testable import Gateway

struct CacheHintTests {
    private static let sdl = """
        type Query {
          news: News @cacheControl(maxAge: 60, scope: PUBLIC)
          motto: Motto @cacheControl(maxAge: 10, scope: PUBLIC)
          mine: News @cacheControl(maxAge: 60)
          plain: News
        }
        type News { title: String author: Motto }
        type Motto { text: String }
        """

    /// What a GET by somebody, or by nobody, is told about keeping its answer; nil for nothing.
    private func control(_ query: String, anonymous: Bool = true) async throws -> String? {
        var told: String?
        try await TestGateway.run(
            Self.sdl,
            bind: { assembly in
                for field in ["Query.news", "Query.motto", "Query.mine", "Query.plain", "News.author"] {
                    assembly.bind(field) { _, _, _ in
                        .load(
                            LoadBinding(
                                name: field, shape: .one,
                                loader: .immediate { call in
                                    let row = ResultRow("News", ["title": .text("t"), "text": .text("x")])
                                    return .all(row.batch(call.columns))
                                }))
                    }
                }
            }
        ) { gateway in
            let answer = try await gateway.answer(query)
            guard let hint = answer.plan.flatMap(CacheHint.init) else { return }
            let fields = ConditionalAnswer(answer.body, hint, isAnonymous: anonymous).fields
            let lines = String(decoding: fields.bytes, as: UTF8.self).split(separator: "\r\n")
            told = lines.first { $0.lowercased().hasPrefix("cache-control: ") }.map { String($0.dropFirst(15)) }
        }
        return told
    }

    @Test func `what is everybody's may be kept for the shortest of its times, by whoever showed no token`()
        async throws
    {
        #expect(try await control("{ news { title } }") == "public, max-age=60")
        #expect(try await control("{ news { title } motto { text } }") == "public, max-age=10")
        #expect(try await control("{ news { title } }", anonymous: false) == "private, no-cache")
    }

    @Test func `one field of somebody's makes the whole answer private, also below another`() async throws {
        #expect(try await control("{ news { title } mine { title } }") == "private, no-cache")
        #expect(try await control("{ news { title author { text } } }") == "private, no-cache")
    }

    @Test func `a root that says nothing may not be kept at all`() async throws {
        #expect(try await control("{ news { title } plain { title } }") == nil)
    }
}
