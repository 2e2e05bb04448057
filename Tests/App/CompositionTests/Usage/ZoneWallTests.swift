import Composition
import ContextKit
import Database
import Testing

/// Nothing that is exact follows from anything that is approximate, nor the other way round.
struct ZoneWallTests {
    private struct Model {
        let context: String
        let table: String
        let zone: Zone
    }

    private let models: [Model] = {
        Contexts.all.flatMap { context in
            context.parts.compactMap { part -> Model? in
                guard let model = part as? any ReadModel.Type else { return nil }
                let module = String(reflecting: part).split(separator: ".").first.map(String.init) ?? ""
                return Model(context: module, table: model.table.name.text, zone: model.zone)
            }
        }
    }()

    private func sources(of context: String) throws -> [FileSource.File] {
        try FileSource.directory(RunningNode.root).files(below: "Sources/Contexts/" + context, ending: ".swift")
    }

    @Test func `a context is of one zone`() {
        #expect(models.contains { $0.zone == .white } && models.contains { $0.zone == .gray })
        for (context, own) in Dictionary(grouping: models, by: \.context) {
            #expect(Set(own.map(\.zone)).count == 1, "\(context)")
        }
    }

    /// Contexts cannot import each other, which the manifest sees to; here: nor do they know each other's tables.
    @Test func `no context names a table of another`() throws {
        for context in Set(models.map(\.context)) where context != "Gateway" {
            let text = try sources(of: context).map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
            for model in models where model.context != context {
                #expect(!text.contains("\"\(model.table)\""), "\(context) names \(model.table) of \(model.context)")
            }
        }
    }

    @Test(arguments: [("token-usage", "WHITE", "GRAY"), ("ai-analytics", "GRAY", "WHITE")])
    func `every type of a context shows its zone`(_ folder: String, _ zone: String, _ other: String) throws {
        let files = try FileSource.directory(RunningNode.root).files(below: "Schema/" + folder, ending: ".graphql")
        let lines = files.flatMap { String(decoding: $0.bytes, as: UTF8.self).split(separator: "\n") }
        let types = lines.filter { $0.hasPrefix("type ") }
        #expect(!types.isEmpty && types.allSatisfy { $0.contains("@zone(is: \(zone))") }, "\(types)")
        #expect(!lines.contains { $0.contains("@zone(is: \(other))") })
    }
}
