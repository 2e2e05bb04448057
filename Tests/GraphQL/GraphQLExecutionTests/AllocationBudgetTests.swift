import GraphQLExecution
import GraphQLPlanning
import GraphQLSchema
import Rows
import Testing

struct AllocationBudgetTests {
    private static let sdl = """
        type Query { posts: [Post!]! }
        type Post { id: ID! userId: Int! title: String! user: User }
        type User { id: ID! name: String! email: String! }
        """

    private static func request(posts count: Int) throws -> ExecutionRequest {
        var posts = RowBatch(columnCount: 3)
        var users = RowBatch(columnCount: 3)
        for number in 0..<count {
            posts.append(.int(Int64(number)))
            posts.append(.int(Int64(number / 10)))
            posts.append(text: "a title that is too long to be small \(number)")
            posts.endRow()
            users.append(.int(Int64(number)))
            users.append(text: "a name that is too long to be small \(number)")
            users.append(text: "an address that is too long to be small \(number)")
            users.endRow()
        }
        let (allPosts, allUsers) = (posts, users)
        let engine = try Engine(
            Self.sdl,
            [
                "Query.posts": .load(
                    LoadBinding(name: "posts", shape: .many, loader: .immediate { _ in .all(allPosts) })),
                "Post.user": .load(
                    LoadBinding(
                        name: "users", keys: ["userId"], shape: .one,
                        loader: .immediate { call in
                            let groups = (0..<call.keys.rowCount).map { key in
                                let row = Int(call.keys.cell(row: key, column: 0).int)
                                return LoadResult.Group.rows(row..<row + 1)
                            }
                            return LoadResult(rows: allUsers, groups: groups)
                        })),
            ])
        return try engine.request("{ posts { id userId title user { id name email } } }")
    }

    /// Objects that one response allocates; nil if the runtime cannot count.
    private static func objects(rows: Int) throws -> Int? {
        let request = try request(posts: rows)
        _ = request.immediateResponse()
        return AllocationCounter.count { _ = request.immediateResponse() }
    }

    /// Budget: a request allocates a small constant; growing arrays add a few more, as their number of doublings does.
    ///
    /// Why: in a process of its own, because the hook of the runtime sees every thread.
    @Test func `a request allocates no more for more rows`() async {
        await #expect(processExitsWith: .success) {
            let few = try #require(try AllocationBudgetTests.objects(rows: 10))
            let many = try #require(try AllocationBudgetTests.objects(rows: 10_000))
            #expect(few > 0 && few < 100)
            #expect(many - few < 60, "10 rows: \(few) objects, 10,000 rows: \(many) objects")
        }
    }
}
