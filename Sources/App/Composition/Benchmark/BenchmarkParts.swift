import ContextKit
import Database
import GraphQLPlanning

/// What the fields of the benchmark's schema are bound to.
enum BenchmarkParts {
    static func install(_ data: BenchmarkRows, in assembly: inout Assembly) {
        assembly.bind("Query.greet") { _, _, _ in .constant(Array("\"Hello World!\"".utf8)) }
        assembly.bind("Query.posts") { _, _, _ in
            .load(LoadBinding(name: "posts", shape: .many, loader: .immediate { data.posts($0) }))
        }
        assembly.bind("Post.user", parentColumns: ["user_id"]) { _, _, _ in
            .load(LoadBinding(name: "users", keys: ["user_id"], shape: .one, loader: .immediate { data.users($0) }))
        }
        for field in ["Query.userTokenStats", "Query.cachedUserTokenStats"] {
            assembly.read(
                field, from: BenchmarkStats.self, where: [.init("user_id", .argument("userId"))], .one,
                access: .anyone)
        }
        assembly.command(PublishTickField.self)
        assembly.command(RecordUsageField.self)
        assembly.feed(Ticks.self)
    }
}
