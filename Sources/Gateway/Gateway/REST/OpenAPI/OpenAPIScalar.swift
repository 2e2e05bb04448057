import GraphQLSchema
import JSON

/// The values of a scalar as JSON Schema writes them.
enum OpenAPIScalar {
    static func schema(_ codec: ScalarCodec) -> JSONValue {
        switch codec {
        case .int:
            ["type": "integer", "format": "int32", "minimum": -2_147_483_648, "maximum": 2_147_483_647]
        case .long:
            [
                "type": "integer", "format": "int64", "minimum": -9_007_199_254_740_991,
                "maximum": 9_007_199_254_740_991,
            ]
        case .float: ["type": "number", "format": "double"]
        case .boolean: ["type": "boolean"]
        case .string, .id, .cursor: ["type": "string"]
        case .decimal: ["type": "string", "pattern": "^-?\\d+(\\.\\d+)?$"]
        case .microUSD: ["type": "string", "pattern": "^-?\\d{1,18}$"]
        case .dateTime: ["type": "string", "format": "date-time"]
        case .date: ["type": "string", "format": "date"]
        case .duration: ["type": "string", "format": "duration"]
        case .uuid: ["type": "string", "format": "uuid"]
        case .emailAddress: ["type": "string", "format": "email"]
        case .json, .passThrough: [:]
        }
    }
}
