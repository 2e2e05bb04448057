import Lifecycle

extension Connection {
    func startHandshake() {
        phaseDeadline = loop.now + settings.handshakeTimeout
        updateTimer()
        tls?.attach(to: self)
        continueHandshake()
        flushHandshake()
    }

    func continueHandshake() {
        guard let tls, state == .opening else { return }
        switch tls.handshake() {
        case .done: didOpen()
        case .needsInput: break
        case .ended: close(.peer)
        case .failed(let text): closeInsecure(text)
        }
    }

    /// Shows decrypted bytes until the library needs more input or the delegate pauses.
    func receiveDecrypted(_ tls: TLSSession) {
        while state == .open && !isReadingPaused || state == .finishing {
            switch tls.read(into: loop.clearBuffer) {
            case .done(let count):
                let clear = UnsafeMutableRawBufferPointer(rebasing: loop.clearBuffer[..<count])
                deliver(UnsafeBufferPointer(clear.bindMemory(to: UInt8.self)))
            case .needsInput: return
            case .ended: return didReadEnd()
            case .failed(let text): return closeInsecure(text)
            }
        }
    }

    func encryptPending(_ tls: TLSSession) {
        var failure: String?
        clear.forEachSegment { bytes in
            if failure == nil, case .failed(let text) = tls.write(bytes) { failure = text }
        }
        clear.removeAll(pool: &loop.chunks)
        if let failure { close(.insecure(failure)) }
    }

    func endEncryption(_ tls: TLSSession) { tls.sendEnd() }

    /// The library has queued an alert that says why; it goes out before the connection ends.
    private func closeInsecure(_ text: String) {
        _ = output.send(to: descriptor, pool: &loop.chunks)
        close(.insecure(text))
    }

    private func flushHandshake() {
        if output.count > 0 { flush() }
    }
}
