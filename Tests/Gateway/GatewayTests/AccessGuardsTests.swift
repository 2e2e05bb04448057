import ContextKit
import EventSourcing
import GraphQLPlanning
import JSON
import Testing

@testable import Gateway

struct AccessGuardsTests {
    private static let sdl = """
        type Query { open: String secret: String @authenticated pay: Pay any: Any named: Named }
        type Mutation { fire: String @requiresScopes(scopes: [["staff:write"]]) }
        type Pay @requiresScopes(scopes: [["pay:read", "staff"], ["root"]]) { amount: Int }
        type Plain { name: String }
        union Any = Pay | Plain
        interface Named { name: String @authenticated title: String }
        type Person implements Named { name: String title: String }
        """

    private func bind(_ assembly: inout Assembly) {
        for field in ["Query.open", "Query.secret", "Mutation.fire"] {
            assembly.bind(field) { _, _, _ in .constant(Array("\"x\"".utf8)) }
        }
        for (field, row) in [
            ("Query.pay", ResultRow("Pay", ["amount": .int(1)])),
            ("Query.any", ResultRow("Plain", ["name": .text("p")])),
            ("Query.named", ResultRow("Person", ["name": .text("p"), "title": .text("t")])),
        ] {
            assembly.bind(field) { _, _, _ in
                .load(LoadBinding(name: field, shape: .one, loader: .immediate { .all(row.batch($0.columns)) }))
            }
        }
    }

    private func viewer(_ scopes: String...) -> Viewer { Viewer(tenant: "t", actor: "ann", scopes: Set(scopes)) }

    @Test(arguments: [
        ("{ open }", [String](), true, nil), ("{ secret }", [], false, "UNAUTHENTICATED"),
        ("{ secret }", [], true, nil),
        ("{ open again: secret }", [], false, "UNAUTHENTICATED"),
        ("query { ...F } fragment F on Query { secret }", [], false, "UNAUTHENTICATED"),
        ("{ secret @include(if: false) open }", [], false, nil),
        ("{ ... @defer { secret } open }", [], false, "UNAUTHENTICATED"),
        ("{ pay { amount } }", [], true, "FORBIDDEN"), ("{ pay { __typename } }", [], true, "FORBIDDEN"),
        ("{ pay { amount } }", ["pay:read"], true, "FORBIDDEN"),
        ("{ pay { amount } }", ["pay:read", "staff"], true, nil), ("{ pay { amount } }", ["root"], true, nil),
        ("{ pay { amount } }", ["root"], false, "UNAUTHENTICATED"),
        ("{ any { ... on Plain { name } } }", [], true, nil),
        ("{ any { ... on Pay { amount } } }", [], true, "FORBIDDEN"),
        ("{ named { title } }", [], false, nil), ("{ named { name } }", [], false, "UNAUTHENTICATED"),
        ("{ named { ... on Person { name } } }", [], false, "UNAUTHENTICATED"),
        ("mutation { fire }", ["staff:read"], true, "FORBIDDEN"), ("mutation { fire }", ["staff:write"], true, nil),
    ])
    func `a guarded field is read by whom it admits, and nothing of the operation is run for others`(
        _ query: String, _ scopes: [String], _ isKnown: Bool, _ code: String?
    ) async throws {
        try await TestGateway.run(Self.sdl, bind: bind) { gateway in
            let viewer = Viewer(tenant: "t", actor: isKnown ? "ann" : nil, scopes: Set(scopes))
            for inParts in [false, true] {
                let answer = try await gateway.answer(query, as: viewer, inParts: inParts)
                #expect(answer.code == code, "\(answer.json.text)")
                #expect((answer.json["data"] == nil) == (code != nil))
            }
        }
    }

    @Test func `a refusal names the fields, and the statuses tell it apart where clients can`() async throws {
        try await TestGateway.run(Self.sdl, bind: bind) { gateway in
            let answer = try await gateway.answer("{ open secret pay { amount } }", as: TestGateway.nobody)
            #expect(
                answer.json["errors"]?[0]?["extensions"]?["fields"] == ["Query.secret", "Query.pay", "Pay.amount"])
            #expect(answer.outcome == .accessRefused)
        }
        #expect(HTTPProfile.compat.status(of: .accessRefused, as: .json) == 200)
        #expect(HTTPProfile.compat.status(of: .accessRefused, as: .graphQLResponse) == 403)
        #expect(HTTPProfile.draft.status(of: .accessRefused, as: .json) == 403)
    }

    @Test func `a list of no alternatives admits nobody, an alternative of no scopes whoever is known`() async throws {
        let sdl = """
            type Query { shut: String @requiresScopes(scopes: []) known: String @requiresScopes(scopes: [[]]) }
            """
        let bind = { (assembly: inout Assembly) in
            for field in ["Query.shut", "Query.known"] {
                assembly.bind(field) { _, _, _ in .constant(Array("\"x\"".utf8)) }
            }
        }
        try await TestGateway.run(sdl, bind: bind) { gateway in
            let shut = try await gateway.answer("{ shut }", as: viewer("a", "b"))
            #expect(shut.code == "FORBIDDEN")
            let known = try await gateway.answer("{ known }", as: viewer())
            #expect(known.code == nil)
            let unknown = try await gateway.answer("{ known }", as: TestGateway.nobody)
            #expect(unknown.code == "UNAUTHENTICATED")
        }
    }
}
