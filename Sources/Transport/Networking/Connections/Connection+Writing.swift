import Glibc
import Lifecycle

extension Connection: EndOfTickTarget {
    /// Queues a copy of the bytes; they go out when the delegate returns, or at the end of the tick.
    package func write(_ bytes: UnsafeRawBufferPointer) {
        guard mayQueue(bytes.count) else { return }
        if tls == nil { output.append(bytes, from: &loop.chunks) } else { clear.append(bytes, from: &loop.chunks) }
        didQueue()
    }

    /// Queues a copy of the bytes.
    package func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

    /// Queues a literal.
    package func write(_ text: StaticString) {
        write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Lets the body write up to `size` bytes in place; it returns how many it has written.
    package func write(upTo size: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        guard mayQueue(size) else { return }
        if tls == nil {
            output.append(upTo: size, from: &loop.chunks, body)
        } else {
            clear.append(upTo: size, from: &loop.chunks, body)
        }
        didQueue()
    }

    /// Queues bytes that others send too, without copying.
    package func write(_ shared: SharedBytes) {
        guard mayQueue(shared.count) else { return }
        if tls == nil { output.append(shared) } else { clear.append(shared) }
        didQueue()
    }

    /// Bytes written and not yet taken by the kernel.
    package var pendingOutput: Int { output.count + clear.count }

    /// Sends what is pending now instead of at the end of the tick.
    package func flush() {
        guard state != .closed else { return }
        if let tls, clear.count > 0, state != .opening { encryptPending(tls) }
        guard state != .closed else { return }
        send()
    }

    package func endOfTick() {
        isFlushAsked = false
        flush()
    }

    func flushAfterDelivery() {
        if pendingOutput > 0, !isBlocked { flush() }
    }

    private func mayQueue(_ count: Int) -> Bool {
        guard state == .open || state == .opening else { return false }
        guard count <= settings.outputBytesMax - pendingOutput else {
            close(.outputOverflow)
            return false
        }
        return true
    }

    private func didQueue() {
        if canWrite, pendingOutput > settings.outputHighMark { tellCanWrite(false) }
        guard !isDelivering, !isFlushAsked, !isBlocked else { return }
        isFlushAsked = true
        loop.atEndOfTick(self)
    }

    func send() {
        guard !isBlocked else { return }
        let before = output.count
        guard before > 0 else { return finishSending() }
        let progress = output.send(to: descriptor, pool: &loop.chunks)
        if output.count < before { didWrite(before - output.count) }
        switch progress {
        case .drained: finishSending()
        case .blocked:
            isBlocked = true
            blockedSince = loop.now
            updateTimer()
        case .failed(let code): return close(.failed(SystemError(code: code, call: "send")))
        }
        if !canWrite, pendingOutput <= settings.outputLowMark, state == .open { tellCanWrite(true) }
    }

    /// Ends our direction once everything is sent.
    private func finishSending() {
        guard state == .finishing, pendingOutput == 0, !hasShutDown else { return }
        if let tls, !tls.hasSentEnd {
            endEncryption(tls)
            guard state != .closed else { return }
            if output.count > 0 { return send() }
        }
        hasShutDown = true
        shutdown(descriptor, Int32(SHUT_WR))
        phaseDeadline = loop.now + settings.lingerTimeout
        updateTimer()
        closeIfDone()
    }

    func closeIfDone() {
        if hasShutDown, hasReadEnd { close(.local) }
    }

    private func tellCanWrite(_ value: Bool) {
        canWrite = value
        guard let delegate else { return }
        // Why later: the delegate is most often inside its own write loop when a mark is passed.
        loop.later {
            guard self.canWrite == value, self.state == .open else { return }
            delegate.connection(self, canWrite: value)
        }
    }
}
