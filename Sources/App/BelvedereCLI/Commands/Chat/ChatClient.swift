import Composition
import HTTP
import HTTPClient
import JSON
import Lifecycle
import Networking
import Prelude

/// Carries out what `ChatTranscript` says, over WebSocket; what is written goes out as mutations.
struct ChatClient: Sendable {
    /// The first pause before another connection, and the longest.
    private static let (pauseMin, pauseMax) = (Duration.milliseconds(250), Duration.seconds(10))

    private let chat: String
    private let address: WebAddress
    private let token: String
    private let isWatching: Bool
    private let clock: any Clock
    private let console: Console
    private let http: HTTPClient
    private let sockets: WebSocketClient

    init(
        chat: String, address: WebAddress, token: String, isWatching: Bool, clock: any Clock, console: Console
    ) throws(CommandFailure) {
        (self.chat, self.address, self.token, self.isWatching) = (chat, address, token, isWatching)
        (self.clock, self.console) = (clock, console)
        do {
            let loops = try EventLoopGroup(count: 1)
            let connector = Connector(
                resolver: Resolver(pool: try WorkerPool(name: "resolver", threads: 1, queueMax: 16)))
            (http, sockets) = (HTTPClient(connector, loops: loops), WebSocketClient(connector, loops: loops))
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// Until the chat is closed to this user, standard input ends, or the process is ended.
    func run() async throws(CommandFailure) -> ExitCode {
        let transcript = ChatTranscript(chat: chat, token: token)
        return await withTaskGroup(of: ExitCode.self) { group in
            group.addTask {
                var transcript = transcript
                return await watch(&transcript)
            }
            if !isWatching { group.addTask { await write() } }
            let first = await group.next() ?? .success
            group.cancelAll()
            return first
        }
    }

    private func post(_ query: String, _ variables: JSONValue) async throws -> JSONValue {
        var fields = ResponseFields()
        try fields.add(name: "Content-Type", "application/json")
        try fields.add(name: "Authorization", "Bearer " + token)
        let body: JSONValue = ["query": .string(query), "variables": variables]
        return try JSONValue(
            parsing: try await http.send(ClientRequest(.post, address, fields: fields, body: body.bytes)).body)
    }

    // MARK: What others write

    private func watch(_ transcript: inout ChatTranscript) async -> ExitCode {
        var pause = Self.pauseMin
        while !Task.isCancelled {
            var reason = "no connection"
            if let connection = try? await ChatConnection(sockets, address, clock) {
                switch await follow(connection, &transcript) {
                case .over(let message):
                    console.say("-- \(message)")
                    return .failed
                case .cut(let message, let wasOfUse):
                    reason = message
                    if wasOfUse { pause = Self.pauseMin }
                }
            }
            guard !Task.isCancelled else { break }
            guard transcript.position != nil else {
                console.say("-- \(reason)")
                return .unavailable
            }
            console.say("-- \(reason); going on where you were as soon as it can be")
            try? await clock.sleep(for: pause)
            pause = min(pause * 2, Self.pauseMax)
        }
        return .success
    }

    /// How a connection ended.
    private enum End {
        /// For good.
        case over(String)
        /// To be opened again, at once if the last one showed something.
        case cut(String, wasOfUse: Bool)
    }

    private func follow(_ connection: ChatConnection, _ transcript: inout ChatTranscript) async -> End {
        connection.send(transcript.hello)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await connection.closeWhenSilent() }
            defer { group.cancelAll() }
            var end = End.cut("the connection was cut", wasOfUse: false)
            for await message in connection.messages {
                switch transcript.take(message) {
                case .nothing: break
                case .send(let answer): connection.send(answer)
                case .show(let line):
                    console.write(line + "\n")
                    end = .cut("the connection was cut", wasOfUse: true)
                case .end(let message):
                    end = .over(message)
                    connection.close()
                case .reconnect(let message):
                    end = .cut(message, wasOfUse: false)
                    connection.close()
                }
            }
            return end
        }
    }

    // MARK: What is written here

    private func write() async -> ExitCode {
        let input: TypedLines
        do {
            input = try TypedLines()
        } catch {
            return .failed
        }
        while let line = await input.next() {
            if !(await send(line)) { return .failed }
        }
        return .success
    }

    /// Sends a line until it is answered; under its client message id it is one message, however often it is sent.
    private func send(_ text: String) async -> Bool {
        let mutation = """
            mutation Say($input: SendMessageInput!) { sendMessage(input: $input) {
              ... on ChatRefused { reason message } } }
            """
        let input: JSONValue = [
            "chatId": .string(chat), "text": .string(text),
            "clientMessageId": .string(NewIdentifier.make(clock).text),
        ]
        while !Task.isCancelled {
            switch SentLine(try? await post(mutation, ["input": input])) {
            case .sent: return true
            case .refused(let message):
                console.say("-- not sent: \(message)")
                return true
            case .shutOut(let message):
                console.say("-- not sent: \(message)")
                return false
            case .unknown:
                console.say("-- not sent yet; trying again")
                try? await clock.sleep(for: .seconds(1))
            }
        }
        return false
    }
}
