import HTTP
import JSON

/// How OpenAPI is told of answers that are not what was asked for.
enum OpenAPIProblem {
    static let schema: JSONValue = [
        "type": "object", "description": "RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": [
            "type": ["type": "string", "format": "uri-reference"],
            "title": ["type": "string"],
            "status": ["type": "integer", "minimum": 400, "maximum": 599],
            "detail": ["type": "string"],
            "code": [
                "description": "Of an error; the same as over GraphQL.",
                "enum": .array(ErrorCode.allCases.map { .string($0.rawValue) }),
            ],
            "reason": ["type": "string", "description": "Of a refusal: a value of the enum in the schema."],
            "errors": ["type": "array", "items": ["type": "object"], "description": "Every error of the request."],
        ],
    ]

    /// What any route may answer, however well it is asked.
    static func statuses(isMutation: Bool) -> [UInt16] {
        isMutation ? [400, 401, 403, 406, 409, 415, 422, 429, 503] : [400, 401, 403, 404, 406, 429, 503]
    }

    static let responses: [JSONValue.Member] =
        [
            (400, "The request is not understood, or a value is not allowed."),
            (401, "Show who you are."), (403, "You may not do this."),
            (404, "There is nothing here, or nothing that you may see."),
            (406, "Answers are application/json."), (409, "What is there has changed meanwhile."),
            (415, "Bodies are application/json."), (422, "The key was used for another request."),
            (429, "Too much was asked for in too short a time."),
            (503, "A store cannot be reached, or has not caught up; come again after Retry-After."),
        ].map { status, text in JSONValue.Member("\(status)", response(text)) } + [
            JSONValue.Member("default", response("Anything else that went wrong."))
        ]

    static func response(_ text: String) -> JSONValue {
        [
            "description": .string(text),
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
    }
}
