/// Why a message was refused: each reason has one status and one name in the metrics, and always ends the connection.
package enum HTTPRefusal: String, Error, Equatable, Sendable, CaseIterable {
    case badStartLine = "bad_start_line"
    case badTarget = "bad_target"
    case targetTooLong = "target_too_long"
    case unsupportedVersion = "unsupported_version"
    case unsupportedMethod = "unsupported_method"
    case headTooLarge = "head_too_large"
    case fieldTooLarge = "field_too_large"
    case tooManyFields = "too_many_fields"
    case badFieldName = "bad_field_name"
    case spaceBeforeColon = "space_before_colon"
    case badFieldValue = "bad_field_value"
    case bareLineFeed = "bare_line_feed"
    case bareCarriageReturn = "bare_carriage_return"
    case foldedField = "folded_field"
    case lengthAndTransferCoding = "length_and_transfer_coding"
    case repeatedLength = "repeated_length"
    case badLength = "bad_length"
    case unsupportedTransferCoding = "unsupported_transfer_coding"
    case transferCodingInOldVersion = "transfer_coding_in_old_version"
    case missingHost = "missing_host"
    case repeatedHost = "repeated_host"
    case badHost = "bad_host"
    case hostMismatch = "host_mismatch"
    case unsupportedExpectation = "unsupported_expectation"
    case bodyTooLarge = "body_too_large"
    case badChunkSize = "bad_chunk_size"
    case badChunkEnd = "bad_chunk_end"
    case chunkExtensionTooLong = "chunk_extension_too_long"
    case trailerTooLarge = "trailer_too_large"
    case endedEarly = "ended_early"

    /// The status that tells the client; the answer is the last one on its connection.
    package var status: HTTPStatus {
        switch self {
        case .targetTooLong: .targetTooLong
        case .unsupportedVersion: .versionNotSupported
        case .unsupportedMethod, .unsupportedTransferCoding: .notImplemented
        case .headTooLarge, .fieldTooLarge, .tooManyFields, .trailerTooLarge: .fieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedExpectation: .expectationFailed
        case .badStartLine, .badTarget, .badFieldName, .spaceBeforeColon, .badFieldValue, .bareLineFeed,
            .bareCarriageReturn, .foldedField, .lengthAndTransferCoding, .repeatedLength, .badLength,
            .transferCodingInOldVersion, .missingHost, .repeatedHost, .badHost, .hostMismatch, .badChunkSize,
            .badChunkEnd, .chunkExtensionTooLong, .endedEarly:
            .badRequest
        }
    }
}
