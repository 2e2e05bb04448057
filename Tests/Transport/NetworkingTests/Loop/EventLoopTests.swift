import Glibc
import Lifecycle
import Prelude
import Synchronization
import Testing

@testable import Networking

struct EventLoopTests {
    private final class Recorder: @unchecked Sendable {
        let lines = Lock<[String]>([])

        func note(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test func `work from any thread runs on the loop in the order of its caller`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let recorder = Recorder()
        for index in 0..<1000 { loop.execute { recorder.note("\(index) \(loop.isInLoop)") } }
        await withCheckedContinuation { done in loop.execute { done.resume() } }
        #expect(recorder.all == (0..<1000).map { "\($0) true" })
        #expect(!loop.isInLoop)
    }

    @Test func `a task that prefers the loop stays on it across suspensions from other threads`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let onLoop = await Task(executorPreference: loop) {
            var count = 0
            for _ in 0..<100 {
                await withCheckedContinuation { continuation in
                    _ = try? DedicatedThread(name: "foreign") { continuation.resume() }
                }
                count += loop.isInLoop ? 1 : 0
            }
            return count
        }.value
        #expect(onLoop == 100)
    }

    @Test func `timers fire in order when the manual clock reaches them`() async throws {
        let clock = ManualClock()
        let loop = try EventLoop(manualClock: clock)
        defer { loop.stop() }
        let recorder = Recorder()
        await onLoop(loop) {
            loop.schedule(after: .seconds(30)) { recorder.note("thirty") }
            loop.schedule(after: .seconds(10)) { recorder.note("ten") }
            let cancelled = loop.schedule(after: .seconds(20)) { recorder.note("cancelled") }
            loop.cancel(cancelled)
        }
        clock.advance(by: .milliseconds(9999))
        await onLoop(loop) {}
        #expect(recorder.all == [])
        clock.advance(by: .milliseconds(1))
        await onLoop(loop) {}
        #expect(recorder.all == ["ten"])
        clock.advance(by: .seconds(60))
        await onLoop(loop) {}
        #expect(recorder.all == ["ten", "thirty"])
        #expect(await onLoop(loop) { loop.timerCount } == 0)
    }

    @Test func `a timer on the machine's clock fires not before its time`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let begin = SystemClock.now
        let fired = await withCheckedContinuation { done in
            loop.execute { loop.schedule(after: .milliseconds(20)) { done.resume(returning: SystemClock.now) } }
        }
        #expect(fired - begin >= .milliseconds(20))
    }

    private final class Batch: EndOfTickTarget, @unchecked Sendable {
        let loop: EventLoop
        let recorder: Recorder
        var pending: [String] = []

        init(_ loop: EventLoop, _ recorder: Recorder) { (self.loop, self.recorder) = (loop, recorder) }

        func add(_ item: String) {
            if pending.isEmpty { loop.atEndOfTick(self) }
            pending.append(item)
        }

        func endOfTick() {
            recorder.note(pending.joined(separator: "+"))
            pending = []
        }
    }

    @Test func `what jobs of one tick collect is flushed once at its end, also what later jobs add`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let recorder = Recorder()
        let batch = Batch(loop, recorder)
        await onLoop(loop) {
            batch.add("a")
            loop.execute {
                batch.add("b")
                loop.execute { batch.add("c") }
            }
        }
        await onLoop(loop) {}
        #expect(recorder.all == ["a+b+c"])
    }

    private final class PipeReader: FileHandler, @unchecked Sendable {
        let recorder: Recorder
        let descriptor: Int32
        let onRead: () -> Void

        init(_ descriptor: Int32, _ recorder: Recorder, _ onRead: @escaping () -> Void) {
            (self.descriptor, self.recorder, self.onRead) = (descriptor, recorder, onRead)
        }

        func ready(_ events: FileEvents) {
            if events.contains(.readable) {
                var byte: UInt8 = 0
                let count = read(descriptor, &byte, 1)
                recorder.note(count == 1 ? String(UnicodeScalar(byte)) : "end")
            }
            if events.contains(.hangup) { recorder.note("hangup") }
            onRead()
        }
    }

    @Test func `a foreign descriptor reports its state until it is removed`() async throws {
        let loop = try EventLoop()
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let recorder = Recorder()
        let file: FileRegistration = await withCheckedContinuation { done in
            loop.execute {
                var file: FileRegistration?
                let handler = PipeReader(reading, recorder) {
                    if recorder.all.count == 2, let file {
                        loop.remove(file)
                        done.resume(returning: file)
                    }
                }
                file = try? loop.watch(reading, for: .readable, handler: handler)
                _ = write(writing, "xyz", 3)
            }
        }
        await onLoop(loop) { loop.remove(file) }
        #expect(recorder.all == ["x", "y"])
        #expect(await onLoop(loop) { loop.fileCount } == 0)
        loop.stop()
        loop.join()
        close(reading)
        close(writing)
    }

    @Test func `a loop that stops hangs up on its handlers and still runs tasks that are resumed later`() async throws {
        let loop = try EventLoop()
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let recorder = Recorder()
        await onLoop(loop) {
            _ = try? loop.watch(reading, for: .readable, handler: PipeReader(reading, recorder) {})
        }
        loop.stop()
        loop.join()
        #expect(recorder.all == ["hangup"])
        #expect(await onLoop(loop) { loop.isInLoop })
        close(reading)
        close(writing)
    }

    @Test func `many threads can post while the loop sleeps and wakes without losing work`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let recorder = Lock(0)
        let threads = try (0..<4).map { index in
            try DedicatedThread(name: "poster-\(index)") {
                for _ in 0..<5000 { loop.execute { recorder.withLock { $0 += 1 } } }
            }
        }
        for thread in threads { thread.join() }
        await onLoop(loop) {}
        #expect(recorder.withLock { $0 } == 20_000)
    }

    @Test func `a system error is reported for a descriptor that is not open`() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let error: SystemError? = await onLoop(loop) {
            do throws(SystemError) {
                _ = try loop.watch(9999, for: .readable, handler: PipeReader(0, Recorder()) {})
                return nil
            } catch {
                return error
            }
        }
        #expect(error?.code == EBADF)
    }
}

/// Runs the function on the loop and returns its result.
func onLoop<Value: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { done in loop.execute { done.resume(returning: body()) } }
}
