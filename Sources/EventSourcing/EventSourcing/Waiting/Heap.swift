/// A binary heap: the least element first.
struct Heap<Element> {
    private var items: [Element] = []
    private let precedes: (Element, Element) -> Bool

    init(by precedes: @escaping (Element, Element) -> Bool) { self.precedes = precedes }

    var first: Element? { items.first }
    var count: Int { items.count }

    mutating func insert(_ element: Element) {
        items.append(element)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(items[child], items[parent]) else { return }
            items.swapAt(child, parent)
            child = parent
        }
    }

    /// Keeps only what is included.
    mutating func filter(_ isIncluded: (Element) -> Bool) {
        let kept = items.filter(isIncluded)
        items = []
        for element in kept { insert(element) }
    }

    mutating func popFirst() -> Element? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        guard !items.isEmpty else { return first }
        items[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
                if precedes(items[child], items[least]) { least = child }
            }
            if least == parent { return first }
            items.swapAt(least, parent)
            parent = least
        }
    }
}
