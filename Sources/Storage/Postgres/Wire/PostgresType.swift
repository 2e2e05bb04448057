import CPostgres
import Database

/// The object ids of the types that the driver sends and understands; they are fixed in every PostgreSQL.
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let json: Oid = 114
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let timestamptz: Oid = 1184
    static let numeric: Oid = 1700
    static let uuid: Oid = 2950
    static let jsonb: Oid = 3802

    /// What a parameter of the declared type is announced as.
    static func of(_ type: SQLType) -> Oid {
        type.isArray ? array(of: type.scalar) : element(type.scalar)
    }

    /// Why decimals in arrays travel as text: their binary form is not worth writing; the statement casts them.
    static func element(_ scalar: SQLScalar, inArray: Bool = false) -> Oid {
        switch scalar {
        case .bool: bool
        case .int: int8
        case .double: float8
        case .decimal: inArray ? text : numeric
        case .text: text
        case .json: json
        case .blob: bytea
        case .uuid: uuid
        }
    }

    private static func array(of scalar: SQLScalar) -> Oid {
        switch scalar {
        case .bool: 1000
        case .int: 1016
        case .double: 1022
        case .decimal, .text: 1009
        case .json: 199
        case .blob: 1001
        case .uuid: 2951
        }
    }
}
