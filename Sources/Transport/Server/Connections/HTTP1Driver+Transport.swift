import HTTP
import Networking

extension HTTP1Driver: ExchangeTransport {
    /// Limit: bodies up to here are copied behind their head; longer ones go to the connection's block by themselves,
    /// which costs a call and saves a copy.
    private static let joinedBodyBytesMax = 1 << 10

    var loop: EventLoop { services.loop }
    var canWrite: Bool { connection.canWrite }

    func send(_ status: HTTPStatus, _ fields: ResponseFields, body: UnsafeBufferPointer<UInt8>) {
        let stays = mayStay
        let isHead = exchange.request.method == .head || status.forbidsBody
        services.withScratch { scratch in
            appendHead(status, fields, .length(body.count), stays: stays, to: &scratch)
            guard !isHead else { return connection.write(scratch) }
            if body.count <= Self.joinedBodyBytesMax {
                scratch.append(contentsOf: body)
                connection.write(scratch)
            } else {
                connection.write(scratch)
                connection.write(UnsafeRawBufferPointer(body))
            }
        }
        responseEnded(stays: stays)
    }

    func send(_ status: HTTPStatus, _ fields: ResponseFields, shared: SharedBytes) {
        let stays = mayStay
        services.withScratch { scratch in
            appendHead(status, fields, .length(shared.count), stays: stays, to: &scratch)
            connection.write(scratch)
        }
        if exchange.request.method != .head, !status.forbidsBody { connection.write(shared) }
        responseEnded(stays: stays)
    }

    func sendHead(_ status: HTTPStatus, _ fields: ResponseFields, length: Int?) {
        let request = exchange.request
        var framing = BodyFraming.chunked
        if request.method == .head || status.forbidsBody {
            response = .withoutBody
            framing = length.map { .length($0) } ?? .none
        } else if let length {
            response = .length(left: length)
            framing = .length(length)
        } else if request.head.isVersion11 {
            response = .chunked
        } else {
            response = .untilClose
            framing = .untilClose
        }
        services.withScratch { scratch in
            appendHead(status, fields, framing, stays: mayStay && framing != .untilClose, to: &scratch)
            connection.write(scratch)
        }
    }

    func sendPiece(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch response {
        case .chunked:
            services.withScratch { scratch in
                ResponseEncoder.appendChunk(bytes, to: &scratch)
                connection.write(scratch)
            }
        case .length(let left):
            guard bytes.count <= left else {
                assertionFailure("A handler wrote more than it announced.")
                return abort()
            }
            response = .length(left: left - bytes.count)
            connection.write(UnsafeRawBufferPointer(bytes))
        case .untilClose: connection.write(UnsafeRawBufferPointer(bytes))
        case .withoutBody, .none, .done: break
        }
    }

    func sendEnd() {
        var stays = mayStay && !promisedEnd
        switch response {
        case .chunked:
            services.withScratch { scratch in
                ResponseEncoder.appendLastChunk(to: &scratch)
                connection.write(scratch)
            }
        case .length(let left):
            guard left == 0 else { return abort() }
        case .untilClose: stays = false
        case .withoutBody, .none, .done: break
        }
        responseEnded(stays: stays)
    }

    func abort() { connection.abort() }

    func resumeBody() { connection.resumeReading() }

    func upgrade(_ fields: ResponseFields, _ options: WebSocketOptions) -> WebSocketSession? {
        guard isRequestComplete, exchange.request.head.isVersion11, !services.isDraining, !isOver else { return nil }
        services.withScratch { scratch in
            ResponseEncoder.appendSwitch(fields, date: services.currentDate, to: &scratch)
            connection.write(scratch)
        }
        let session = WebSocketSession(connection, services: services, settings: settings, options: options)
        owner.upgrade(to: session)
        handOver()
        return session
    }

    private func appendHead(
        _ status: HTTPStatus, _ fields: ResponseFields, _ body: BodyFraming, stays: Bool, to output: inout [UInt8]
    ) {
        self.status = status
        promisedEnd = !stays
        ResponseEncoder.appendHead(
            status, fields, common: settings.commonFields,
            .init(body: body, keepsAlive: stays, isVersion11: exchange.request.head.isVersion11),
            date: services.currentDate, to: &output)
    }
}
