import GraphQLLanguage

/// The fragments of a document, each after those that it spreads.
///
/// Why: whoever looks at them in this order can take what is known of the inner ones and never follows a spread, so
/// that neither long chains nor repeated spreads cost more than the text. A spread that closes a cycle is left out.
enum FragmentOrder {
    static func innermostFirst(_ spreads: [[NodeID<FragmentNode>]]) -> [NodeID<FragmentNode>] {
        var order: [NodeID<FragmentNode>] = []
        order.reserveCapacity(spreads.count)
        var isEntered = Array(repeating: false, count: spreads.count)
        for root in spreads.indices where !isEntered[root] {
            isEntered[root] = true
            var path = [(fragment: root, next: 0)]
            while let (fragment, next) = path.last {
                guard next < spreads[fragment].count else {
                    path.removeLast()
                    order.append(NodeID(fragment))
                    continue
                }
                path[path.count - 1].next += 1
                let inner = Int(spreads[fragment][next].index)
                guard !isEntered[inner] else { continue }
                isEntered[inner] = true
                path.append((inner, 0))
            }
        }
        return order
    }
}
