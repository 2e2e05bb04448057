import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Networking
import Server

/// Subscriptions as parts of one HTTP response.
struct MultipartAnswer {
    let live: LiveService
    let cors: CORSPolicy

    func start(_ exchange: Exchange, _ asked: LiveRequest) {
        var all = ResponseFields([.cacheControl: "no-store"])
        try? all.add(name: "Content-Type", PartFraming.contentType)
        all.add(contentsOf: cors.fields(for: exchange.request))
        guard let loop = exchange.loop, let stream = exchange.startStream(.ok, all) else { return }
        stream.write(PartFraming.start)
        let output = PacedOutput(stream, on: loop)
        let sink = StreamSink(output, PartFraming()) { output.finish() }
        exchange.whenGone { sink.stop() }
        stream.whenDrained { sink.complete() }
        sink.start(live, asked, on: loop)
    }
}
