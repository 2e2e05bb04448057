/// What a note is written on, as it is stored.
package enum NoteColor: String, CaseIterable, Sendable {
    case yellow = "YELLOW"
    case blue = "BLUE"
    case green = "GREEN"
    case pink = "PINK"
}
