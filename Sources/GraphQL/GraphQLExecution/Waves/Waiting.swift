/// A field whose links are made once the rows of its load have come.
struct Waiting: BitwiseCopyable {
    let visit: Int32
    let object: Int32
    let field: Int32
    /// Where its links begin.
    let base: Int
    /// Where the groups of the visit's rows begin in `waitingGroups`; `noGroup` for rows that load nothing.
    let firstGroup: Int

    static let noGroup = UInt32.max
}
