import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import Testing

struct PlanCacheTests {
    private func operation() throws -> PreparedOperation {
        let schema = try SchemaBuilder().build("type Query { a: Int }")
        let document = try Document.parse(Array("{ a }".utf8))
        guard case .valid(let valid) = validate(document, against: schema) else { throw Invalid() }
        return PreparedOperation(valid, operation: NodeID(0), bindings: .json)
    }

    private struct Invalid: Error {}

    private func key(_ number: Int) -> PlanCache.Key {
        PlanCache.Key(document: [UInt8(number % 256)], operation: "\(number)")
    }

    @Test func `what was inserted is found under its document and name only`() throws {
        let cache = PlanCache()
        let operation = try operation()
        cache.insert(operation, for: PlanCache.Key(document: [1], operation: "A"))
        #expect(cache.find(PlanCache.Key(document: [1], operation: "A")) === operation)
        #expect(cache.find(PlanCache.Key(document: [1], operation: nil)) == nil)
        #expect(cache.find(PlanCache.Key(document: [2], operation: "A")) == nil)
    }

    @Test func `the cache stays within its capacity and keeps what is used`() throws {
        let cache = PlanCache(capacity: 64, shards: 1)
        let operation = try operation()
        cache.insert(operation, for: key(0))
        for number in 1..<1_000 {
            cache.insert(operation, for: key(number))
            #expect(cache.find(key(0)) != nil)
            #expect(cache.count <= 64)
        }
        #expect(cache.find(key(1)) == nil)
    }
}
