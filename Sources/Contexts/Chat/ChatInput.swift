import EventSourcing

/// The rules about the values that commands on chats are given, and the streams that they stand for.
enum ChatInput {
    /// Limit: characters of a chat's or message's id; with a user's id they still fit into a stream's name.
    static let idBytesMax = 48
    /// Limit: bytes of a chat's title.
    static let titleBytesMax = 200
    /// Limit: bytes of a message.
    static let textBytesMax = 8_000
    /// Limit: files of one message.
    static let attachmentsMax = 10
    /// Limit: bytes of the name of a channel, of an id there, and of an author there.
    static let externalBytesMax = 128

    /// Streams that nothing has; a command with an unusable id is refused before anything is read.
    private static let nowhere = StreamName(stored: "chat.chat:-", categoryBytes: 9)

    static func chat(_ chat: String) -> StreamName {
        isUsable(chat) ? StreamName(Conversation.category, chat) ?? nowhere : nowhere
    }

    static func message(_ message: String, in chat: String) -> StreamName {
        guard isUsable(chat), isUsable(message) else { return nowhere }
        return StreamName(Message.category, "\(chat)/\(message)") ?? nowhere
    }

    static func readMark(of user: ActorID, in chat: String) -> StreamName {
        isUsable(chat) ? StreamName(ReadMark.category, "\(chat)/\(user)") ?? nowhere : nowhere
    }

    static func check(id: String, at path: String) -> [InputViolation] {
        if isUsable(id) { return [] }
        return [
            InputViolation(
                path, code: "INVALID_ID", "`\(path)` must be 1 to \(idBytesMax) letters, digits or any of . _ -")
        ]
    }

    static func check(user: String, at path: String) -> [InputViolation] {
        if ActorID.isValid(user) { return [] }
        return [InputViolation(path, code: "INVALID_ID", "`\(path)` must be 1 to 128 visible ASCII characters.")]
    }

    static func check(title: String) -> [InputViolation] { check(title, at: "title", bytesMax: titleBytesMax) }
    static func check(text: String) -> [InputViolation] { check(text, at: "text", bytesMax: textBytesMax) }

    static func check(_ content: MessageContent) -> [InputViolation] {
        var found = check(text: content.text)
        if content.attachments.count > attachmentsMax {
            found.append(
                InputViolation(
                    "attachments", code: "TOO_MANY", "`attachments` must have at most \(attachmentsMax) items."))
        }
        if !content.attachments.allSatisfy(isUsable) {
            found.append(InputViolation("attachments", code: "INVALID_ID", "`attachments` must be ids of files."))
        }
        return found
    }

    static func check(_ channel: ExternalChannel) -> [InputViolation] {
        check(id: channel.channel, at: "channel")
            + check(channel.externalID, at: "externalId", bytesMax: externalBytesMax)
    }

    static func check(_ text: String, at path: String, bytesMax: Int) -> [InputViolation] {
        let isBlank = text.utf8.allSatisfy { $0 <= 0x20 }
        if isBlank { return [InputViolation(path, code: "EMPTY", "`\(path)` must not be empty.")] }
        if text.utf8.contains(0) { return [InputViolation(path, code: "NUL", "`\(path)` must not hold a NUL.")] }
        if text.utf8.count > bytesMax {
            return [InputViolation(path, code: "TOO_LONG", "`\(path)` must have at most \(bytesMax) bytes.")]
        }
        return []
    }

    private static func isUsable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= idBytesMax && id != "-"
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
            }
    }
}
