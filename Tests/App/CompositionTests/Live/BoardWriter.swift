import JSON
import Testing

/// Writes on one board as one user, one command after the other.
struct BoardWriter {
    /// What tests subscribe to.
    static let events = """
        subscription($after: Cursor) { boardEvents(boardId: "b1", after: $after) {
          position ... on NoteAdded { text } } }
        """

    let node: RunningNode
    var tenant = "demo"

    /// Opens the board and returns the position of that, once the node has seen it: a subscription begins there.
    func open() async throws -> String {
        let query = """
            mutation { openBoard(input: {id: "b1", title: "First"}) { ... on BoardChanged { position } } }
            """
        let answer = try await node.graphQL(query, tenant: tenant)
        let position = try #require(answer["data"]?["openBoard"]?["position"]?.string, "\(answer.text)")
        while try await node.graphQL("{ gateway { position } }")["data"]?["gateway"]?["position"] == "v1.1.0" {}
        return position
    }

    @discardableResult
    func add(_ text: String) async throws -> String {
        let query = """
            mutation($text: String!) { addNote(input: {boardId: "b1", text: $text}) { ... on BoardChanged { position } } }
            """
        let answer = try await node.graphQL(query, variables: ["text": .string(text)], tenant: tenant)
        return try #require(answer["data"]?["addNote"]?["position"]?.string, "\(answer.text)")
    }
}

/// What a subscriber has been told of the board, checked as it comes.
struct BoardReader {
    private(set) var texts: [String] = []
    private(set) var position: String
    private var number: Int

    init(after position: String) throws {
        self.position = position
        number = try BoardReader.number(position)
    }

    mutating func take(_ result: JSONValue) throws {
        let event = try #require(result["data"]?["boardEvents"], "\(result.text)")
        let stamped = try #require(result["extensions"]?["belvedere"]?["position"]?.string)
        #expect(event["position"]?.string == stamped, "the event's own position is the result's")
        let next = try BoardReader.number(stamped)
        #expect(next > number, "\(stamped) comes after \(position)")
        (position, number) = (stamped, next)
        if let text = event["text"]?.string { texts.append(text) }
    }

    private static func number(_ position: String) throws -> Int {
        try #require(position.split(separator: ".").last.flatMap { Int($0) })
    }
}
