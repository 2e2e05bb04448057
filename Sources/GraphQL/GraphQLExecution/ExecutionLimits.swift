/// Bounds on one execution; each ends the request with an error that names it.
package struct ExecutionLimits: Sendable {
    /// Limit: bytes of data and errors together.
    package var responseBytesMax: Int
    /// Limit: items of one list.
    package var listItemsMax: Int
    /// Limit: objects and lists inside one another in the response.
    package var depthMax: Int
    /// Limit: waves of loads, one after the other.
    package var wavesMax: Int

    package init(
        responseBytesMax: Int = 67_108_864, listItemsMax: Int = 1_000_000, depthMax: Int = 500, wavesMax: Int = 500
    ) {
        self.responseBytesMax = responseBytesMax
        self.listItemsMax = listItemsMax
        self.depthMax = depthMax
        self.wavesMax = wavesMax
    }
}
