/// Where in the response the renderer stands: field after field, with list indices between.
struct ResponsePath {
    /// A list index, or for a field the complement of its place in the plan.
    private(set) var segments: [Int]

    init(_ segments: [Int] = []) { self.segments = segments }

    mutating func enter(field: Int) { segments.append(~field) }
    mutating func enter(item: Int) { segments.append(item) }
    mutating func move(toItem item: Int) { segments[segments.count - 1] = item }
    mutating func leave() { segments.removeLast() }
}
