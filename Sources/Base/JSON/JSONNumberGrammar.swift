/// `number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "+" / "-" ] 1*digit ]`
enum JSONNumberGrammar {
    static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(JSONError) -> (end: Int, isInteger: Bool) {
        var at = start
        var isInteger = true
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
        let whole = at
        skipDigits(bytes, &at)
        guard at > whole, at == whole + 1 || bytes[whole] != UInt8(ascii: "0") else {
            throw JSONError(.invalidNumber, at: start)
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            try requireDigits(bytes, &at, start)
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try requireDigits(bytes, &at, start)
        }
        return (at, isInteger)
    }

    private static func requireDigits(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ start: Int
    ) throws(JSONError) {
        let before = at
        skipDigits(bytes, &at)
        guard at > before else { throw JSONError(.invalidNumber, at: start) }
    }

    private static func skipDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) {
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    }
}
