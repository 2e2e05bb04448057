/// Why a literal is not a value of its type.
package struct LiteralFault: Sendable {
    package let message: String
    /// Byte offset of the literal at fault in its document.
    package let position: UInt32
    package let path: InputPath
}
