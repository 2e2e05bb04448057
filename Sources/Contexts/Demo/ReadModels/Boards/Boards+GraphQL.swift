import ContextKit
import Database
import EventSourcing

extension Boards: ReadModel {
    package static var projection: any Projection { Boards() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["id"], []]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(Boards.self)
        assembly.object("Board", of: Boards.self)
        assembly.read("Query.board", from: Boards.self, where: [.init("id", .argument("id"))], .one)
        assembly.read("Note.board", from: Boards.self, where: [.init("id", .parent("board_id"))], .one)
        assembly.read(
            "Query.boards", from: Boards.self, where: [],
            .connection(.descending("opened_position"), pageMax: 100, pinnedBy: "opened_position"))
        assembly.connection("BoardConnection", edge: "BoardEdge")
    }
}
