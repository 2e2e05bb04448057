extension Preparation.Refusal {
    /// What a client is told when its document is not found; the messages are those that client libraries look for.
    init(_ fault: FindDocument.Fault) {
        let (code, message): (ErrorCode, String) =
            switch fault {
            case .notFound: (.persistedQueryNotFound, "PersistedQueryNotFound")
            case .hashMismatch: (.persistedQueryHashMismatch, "The digest is not that of the document.")
            case .notTrusted: (.documentNotTrusted, "Only trusted documents are run here.")
            case .malformed: (.badRequest, "The extension `persistedQuery` needs `version` 1 and a `sha256Hash`.")
            }
        // Why a miss counts as answered: clients send the whole text next, and some do not look into a 400.
        self.init(
            outcome: fault == .notFound ? .nothing : .malformed, code: code, body: ErrorBody.one(code, message))
    }
}
