import HTTP
import JSON
import Testing

/// Every audit of the public suite for GraphQL over HTTP, re-expressed; ids and titles are the suite's.
struct HTTPAuditTests {
    private static let ok = #"{"query":"{ __typename }"}"#

    static let audits: [HTTPAudit] =
        negotiation + methods + parameters(.graphQL) + parameters(.json) + badParameters + failures

    private static let negotiation: [HTTPAudit] = [
        HTTPAudit(
            id: "22EB", title: "SHOULD accept application/graphql-response+json and match the content-type",
            accept: .graphQL, body: ok, wanted: [.answered, .contentType("application/graphql-response+json")]),
        HTTPAudit(
            id: "4655", title: "MUST accept application/json and match the content-type", accept: .json, body: ok,
            wanted: [.answered, .contentType("application/json")]),
        HTTPAudit(
            id: "47DE", title: "SHOULD accept */* and use application/json for the content-type", accept: .anything,
            body: ok, wanted: [.answered, .contentType("application/json")]),
        HTTPAudit(
            id: "80D8", title: "SHOULD assume application/json content-type when accept is missing", body: ok,
            wanted: [.answered, .contentType("application/json")]),
        HTTPAudit(
            id: "82A3", title: "MUST use utf-8 encoding when responding", accept: .graphQL, body: ok,
            wanted: [.contentType("application/graphql-response+json; charset=utf-8")]),
        HTTPAudit(
            id: "BF61", title: "MUST accept utf-8 encoded request", accept: .graphQL,
            contentType: "application/json; charset=utf-8", body: ok, wanted: [.answered]),
        HTTPAudit(
            id: "78D5", title: "MUST assume utf-8 in request if encoding is unspecified", accept: .graphQL, body: ok,
            wanted: [.answered]),
    ]

    private static let methods: [HTTPAudit] = [
        HTTPAudit(id: "2C94", title: "MUST accept POST requests", accept: .json, body: ok, wanted: [.answered]),
        HTTPAudit(
            id: "5A70", title: "MAY accept application/x-www-form-urlencoded formatted GET requests", method: .get,
            accept: .graphQL, query: "query=%7B%20__typename%20%7D", wanted: [.answered]),
        HTTPAudit(
            id: "9C48", title: "MAY NOT allow executing mutations on GET requests", method: .get, accept: .graphQL,
            query: "query=mutation%20%7B%20noop%20%7D", wanted: [.statusIn(400...499)]),
        HTTPAudit(
            id: "9ABE", title: "SHOULD respond with 4xx status code if content-type is not supplied on POST requests",
            accept: .json, contentType: nil, body: ok, wanted: [.statusIn(400...499)]),
        HTTPAudit(
            id: "03D4", title: "MUST accept application/json POST requests", accept: .json, body: ok,
            wanted: [.answered]),
        HTTPAudit(
            id: "A5BF", title: "MAY use 400 status code when request body is missing on POST", accept: .graphQL,
            body: "", wanted: [.status(400)]),
    ]

    /// The audits that exist once for each media type, under two ids.
    private static func parameters(_ accept: HTTPAudit.Accept) -> [HTTPAudit] {
        let isJSON = accept == .json
        let verb = isJSON ? "MUST" : "SHOULD"
        func audit(_ ids: (String, String), _ what: String, _ body: String) -> HTTPAudit {
            HTTPAudit(
                id: isJSON ? ids.1 : ids.0, title: "\(verb) allow \(what) when accepting \(accept.rawValue)",
                accept: accept, body: body, wanted: [.answered])
        }
        return [
            audit(("34A2", "13EE"), "string {query} parameter", ok),
            audit(
                ("8161", "B8B3"), "string {operationName} parameter",
                #"{"operationName":"Query","query":"query Query { __typename }"}"#),
            audit(("94B0", "0220"), "null {variables} parameter", #"{"query":"{ __typename }","variables":null}"#),
            audit(
                ("94B1", "0221"), "null {operationName} parameter",
                #"{"query":"{ __typename }","operationName":null}"#),
            audit(("94B2", "0222"), "null {extensions} parameter", #"{"query":"{ __typename }","extensions":null}"#),
            audit(
                ("2EA1", "28B9"), "map {variables} parameter",
                #"{"query":"query Type($name: String!) { __type(name: $name) { name } }","variables":{"name":"Query"}}"#
            ),
            audit(("428F", "1B7A"), "map {extensions} parameter", #"{"query":"{ __typename }","extensions":{"a":1}}"#),
            HTTPAudit(
                id: isJSON ? "6A70" : "D6D5",
                title:
                    "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting \(accept.rawValue)",
                method: .get, accept: accept,
                query:
                    "query=query%20T(%24name%3A%20String!)%20%7B%20__type(name%3A%20%24name)%20%7B%20name%20%7D%20%7D"
                    + "&variables=%7B%22name%22%3A%22Query%22%7D",
                wanted: [.answered]),
        ]
    }

    private static let badParameters: [HTTPAudit] = {
        let values = [("object", "{}"), ("number", "0"), ("boolean", "false"), ("array", "[]")]
        let notMaps = [("string", "\"string\""), ("number", "0"), ("boolean", "false"), ("array", "[]")]
        func bad(_ id: String, _ kind: String, _ name: String, _ body: String) -> HTTPAudit {
            HTTPAudit(
                id: id, title: "MAY use 400 status code on \(kind) {\(name)} parameter", accept: .graphQL, body: body,
                wanted: [.status(400)])
        }
        var audits = [bad("423L", "missing", "query", #"{"notquery":"{ __typename }"}"#)]
        for (place, value) in values.enumerated() {
            audits.append(bad("LKJ\(place)", value.0, "query", #"{"query":\#(value.1)}"#))
            audits.append(
                bad("6C0\(place)", value.0, "operationName", #"{"operationName":\#(value.1),"query":"{ __typename }"}"#)
            )
        }
        for (place, value) in notMaps.enumerated() {
            audits.append(
                bad("476\(place)", value.0, "variables", #"{"query":"{ __typename }","variables":\#(value.1)}"#))
            audits.append(
                bad("58B\(place)", value.0, "extensions", #"{"query":"{ __typename }","extensions":\#(value.1)}"#))
        }
        return audits
    }()

    private static let failures: [HTTPAudit] = {
        let syntax = #"{"query":"{"}"#
        let unknown = #"{"query":"{ 8f31403dfe404bccbb0e835f2629c6a7 }"}"#
        let invalid = #"{"query":"{ unknownField }"}"#
        let variables = #"{"query":"query Coerce($id: ID!) { __type(name: $id) { name } }","variables":{"id":[]}}"#
        let coercion =
            #"{"query":"query Coerce($name: String!) { __type(name: $name) { name } }","variables":{"name":null}}"#
        return [
            HTTPAudit(
                id: "B6DC", title: "MAY use 2xx, 4xx, or 5xx status codes on JSON parsing failure", accept: .json,
                body: #"{ "not a JSON"#, wanted: [.statusIn(200...599)]),
            HTTPAudit(
                id: "BCF8", title: "SHOULD use 400 status code on JSON parsing failure", accept: .json,
                body: #"{ "not a JSON"#, wanted: [.status(400)]),
            HTTPAudit(
                id: "B7N8", title: "SHOULD use 400 status code on JSON parsing failure (graphql-response)",
                accept: .graphQL, body: #"{ "not a JSON"#, wanted: [.status(400)]),
            HTTPAudit(
                id: "8764", title: "MAY use 4xx or 5xx status codes if parameters are invalid", accept: .json,
                body: #"{"qeury":"{ __typename }"}"#, wanted: [.statusIn(400...599)]),
            HTTPAudit(
                id: "3E3A", title: "MAY use 400 status code if parameters are invalid", accept: .graphQL,
                body: #"{"qeury":"{ __typename }"}"#, wanted: [.status(400)]),
            HTTPAudit(
                id: "572B", title: "SHOULD use 200 status code on document parsing failure", accept: .json,
                body: syntax, wanted: [.status(200)]),
            HTTPAudit(
                id: "FDE2", title: "SHOULD use 200 status code on document validation failure", accept: .json,
                body: invalid, wanted: [.status(200)]),
            HTTPAudit(
                id: "7B9B", title: "SHOULD use a status code of 200 on variable coercion failure", accept: .json,
                body: coercion, wanted: [.status(200)]),
            HTTPAudit(
                id: "865D", title: "SHOULD use 4xx or 5xx status codes on document parsing failure", accept: .graphQL,
                body: syntax, wanted: [.statusIn(400...599)]),
            HTTPAudit(
                id: "556A", title: "SHOULD use 400 status code on document parsing failure", accept: .graphQL,
                body: syntax, wanted: [.status(400)]),
            HTTPAudit(
                id: "D586", title: "SHOULD not contain the data entry on document parsing failure", accept: .graphQL,
                body: syntax, wanted: [.noData]),
            HTTPAudit(
                id: "51FE", title: "SHOULD use 4xx or 5xx status codes on document validation failure",
                accept: .graphQL, body: invalid, wanted: [.statusIn(400...599)]),
            HTTPAudit(
                id: "74FF", title: "SHOULD use 400 status code on document validation failure", accept: .graphQL,
                body: unknown, wanted: [.status(400)]),
            HTTPAudit(
                id: "5E5B", title: "SHOULD not contain the data entry on document validation failure",
                accept: .graphQL, body: unknown, wanted: [.noData]),
            HTTPAudit(
                id: "86EE", title: "SHOULD use a status code of 400 on variable coercion failure", accept: .graphQL,
                body: variables, wanted: [.status(400)]),
        ]
    }()

    @Test func `there are 61 audits and no two share an id`() {
        #expect(Set(Self.audits.map(\.id)).count == 61)
        #expect(Self.audits.count == 61)
    }

    @Test func `all audits pass in the compat profile`() async throws {
        try await RunningNode.run { node in
            for audit in Self.audits {
                let answer = try await node.send(
                    audit.method, audit.path, audit.fields, body: Array((audit.body ?? "").utf8))
                let problems = audit.problems(of: answer)
                #expect(problems.isEmpty, "\(audit.id) \(audit.title): \(problems)")
            }
        }
    }

    @Test(arguments: [
        ("{", 400), ("{ unknownField }", 422), ("query A { a: __typename } query B { b: __typename }", 422),
        ("{ __typename }", 200), ("{ a: __typename boards { nodes { id } } }", 200),
    ])
    func `the draft profile has the draft's codes`(_ query: String, _ status: Int) async throws {
        try await RunningNode.run([("http.status_profile", "draft")]) { node in
            let body: JSONValue = ["query": .string(query)]
            let answer = try await node.send(
                .post, "/graphql",
                [("Content-Type", "application/json"), ("Accept", "application/graphql-response+json")],
                body: body.bytes)
            #expect(answer.status == status, "\(answer.text)")
        }
    }
}
