import CPostgres
import Database

/// Turns what the server or the library says into an error that a caller can act on.
enum PostgresErrors {
    // Why spelled as numbers: the field codes are character macros, which do not import.
    private static let sqlstate = Int32(UInt8(ascii: "C"))
    private static let primaryMessage = Int32(UInt8(ascii: "M"))
    private static let constraint = Int32(UInt8(ascii: "n"))
    private static let severity = Int32(UInt8(ascii: "V"))

    static func error(of result: OpaquePointer, during statement: String) -> DatabaseError {
        let code = field(result, sqlstate) ?? ""
        let message = field(result, primaryMessage) ?? String(cString: PQresultErrorMessage(result))
        return DatabaseError(
            kind(code, message), code: code.isEmpty ? "client" : code, statement: statement,
            key: field(result, constraint), message: message)
    }

    /// Whether the server ends the connection with this error.
    static func isFatal(_ result: OpaquePointer) -> Bool {
        switch field(result, severity) {
        case "FATAL", "PANIC", nil: true
        case _?: false
        }
    }

    static func lost(_ statement: String, _ message: String, wasWrite: Bool) -> DatabaseError {
        DatabaseError(wasWrite ? .outcomeUnknown : .unavailable, code: "client", statement: statement, message: message)
    }

    static func kind(_ code: String, _ message: String) -> DatabaseError.Kind {
        switch code {
        case "23505", "23P01": return .conflict
        case "40001", "40P01": return .retry
        case "55P03", "25P03", "57P05": return .timeout
        case "57014": return message.contains("user request") ? .cancelled : .timeout
        case "25006", "53300", "53400", "57P01", "57P02", "57P03", "57P04", "28000", "28P01", "3D000":
            return .unavailable
        case "53100", "58030", "XX001", "XX002": return .storage
        case "53200": return .overloaded
        case "": return .unavailable
        case _: break
        }
        switch code.prefix(2) {
        case "08": return .unavailable
        case "22", "23", "44", "54": return .rejected
        case "40": return .retry
        case "53": return .overloaded
        case "58": return .storage
        case _: return .bug
        }
    }

    /// The server has forgotten a prepared statement, or its result has another shape since a change of tables.
    static func asksToPrepareAgain(_ error: DatabaseError) -> Bool {
        error.code == "26000" || error.code == "0A000" && error.message.contains("cached plan")
    }

    private static func field(_ result: OpaquePointer, _ code: Int32) -> String? {
        PQresultErrorField(result, code).map { String(cString: $0) }
    }
}
