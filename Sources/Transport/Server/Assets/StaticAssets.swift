import HTTP

/// Serves files from a table in memory by their exact names; no part of a request ever reaches a file system.
package struct StaticAssets: HTTPHandler {
    private let assets: [[UInt8]: StaticAsset]
    private let fields: ResponseFields

    /// `fields` go on every file, such as the page's security policy.
    package init(_ assets: [StaticAsset], fields: ResponseFields = ResponseFields()) {
        self.assets = Dictionary(assets.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
        self.fields = fields
    }

    package func respond(to exchange: Exchange) {
        let request = exchange.request
        guard let asset = assets[request.head.copy(request.head.path)] else {
            return exchange.respond(.notFound, text: "Not found\n")
        }
        let sendsGzip = asset.gzip != nil && request.acceptsGzip
        var all = sendsGzip ? asset.gzipFields : asset.plainFields
        all.add(contentsOf: fields)
        if let place = request.head.place(of: .ifNoneMatch) {
            let tag = sendsGzip ? asset.gzipTag : asset.tag
            if request.head.withBytes(of: place, { tag.isNamed(in: $0) }) {
                return exchange.respond(.notModified, all)
            }
        }
        exchange.respond(.ok, all, shared: sendsGzip ? asset.gzip ?? asset.plain : asset.plain)
    }
}
