import Prelude

/// Finished spans that wait for the exporter; when it does not keep up, new ones are dropped and counted.
package final class SpanQueue: SpanSink {
    private struct State {
        var spans: FIFO<Span> = FIFO()
        var dropped = 0
    }

    private let state = Lock(State())
    private let countMax: Int

    package init(countMax: Int = 4096) { self.countMax = countMax }

    package func record(_ span: Span) {
        guard span.context.isSampled else { return }
        state.withLock { state in
            if state.spans.count < countMax { state.spans.append(span) } else { state.dropped += 1 }
        }
    }

    package var count: Int { state.withLock { $0.spans.count } }
    package var droppedCount: Int { state.withLock { $0.dropped } }

    /// Takes up to so many of the oldest spans.
    package func take(atMost limit: Int) -> [Span] {
        state.withLock { state in
            var batch: [Span] = []
            while batch.count < limit, let span = state.spans.popFirst() { batch.append(span) }
            return batch
        }
    }
}
