/// A stretch of the schema's text pool: a description, a reason or a URL.
package struct Text: Hashable, Sendable {
    let offset: UInt32
    let count: UInt32
}
