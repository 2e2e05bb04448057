import JSON

/// What `belvedere query` was asked: the request, and who asks it.
struct QueryArguments: Sendable {
    /// The JSON body, the same for a request in process and over HTTP.
    let body: [UInt8]
    let url: String?
    let token: String?
    let tenant: String
    let user: String?

    init(_ arguments: inout ArgumentReader, _ console: Console) throws(CommandFailure) {
        let variables = try arguments.option("--variables")
        let operation = try arguments.option("--operation")
        url = try arguments.option("--url")
        token = try arguments.option("--token")
        let tenant = try arguments.option("--tenant")
        user = try arguments.option("--user")
        if token != nil, tenant != nil || user != nil {
            throw .usage("Give --token, or --tenant and --user; a token says both.")
        }
        if tenant != nil, user == nil { throw .usage("--tenant needs --user.") }
        self.tenant = tenant ?? "demo"
        let words = try arguments.operands(1...1, what: "one GraphQL document, or - for standard input")
        let text = words[0] == "-" ? String(decoding: try console.read("-"), as: UTF8.self) : words[0]
        var members = [JSONValue.Member("query", .string(text))]
        if let operation { members.append(JSONValue.Member("operationName", .string(operation))) }
        if let variables {
            guard let value = try? JSONValue(parsing: variables), value.members != nil else {
                throw .usage("--variables takes a JSON object.")
            }
            members.append(JSONValue.Member("variables", value))
        }
        body = JSONValue.object(members).bytes
    }
}
