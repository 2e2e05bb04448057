import ContextKit
import Database
import EventSourcing

extension Notes: ReadModel {
    package static var projection: any Projection { Notes() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["board_id"], ["board_id", "id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(Notes.self)
        assembly.object("Note", of: Notes.self)
        assembly.read(
            "Query.note", from: Notes.self,
            where: [.init("board_id", .argument("boardId")), .init("id", .argument("id"))], .one)
        assembly.read(
            "Board.notes", from: Notes.self, where: [.init("board_id", .parent("id"))],
            .connection(.ascending("added_position"), pageMax: 100, pinnedBy: "added_position"))
        assembly.connection("NoteConnection", edge: "NoteEdge")
    }
}
