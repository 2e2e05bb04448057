import Configuration

extension ConfigurationKeys {
    package enum HTTP {
        package static let headBytesMax = Setting<Int>.size(
            "http.head_bytes_max", default: "32KiB", in: 1024...(16 << 20),
            "Request line and fields together; then 431.")
        package static let startLineBytesMax = Setting<Int>.size(
            "http.start_line_bytes_max", default: "8KiB", in: 256...(1 << 20), "The request line; then 414.")
        package static let fieldLineBytesMax = Setting<Int>.size(
            "http.field_line_bytes_max", default: "8KiB", in: 256...(1 << 20), "One field line; then 431.")
        package static let fieldCountMax = Setting<Int>.integer(
            "http.field_count_max", default: 100, in: 10...10_000, "Fields of a request; then 431.")
        package static let headTimeout = Setting<Duration>.duration(
            "http.head_timeout", default: "10s", in: .milliseconds(100) ... .seconds(600),
            "From the first byte of a request to the end of its fields, however steadily they come; then 408.")
        package static let bodyBytesMax = Setting<Int>.size(
            "http.body_bytes_max", default: "1MiB", in: 1024...(1 << 30), "A request's body, decompressed; then 413.")
        package static let chunkExtensionBytesMax = Setting<Int>.size(
            "http.chunk_extension_bytes_max", default: "4KiB", in: 0...(1 << 20),
            "Chunk extensions of one body; then 400.")
        package static let trailerBytesMax = Setting<Int>.size(
            "http.trailer_bytes_max", default: "4KiB", in: 0...(1 << 20), "Trailer fields of one body; then 431.")
        package static let bodyRateMin = Setting<Int>.size(
            "http.body_bytes_per_second_min", default: "512", in: 0...(1 << 20),
            "The rate at which a body must come; then 408.")
        package static let bodyRateInterval = Setting<Duration>.duration(
            "http.body_rate_interval", default: "10s", in: .seconds(1) ... .seconds(600),
            "How often the rate is looked at; the first interval is grace.")
        package static let streamHighMark = Setting<Int>.size(
            "http.stream_high_mark_bytes", default: "256KiB", in: 4096...(64 << 20),
            "Pending output at which a streaming handler is asked to wait.")
        package static let compressedBytesMin = Setting<Int>.size(
            "http.compressed_bytes_min", default: "1KiB", in: 1...(1 << 20), "Shorter bodies are never compressed.")
        package static let statusProfile = Setting<StatusProfile>.choice(
            "http.status_profile", default: .compat,
            "Status codes of GraphQL over HTTP: those that clients know, or those of the 2026 draft.")
    }

    /// Which edition of GraphQL over HTTP the status codes follow.
    package enum StatusProfile: String, CaseIterable, Sendable {
        case compat
        case draft
    }

    package enum CORS {
        package static let origins = Setting<[String]>.list(
            "cors.origins", "Origins whose pages may call the server, each exactly as a browser sends it."
        )
        package static let credentials = Setting<Bool>.flag(
            "cors.allows_credentials", default: false, "Lets pages of the listed origins send cookies.")
        package static let maxAge = Setting<Duration>.duration(
            "cors.max_age", default: "10m", in: .zero ... .seconds(86400),
            "How long browsers keep a preflight's answer.")
    }

    static let http = [
        HTTP.headBytesMax.key, HTTP.startLineBytesMax.key, HTTP.fieldLineBytesMax.key, HTTP.fieldCountMax.key,
        HTTP.headTimeout.key, HTTP.bodyBytesMax.key, HTTP.chunkExtensionBytesMax.key, HTTP.trailerBytesMax.key,
        HTTP.bodyRateMin.key, HTTP.bodyRateInterval.key, HTTP.streamHighMark.key, HTTP.compressedBytesMin.key,
        HTTP.statusProfile.key,
    ]
    static let cors = [CORS.origins.key, CORS.credentials.key, CORS.maxAge.key]
}
