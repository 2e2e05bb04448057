import ContextKit

/// What companies and chats have to do with each other, which neither of them knows.
enum CompanyChats: BoundedContext {
    static let name = "company-chats"
    static let parts: [any Part.Type] = [LeaveCompanyChatsPart.self]
}
