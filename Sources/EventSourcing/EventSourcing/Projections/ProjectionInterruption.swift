/// Why `apply` did not get to its end.
package enum ProjectionInterruption: Error, Hashable {
    /// It asked for a row that has not been read yet: it is called again when it is there. Pass it on.
    case needs(RowRequest)
    /// The event cannot be applied, ever; it is parked with this reason, and the events of its lane behind it.
    case poison(reason: String)
}
