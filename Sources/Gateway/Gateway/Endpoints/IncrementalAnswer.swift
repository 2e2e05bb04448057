import HTTP
import Networking
import Server

/// An answer that comes in the parts of one `multipart/mixed` response: first what is there, then what was deferred.
///
/// Spec: incremental delivery over HTTP. A part is only made when the client has taken enough of those before.
// Safe because every member is used on the exchange's loop only.
final class IncrementalAnswer: @unchecked Sendable {
    private static let encoder = MultipartMixedEncoder(
        boundary: "-", partType: "application/json; charset=utf-8")

    private let stream: ResponseStream
    private let loop: EventLoop
    private let more: LaterPayloads

    private init(_ stream: ResponseStream, _ more: LaterPayloads, on loop: EventLoop) {
        (self.stream, self.more, self.loop) = (stream, more, loop)
    }

    /// Sends the first part; `fields` go out beside those of the form itself.
    static func start(
        _ exchange: Exchange, _ first: [UInt8], _ more: LaterPayloads, _ fields: ResponseFields, spec: StaticString?
    ) {
        var all = ResponseFields([.cacheControl: "no-store"])
        let version = spec.map { ";incrementalSpec=\($0)" } ?? ""
        try? all.add(name: "Content-Type", "multipart/mixed;boundary=\"-\"" + version)
        all.add(contentsOf: fields)
        exchange.whenGone { more.cancel() }
        guard let loop = exchange.loop, let stream = exchange.startStream(.ok, all) else { return more.cancel() }
        var bytes: [UInt8] = []
        encoder.appendStart(to: &bytes)
        let answer = IncrementalAnswer(stream, more, on: loop)
        answer.send(first, isLast: false, behind: bytes)
    }

    private func send(_ part: [UInt8], isLast: Bool, behind start: [UInt8] = []) {
        var bytes = start
        part.withUnsafeBufferPointer { Self.encoder.append(part: $0, to: &bytes) }
        if isLast { Self.encoder.appendEnd(to: &bytes) }
        let canGoOn = stream.write(bytes)
        guard stream.isOpen else { return more.cancel() }
        if isLast { return stream.finish() }
        guard !canGoOn else { return goOn() }
        Task(executorPreference: loop) { [self] in
            if await stream.ready() { goOn() } else { more.cancel() }
        }
    }

    private func goOn() {
        more.next { part, isLast in self.send(part, isLast: isLast) }
    }
}
