import ContextKit

/// Conversations: who is in them, what is said, who has read it, and all of it live.
package enum ChatContext: BoundedContext {
    package static let name = "chat"
    package static let parts: [any Part.Type] = [
        CreateChatField.self,
        UpdateChatField.self,
        ArchiveChatField.self,
        AddParticipantField.self,
        RemoveParticipantField.self,
        UpdateParticipantRoleField.self,
        BindExternalChannelField.self,
        UnbindExternalChannelField.self,
        SendMessageField.self,
        ReceiveExternalMessageField.self,
        EditMessageField.self,
        DeleteMessageField.self,
        MarkMessagesAsReadField.self,
        MuteChatField.self,
        ChatAnswer.self,
        Chats.self,
        Members.self,
        Messages.self,
        MessageVersions.self,
        Channels.self,
        ChatEvents.self,
        ChatSignals.self,
        ChatPresence.self,
        TypingField.self,
    ]
}
