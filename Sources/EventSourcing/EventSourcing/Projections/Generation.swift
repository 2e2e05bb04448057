/// One set of tables of a projection: a rebuild fills a new generation beside the one that is read.
package struct Generation: Hashable, Sendable, CustomStringConvertible {
    package let projection: ProjectionName
    /// 1, 2, 3 … in the order of creation; never used again.
    package let number: Int32

    package init(_ projection: ProjectionName, _ number: Int32) {
        (self.projection, self.number) = (projection, number)
    }

    package var description: String { "\(projection)/\(number)" }
}
