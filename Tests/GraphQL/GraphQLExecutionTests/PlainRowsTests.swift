import GraphQLExecution
import GraphQLPlanning
import JSON
import Rows
import Testing

/// Lists of rows in which nothing is out of order are written in a way of their own; it must not show.
struct PlainRowsTests {
    private static let sdl = """
        scalar Long
        type Query { posts: [Post!]! }
        type Post { id: ID! number: Int! title: String user: User done: Boolean! size: Long }
        type User { name: String! email: String! posts: [Post!] }
        """

    private static func engine(posts: RowTable, users: RowTable) throws -> Engine {
        try Engine(
            sdl,
            [
                "Query.posts": .load(LoadBinding(name: "posts", shape: .many, loader: posts.all())),
                "Post.user": .load(
                    LoadBinding(name: "users", keys: ["userId"], shape: .one, loader: users.by("id"))),
                "User.posts": .load(
                    LoadBinding(name: "posts of", keys: ["id"], shape: .many, loader: posts.by("userId"))),
            ])
    }

    private static let posts = RowTable(
        rows: (1...40).map { number -> [String: JSONValue] in
            let id: JSONValue = number % 2 == 0 ? .number(String(number)) : .string("p\(number)")
            let title: JSONValue = number % 3 == 0 ? .null : .string("№ \(number)")
            return [
                "id": id, "number": .number(String(number * 7_919)), "title": title,
                "userId": .number(String(number % 5)), "done": .bool(number % 4 == 0),
                "size": .number(String(number * 1_000_000_007)),
            ]
        })
    private static let users = RowTable(
        rows: (0..<5).map { number -> [String: JSONValue] in
            let email: JSONValue = number == 3 ? .null : .string("u\(number)@example.com")
            return ["id": .number(String(number)), "name": .string("User \(number)"), "email": email]
        })

    /// The expected text of one post, with the error of its user if that has no address.
    private static func post(_ number: Int) -> (text: String, error: String?) {
        let id = number % 2 == 0 ? "\(number)" : "p\(number)"
        let title = number % 3 == 0 ? "null" : #""№ \#(number)""#
        let isFaulty = number % 5 == 3
        let user = isFaulty ? "null" : #"{"name":"User \#(number % 5)","email":"u\#(number % 5)@example.com"}"#
        let error =
            #"{"message":"Cannot return null for non-nullable field User.email.","#
            + #""locations":[{"line":1,"column":55}],"path":["posts",\#(number - 1),"user","email"]}"#
        return (
            #"{"id":"\#(id)","number":\#(number * 7_919),"title":\#(title),"done":\#(number % 4 == 0),"#
                + #""size":\#(number * 1_000_000_007),"user":\#(user)}"#, isFaulty ? error : nil
        )
    }

    private static let document = "{ posts { id number title done size user { name       email } } }"

    @Test func `rows with faults among them are written as if there were only rules`() throws {
        let engine = try Self.engine(posts: Self.posts, users: Self.users)
        let expected = (1...40).map(Self.post)
        let answer = try engine.run(Self.document)
        #expect(
            answer == #"{"data":{"posts":[\#(expected.map(\.text).joined(separator: ","))]},"#
                + #""errors":[\#(expected.compactMap(\.error).joined(separator: ","))]}"#)
    }

    /// Every place of a text is once the place of a character that must be escaped, in texts of every short length.
    @Test func `texts of any length are escaped wherever they must be`() throws {
        var texts: [String] = []
        for length in 0...40 {
            texts.append(String(repeating: "x", count: length))
            for place in 0..<length {
                for character in ["\"", "\\", "\n", "\u{1F}", "é"] {
                    texts.append(
                        String(repeating: "a", count: place) + character
                            + String(repeating: "z", count: length - place - 1))
                }
            }
        }
        let rows = RowTable(rows: texts.map { ["id": .string($0)] })
        let answer = try Self.engine(posts: rows, users: Self.users).run("{ posts { id } }")
        var expected = JSONWriter()
        expected.put(#"{"data":{"posts":["#)
        for (place, text) in texts.enumerated() {
            expected.put(place == 0 ? #"{"id":"# : #",{"id":"#)
            expected.putString(text)
            expected.put("}")
        }
        expected.put("]}}")
        #expect(answer == String(decoding: expected.bytes(), as: UTF8.self))
    }

    @Test func `a response that is too large ends with its limit, whichever row is one too many`() throws {
        let sound = RowTable(rows: Self.users.rows.filter { $0["email"] != .null })
        let few = RowTable(rows: Array(Self.posts.rows.prefix(7)))
        let engine = try Self.engine(posts: few, users: sound)
        var request = try engine.request("{ posts { title user { name posts { id } } } }")
        let whole = try #require(request.immediateResponse())
        #expect(!whole.hasErrors)
        var wasWhole = false
        for limit in 1...whole.bytes.count {
            request.limits.responseBytesMax = limit
            let response = try #require(request.immediateResponse())
            if response.hasErrors {
                #expect(!wasWhole, "A limit of \(limit) is too small where a smaller one was not.")
                let text = String(decoding: response.bytes, as: UTF8.self)
                let message = "The response is larger than \(limit) bytes."
                #expect(text == #"{"data":null,"errors":[{"message":"\#(message)"}]}"#)
            } else {
                #expect(response.bytes == whole.bytes)
                wasWhole = true
            }
        }
        #expect(wasWhole)
    }

    @Test(arguments: 1...6)
    func `a response that is nested too deep ends with its limit`(_ limit: Int) throws {
        let engine = try Self.engine(posts: Self.posts, users: Self.users)
        var request = try engine.request("{ posts { user { posts { id } } } }")
        request.limits.depthMax = limit
        let response = try #require(request.immediateResponse())
        // The root, the list, a post, its user, the user's list, and a post in it.
        #expect(response.hasErrors == (limit < 6))
        guard limit < 6 else { return }
        #expect(
            String(decoding: response.bytes, as: UTF8.self)
                == #"{"data":null,"errors":[{"message":"The response is nested more than \#(limit) deep."}]}"#)
    }
}
