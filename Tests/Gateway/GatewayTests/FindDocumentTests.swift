import Cryptography
import Prelude
import Telemetry
import Testing

@testable import Gateway

struct FindDocumentTests {
    private let text = "{ a }"
    private var hash: String { Hex.text(SHA256.hash(Array(text.utf8).span)) }

    private func request(_ body: String) throws -> GraphQLRequest { try ReadRequestBody.one(Array(body.utf8)) }

    private func found(_ finder: FindDocument, _ body: String) -> Result<String, FindDocument.Fault> {
        Result { () throws(FindDocument.Fault) in
            guard let request = try? request(body) else { throw .malformed }
            let found = try finder.text(of: request)
            finder.register(found)
            return String(decoding: found.text, as: UTF8.self)
        }
    }

    private func persisted(_ hash: String, query: Bool) -> String {
        let part = query ? #""query":"{ a }","# : ""
        return #"{\#(part)"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}}"#
    }

    @Test func `a text is registered once and then found by its digest`() {
        let finder = FindDocument()
        #expect(found(finder, persisted(hash, query: false)) == .failure(.notFound))
        #expect(found(finder, persisted(hash, query: true)) == .success(text))
        #expect(found(finder, persisted(hash, query: false)) == .success(text))
        #expect(found(finder, #"{"documentId":"sha256:\#(hash)"}"#) == .success(text))
    }

    @Test func `a text cannot be registered under another one's digest`() {
        let finder = FindDocument()
        let other = String(repeating: "0", count: 64)
        #expect(found(finder, persisted(other, query: true)) == .failure(.hashMismatch))
        #expect(found(finder, persisted(other, query: false)) == .failure(.notFound))
    }

    @Test(arguments: ["", "zz", "sha256:", "md5:00", "sha256:00"])
    func `an id that is none is not found`(_ id: String) {
        #expect(found(FindDocument(), #"{"documentId":"\#(id)","query":null}"#) == .failure(.notFound))
    }

    @Test func `with a safelist only its texts are run, and nobody registers others`() {
        let finder = FindDocument(trust: .safelist, trusted: [Array(text.utf8)])
        #expect(found(finder, #"{"query":"{ a }"}"#) == .success(text))
        #expect(found(finder, #"{"query":"{ b }"}"#) == .failure(.notTrusted))
        #expect(found(finder, persisted(hash, query: false)) == .success(text))
        let other = Hex.text(SHA256.hash(Array("{ b }".utf8).span))
        let register =
            #"{"query":"{ b }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(other)"}}}"#
        #expect(found(finder, register) == .failure(.notTrusted))
    }

    @Test func `blocked means by name only`() {
        let finder = FindDocument(trust: .block, trusted: [Array(text.utf8)])
        #expect(found(finder, #"{"query":"{ a }"}"#) == .failure(.notTrusted))
        #expect(found(finder, #"{"documentId":"sha256:\#(hash)"}"#) == .success(text))
    }

    @Test(arguments: [
        #"{"x":"{ a }"}"#, #"["{ a }"]"#, #"{"format":"apollo","operations":[{"id":"x","body":"{ a }"}]}"#,
    ])
    func `every usual form of a manifest is read`(_ manifest: String) throws {
        let texts = try TrustedDocuments.texts(of: Array(manifest.utf8))
        #expect(texts.contains(Array("{ a }".utf8)))
    }

    @Test func `what is run without being trusted is counted, sent or registered, and told once`() {
        let lines = InMemoryLog()
        let metrics = MetricsRegistry()
        let untrusted = UntrustedDocuments(metrics, log: LogTarget(sink: lines, levels: LogLevels()).log("documents"))
        let finder = FindDocument(
            trust: .log, trusted: [Array("{ trusted }".utf8)], untrusted: { untrusted.note($0, $1) })
        #expect(found(finder, #"{"query":"{ trusted }"}"#) == .success("{ trusted }"))
        #expect(lines.all.isEmpty)
        #expect(found(finder, #"{"query":"{ a }"}"#) == .success(text))
        #expect(found(finder, persisted(hash, query: true)) == .success(text))
        #expect(found(finder, persisted(hash, query: false)) == .success(text))
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.fields["id"] == LogValue("sha256:" + hash))
        let page = String(decoding: MetricsText.write(metrics), as: UTF8.self)
        #expect(page.contains("belvedere_graphql_untrusted_documents_total 3"))
    }
}
