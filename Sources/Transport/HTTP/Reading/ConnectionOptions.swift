/// The words of a `Connection` field that mean something to us.
struct ConnectionOptions {
    var close = false
    var keepAlive = false
    var upgrade = false

    mutating func read(_ value: UnsafeBufferPointer<UInt8>) {
        FieldList.forEachElement(of: value) { word in
            if matchesIgnoringCase(word, "close") {
                close = true
            } else if matchesIgnoringCase(word, "keep-alive") {
                keepAlive = true
            } else if matchesIgnoringCase(word, "upgrade") {
                upgrade = true
            }
        }
    }
}
