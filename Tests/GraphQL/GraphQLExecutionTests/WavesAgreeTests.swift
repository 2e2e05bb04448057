import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON
import Testing

struct WavesAgreeTests {
    /// Waves over batches and plain recursion must give the same bytes for any schema, document and data.
    @Test(arguments: 0..<20)
    func `waves and naive recursion agree byte for byte`(_ number: Int) throws {
        let seed = UInt64(number) &* 0x9E37_79B9 &+ 7
        let world = GeneratedWorld(seed: seed)
        let engine = try Engine(world.sdl, world.bindings())
        var executed = 0
        for variation in 0..<30 {
            let text = GeneratedDocument.text(world, seed: seed &* 1_000 &+ UInt64(variation))
            guard let operation = try? engine.prepare(text) else { continue }
            executed += 1
            let variables: [String: JSONValue] = [
                "t": .bool(variation % 2 == 0), "f": .bool(variation % 3 == 0), "n": .number(String(variation % 4)),
            ]
            var request = ExecutionRequest(operation)
            let given = JSONValue.object(variables.map { .init($0.key, $0.value) })
            request.variables = (document: try JSONDocument(parsing: given.bytes), object: 0)
            let response = try #require(request.immediateResponse())
            let waves = String(decoding: response.bytes, as: UTF8.self)
            let naive = NaiveExecutor.run(operation.document, engine.schema, world, variables: variables)
            guard waves != naive else { continue }
            Issue.record("seed \(seed) variation \(variation)\n\(world.sdl)\n\(text)\n\(variables)\n\(waves)\n\(naive)")
            return
        }
        #expect(executed > 10, "seed \(seed): only \(executed) of 30 documents were valid")
    }
}
