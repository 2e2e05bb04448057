import ContextKit

/// A board of notes: small enough to read in ten minutes, and it uses every kind of part. Copy it to begin a context.
package enum DemoContext: BoundedContext {
    package static let name = "demo"
    package static let parts: [any Part.Type] = [
        OpenBoardField.self,
        AddNoteField.self,
        EditNoteField.self,
        RemoveNoteField.self,
        BoardAnswer.self,
        Boards.self,
        Notes.self,
        BoardEvents.self,
        WelcomeNotePart.self,
    ]
}
