import HTTP

/// Finds the route of a request: a tree over path segments, walked on bytes.
///
/// A literal wins over a parameter, a parameter over the rest of the path. Segments are cut before they are decoded,
/// so that an encoded slash never makes a new one; empty, `.` and `..` segments meet no route.
package struct Router: Sendable {
    /// What a path and method lead to.
    package enum Match {
        case route(Route, parameters: [[UInt8]])
        case notFound
        /// The path is known, the method is not; the methods that are known go into `Allow`.
        case methodNotAllowed([HTTPMethod])
    }

    private struct Node: Sendable {
        var literals: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        var routes: [Route] = []
        var rest: [Route] = []
    }

    private var nodes = [Node()]
    private let fallback: Route?
    /// The widest body bound that a route names.
    package private(set) var bodyBytesMax = 0

    /// Builds the tree; `fallback` serves what no route meets, instead of a 404.
    package init(_ routes: [Route], fallback: Route? = nil) {
        self.fallback = fallback
        for route in routes { add(route) }
        bodyBytesMax = max(bodyBytesMax, fallback?.bodyBytesMax ?? 0)
    }

    private mutating func add(_ route: Route) {
        bodyBytesMax = max(bodyBytesMax, route.bodyBytesMax ?? 0)
        let pattern = Array(route.pattern.utf8)
        precondition(pattern.first == 0x2f, "A route's pattern starts with a slash.")
        var node = 0
        if pattern.count > 1 {
            for segment in pattern.dropFirst().split(separator: 0x2f, omittingEmptySubsequences: false) {
                if segment.elementsEqual([0x2a]) {
                    nodes[node].rest.append(route)
                    return
                }
                node = child(of: node, Array(segment))
            }
        }
        nodes[node].routes.append(route)
    }

    private mutating func child(of node: Int, _ segment: [UInt8]) -> Int {
        let isParameter = segment.first == 0x3a
        if isParameter, let known = nodes[node].parameter { return known }
        if !isParameter, let known = nodes[node].literals.first(where: { $0.segment == segment }) { return known.node }
        nodes.append(Node())
        let new = nodes.count - 1
        if isParameter { nodes[node].parameter = new } else { nodes[node].literals.append((segment, new)) }
        return new
    }

    /// The route for a head.
    package func find(_ head: RequestHead) -> Match {
        head.withBytes(of: head.path) { find(head.method, $0) }
    }

    func find(_ method: HTTPMethod, _ path: UnsafeBufferPointer<UInt8>) -> Match {
        guard path.first == 0x2f else { return method == .options ? missed(method) : .notFound }
        var parameters: [[UInt8]] = []
        var node = 0
        var rest: (routes: [Route], parameters: [[UInt8]])?
        var isInRest = false
        var start = 1
        while start <= path.count, path.count > 1 {
            if !isInRest, !nodes[node].rest.isEmpty { rest = (nodes[node].rest, parameters) }
            var end = start
            while end < path.count, path[end] != 0x2f { end &+= 1 }
            let segment = UnsafeBufferPointer(rebasing: path[start..<end])
            guard Self.isOrdinary(segment) else { return missed(method) }
            if let next = isInRest ? node : descend(node, segment, &parameters) {
                node = next
            } else if rest != nil {
                // The segments that follow are looked at only to be sure that they are ordinary.
                isInRest = true
            } else {
                return missed(method)
            }
            start = end &+ 1
        }
        if isInRest, let rest { return pick(method, rest.routes, rest.parameters) }
        if !nodes[node].routes.isEmpty { return pick(method, nodes[node].routes, parameters) }
        if let rest { return pick(method, rest.routes, rest.parameters) }
        return nodes[node].rest.isEmpty ? missed(method) : pick(method, nodes[node].rest, parameters)
    }

    private func descend(_ node: Int, _ segment: UnsafeBufferPointer<UInt8>, _ parameters: inout [[UInt8]]) -> Int? {
        for literal in nodes[node].literals where literal.segment.elementsEqual(segment) { return literal.node }
        guard nodes[node].parameter != nil || segment.contains(0x25) else { return nil }
        guard let decoded = PercentDecoding.segment(segment), decoded.count > 0 else { return nil }
        for literal in nodes[node].literals where literal.segment == decoded { return literal.node }
        guard let parameter = nodes[node].parameter else { return nil }
        parameters.append(decoded)
        return parameter
    }

    private static func isOrdinary(_ segment: UnsafeBufferPointer<UInt8>) -> Bool {
        switch segment.count {
        case 0: false
        case 1: segment[0] != 0x2e
        case 2: segment[0] != 0x2e || segment[1] != 0x2e
        default: true
        }
    }

    private func missed(_ method: HTTPMethod) -> Match {
        fallback.map { pick(method, [$0], []) } ?? .notFound
    }

    private func pick(_ method: HTTPMethod, _ routes: [Route], _ parameters: [[UInt8]]) -> Match {
        for route in routes where route.methods.contains(method) { return .route(route, parameters: parameters) }
        // Spec: RFC 9110 9.3.2; whoever answers GET answers HEAD, and the body is left out on the way.
        if method == .head, let route = routes.first(where: { $0.methods.contains(.get) }) {
            return .route(route, parameters: parameters)
        }
        return .methodNotAllowed(routes.flatMap(\.methods))
    }
}
