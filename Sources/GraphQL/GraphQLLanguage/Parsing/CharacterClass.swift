/// What a byte can be in a document, one letter for each of the 256 bytes.
///
/// Why: a static string is 256 bytes of constant memory, so that a look-up is one load and no initialisation.
enum CharacterClass {
    /// Invariant: the two classes that continue a name are the two greatest.
    static let nameStart = UInt8(ascii: "z")
    static let digit = UInt8(ascii: "y")
    /// Space, tab and comma.
    static let ignored = UInt8(ascii: "i")
    static let lineTerminator = UInt8(ascii: "l")
    static let punctuator = UInt8(ascii: "p")
    static let other = UInt8(ascii: ".")

    /// Sixteen bytes a row, from 0x00 to 0xFF.
    @inline(__always)
    static var table: UnsafePointer<UInt8> {
        let rows: StaticString = """
            .........il..l..\
            ................\
            ip..p.p.pp..i...\
            yyyyyyyyyyp..p..\
            pzzzzzzzzzzzzzzz\
            zzzzzzzzzzzp.p.z\
            .zzzzzzzzzzzzzzz\
            zzzzzzzzzzzppp..\
            ................\
            ................\
            ................\
            ................\
            ................\
            ................\
            ................\
            ................
            """
        return rows.utf8Start
    }
}
