import CLinux
import Glibc
import Lifecycle

extension Connection: FileHandler {
    package func ready(_ events: FileEvents) {
        guard state != .closed else { return }
        if events == .hangup { return close(.loopStopped) }
        // Why an error is read up to: what the peer sent before it reset the stream, often the reason, is still there.
        if events.contains(.error), isReadingPaused { return close(.failed(pendingError())) }
        if events.contains(.error) { isBlocked = true }
        if events.contains(.writable), isBlocked, !events.contains(.error) {
            isBlocked = false
            flush()
        }
        if !events.isDisjoint(with: [.readHangup, .hangup, .error]) { hasReadHangup = true }
        guard !events.isDisjoint(with: [.readable, .readHangup, .hangup, .error]), state != .closed else { return }
        mayRead = true
        if !isReadingPaused || state == .finishing { readAvailable() }
        if isReadingPaused, hasReadHangup { tellPeerFinished() }
        if events.contains(.error) { close(.failed(pendingError())) }
    }

    /// Leaves arriving bytes with the kernel, which slows the peer down. Input already read stays with the delegate's
    /// unconsumed bytes.
    package func pauseReading() { isReadingPaused = true }

    /// Shows the unconsumed bytes again, later in this tick, and goes on reading.
    package func resumeReading() {
        guard isReadingPaused else { return }
        isReadingPaused = false
        loop.later { self.continueReading() }
    }

    private func continueReading() {
        guard state == .open, !isReadingPaused else { return }
        if isDelivering || loop.isReading { return loop.again(self, mayRead ? .readable : []) }
        if held.count > 0 { deliverHeld() }
        if let tls, tls.hasUnread, state == .open, !isReadingPaused { receiveDecrypted(tls) }
        flushAfterDelivery()
        if mayRead, !isReadingPaused { readAvailable() }
        if hasReadEnd, held.count == 0 { tellPeerFinished() }
    }

    /// Reads until the kernel has no more: a short read says so, which saves the call that would answer "try again".
    private func readAvailable() {
        guard !loop.isReading, !isDelivering else { return loop.again(self, .readable) }
        loop.isReading = true
        defer { loop.isReading = false }
        var budget = settings.bytesPerTurnMax
        while mayRead, !isReadingPaused || state == .finishing, state != .closed {
            let count = recv(descriptor, loop.readBuffer.baseAddress, loop.readBuffer.count, 0)
            if count > 0 {
                didRead(count)
                if count < loop.readBuffer.count, !hasReadHangup { mayRead = false }
                receive(UnsafeBufferPointer(rebasing: loop.readBytes[..<count]))
                budget -= count
                if budget <= 0, mayRead, state != .closed { return loop.again(self, .readable) }
            } else if count == 0 {
                didReadEnd()
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                mayRead = false
            } else if errno != EINTR {
                close(.failed(.last("recv")))
            }
        }
    }

    private func receive(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch state {
        case .closed: return
        case .finishing where tls == nil: return
        case .opening, .open, .finishing: break
        }
        if let tls {
            tls.offer(bytes)
            if state == .opening { continueHandshake() }
            if state == .open || state == .finishing { receiveDecrypted(tls) }
            tls.keepUnread()
        } else {
            deliver(bytes)
        }
        flushAfterDelivery()
    }

    /// Shows new bytes to the delegate, after those that it has left.
    func deliver(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard state == .open, let delegate else { return }
        if held.count > 0 || isReadingPaused {
            held.append(bytes)
            return deliverHeld()
        }
        isDelivering = true
        let consumed = delegate.connection(self, received: bytes)
        isDelivering = false
        guard state == .open, consumed < bytes.count else { return }
        held.append(UnsafeBufferPointer(rebasing: bytes[max(consumed, 0)...]))
        checkHeld()
    }

    private func deliverHeld() {
        if !isReadingPaused, let delegate {
            isDelivering = true
            let consumed = delegate.connection(self, received: held.bytes)
            isDelivering = false
            guard state == .open else { return }
            held.consume(consumed)
        }
        checkHeld()
    }

    /// A paused delegate has said that it will come back for its bytes; one that is not paused waits for more, and
    /// more than the limit it shall not get.
    private func checkHeld() {
        if held.count > settings.inputBytesMax, !isReadingPaused { close(.inputOverflow) }
    }

    func didReadEnd() {
        mayRead = false
        hasReadEnd = true
        switch state {
        case .opening: close(.peer)
        case .finishing: closeIfDone()
        case .open: tellPeerFinished()
        case .closed: break
        }
    }

    private func tellPeerFinished() {
        guard state == .open, !hasToldPeerFinished else { return }
        hasToldPeerFinished = true
        isDelivering = true
        delegate?.connectionPeerFinished(self)
        isDelivering = false
        flushAfterDelivery()
    }

    private func pendingError() -> SystemError {
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        return SystemError(code: code, call: "connection")
    }
}
