import GraphQLLanguage
import JSON

/// Reads the manifest of the documents that an operator trusts, as clients' build tools write it.
package enum TrustedDocuments {
    /// Why a manifest cannot be used.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The texts of `{"id": "text", …}`, of a list of texts, or of Apollo's `{"operations": [{"body": "text"}]}`.
    ///
    /// The ids are not believed: a document is found by the digest of its text.
    package static func texts(of manifest: [UInt8]) throws(Failure) -> [[UInt8]] {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: manifest)
        } catch {
            throw Failure(description: error.description)
        }
        var texts: [[UInt8]] = []
        switch document.kind(document.root) {
        case .object:
            if let operations = document.member("operations", of: document.root) {
                for operation in document.items(operations) {
                    if let body = document.member("body", of: operation) { texts.append(Array(document.bytes(body))) }
                }
            } else {
                for (_, value) in document.members(document.root) where document.nodes[value].isString {
                    texts.append(Array(document.bytes(value)))
                }
            }
        case .array:
            for item in document.items(document.root) where document.nodes[item].isString {
                texts.append(Array(document.bytes(item)))
            }
        case .null, .true, .false, .integer, .decimal, .string, .escapedString: break
        }
        guard !texts.isEmpty else { throw Failure(description: "The manifest holds no documents.") }
        return texts
    }

    /// The names of the operations in these texts; a text that cannot be read has none.
    package static func operationNames(in texts: [[UInt8]]) -> [String] {
        texts.flatMap { text -> [String] in
            guard let document = try? Document.parse(text) else { return [] }
            return document.operations.filter { !$0.name.isAbsent }.map { document.string($0.name) }
        }
    }
}
