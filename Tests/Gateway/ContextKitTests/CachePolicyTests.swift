import Database
import EventSourcing
import Testing

@testable import ContextKit

struct CachePolicyTests {
    private let ann = Viewer(tenant: "t", actor: "ann")

    private func key(
        _ parameters: [[SQLValue]], scope: CachePolicy.Scope = .tenant, viewer: Viewer? = nil,
        columns: [[String]] = [["a"]],
        page: [UInt8] = []
    ) -> [UInt8] {
        CachePolicy.key(
            "Query.things", scope, viewer ?? ann, parameters: parameters, columns: columns, page: page)
    }

    /// Reads that must not be answered with one another's rows.
    @Test func `keys of different reads differ`() {
        func list(_ texts: String...) -> [[SQLValue]] {
            [[.text("t"), .array(texts.map { .text(Array($0.utf8)) })]]
        }
        let keys = [
            key(list("a", "b")), key(list("a", "c")), key(list("b", "a")), key(list("ab", "")), key(list("a")),
            key(list("a", "b"), page: [1]), key(list("a", "b"), columns: [["b"]]),
            key(list("a", "b"), columns: [["a"], []]),
            key([[.text("t"), .text(Array("a".utf8))], [.text("t"), .text(Array("b".utf8))]]),
            key([[.text("t"), .null]]), key([[.text("t"), .int(0)]]), key([[.text("t"), .bool(false)]]),
            key(list("a", "b"), viewer: Viewer(tenant: "u", actor: "ann")), key(list("a", "b"), scope: .viewer),
            key(list("a", "b"), scope: .viewer, viewer: Viewer(tenant: "t", actor: "bob")),
        ]
        #expect(Set(keys).count == keys.count)
    }

    @Test func `viewers of a tenant share what is the tenant's`() {
        let bob = Viewer(tenant: "t", actor: "bob")
        #expect(key([[.text("t"), .int(1)]]) == key([[.text("t"), .int(1)]], viewer: bob))
    }
}
