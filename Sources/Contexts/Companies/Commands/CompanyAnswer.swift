import ContextKit
import Database

/// The two objects that every command on companies answers with.
package enum CompanyAnswer: Part {
    package static func install(in assembly: inout Assembly) {
        assembly.object(
            "CompanyChanged", columns: [.init("position", .text), .init("version", .int), .init("company_id", .text)])
        assembly.object("CompanyRefused", columns: [.init("reason", .text), .init("message", .text)])
        assembly.embedded("CompanyChanged.query")
    }

    static func changed(_ company: String) -> ResultRow {
        ResultRow("CompanyChanged", ["company_id": .text(company)])
    }

    static func refused(_ refusal: CompanyRefusal) -> ResultRow {
        ResultRow("CompanyRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
