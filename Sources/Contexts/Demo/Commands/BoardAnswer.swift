import ContextKit
import Database

/// The two objects that every command on a board answers with.
package enum BoardAnswer: Part {
    package static func install(in assembly: inout Assembly) {
        assembly.object(
            "BoardChanged",
            columns: [
                .init("position", .text), .init("version", .int), .init("board_id", .text),
                .init("note_id", .text, optional: true),
            ])
        assembly.object("BoardRefused", columns: [.init("reason", .text), .init("message", .text)])
        assembly.embedded("BoardChanged.query")
    }

    static func changed(board: String, note: String?) -> ResultRow {
        ResultRow("BoardChanged", ["board_id": .text(board), "note_id": note.map { .text($0) } ?? .null])
    }

    static func refused(_ refusal: BoardRefusal) -> ResultRow {
        ResultRow("BoardRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
