import EventSourcing
import Testing

struct CursorTests {
    @Test(arguments: [(1, 0), (1, 1), (4_294_967_295, Int64.max)] as [(UInt32, Int64)])
    func `a cursor survives its text form`(epoch: UInt32, position: Int64) {
        let cursor = Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(position))
        #expect(Cursor(cursor.description) == cursor)
    }

    @Test(arguments: [
        "", "v1", "v1.1", "v1.1.", "v1..1", "v1.1.1.1", "v2.1.1", "v1.0.1", "v1.01.1", "v1.1.01", "v1.+1.1", "v1.1.-1",
        "v1.1. 1", " v1.1.1", "v1.1.1 ", "V1.1.1", "v1.4294967296.1", "v1.1.9223372036854775808",
        "v1.1.99999999999999999999", "v1.１.1",
    ])
    func `a text that is no cursor is refused`(text: String) {
        #expect(Cursor(text) == nil)
    }
}
