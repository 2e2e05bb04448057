import ContextKit

/// People: accounts, how they prove who they are, and what they may do. Only this context knows a password or sees a
/// refresh token; everybody else sees a viewer.
package enum AccountsContext: BoundedContext {
    package static let name = "accounts"
    package static let parts: [any Part.Type] = [
        RegisterUserField.self,
        LoginField.self,
        RefreshSessionField.self,
        LogoutField.self,
        ChangePasswordField.self,
        UpdateProfileField.self,
        ChangeUserRoleField.self,
        DeactivateUserField.self,
        EraseUserField.self,
        AccountAnswer.self,
        Users.self,
        DestroyKeysPart.self,
        AccountEvents.self,
    ]
}
