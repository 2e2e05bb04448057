import Cryptography
import Database
import EventSourcing
import Testing

@testable import ContextKit

struct KeysetCursorTests {
    private let signer: CursorSigner
    private let purpose = Array("Query.things of demo".utf8)

    init() throws {
        signer = try CursorSigner([UInt8](repeating: 9, count: 32).span)
    }

    @Test func `a cursor comes back as it was made`() {
        let values: [SQLValue] = [
            .null, .bool(true), .int(.min), .double(-0.5), .text("ż\u{0}"), .blob([0, 255]), .text(""),
        ]
        let cursor = KeysetCursor(position: 42, values: values)
        #expect(KeysetCursor(cursor.text(signer, for: purpose), signer, for: purpose) == cursor)
    }

    @Test func `a cursor of another list, a changed one and a foreign one are none`() throws {
        let text = KeysetCursor(position: 1, values: [.int(7)]).text(signer, for: purpose)
        #expect(KeysetCursor(text, signer, for: Array("Query.others of demo".utf8)) == nil)
        for place in text.indices {
            var changed = text
            changed[place] ^= 1
            #expect(KeysetCursor(changed, signer, for: purpose) == nil)
        }
        let foreign = try CursorSigner([UInt8](repeating: 8, count: 32).span)
        #expect(KeysetCursor(text, foreign, for: purpose) == nil)
        #expect(KeysetCursor([], signer, for: purpose) == nil)
    }
}
