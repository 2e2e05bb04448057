import EventSourcing

/// The options that choose events of the log.
enum EventFilterArguments {
    static let options = [
        OptionHelp("--tenant T", "only events of this tenant"),
        OptionHelp("--stream S", "only events of this stream, such as order:7"),
        OptionHelp("--category C", "only events of streams of this kind; may be repeated"),
        OptionHelp("--name N", "only events of this name; may be repeated"),
    ]

    static func take(_ arguments: inout ArgumentReader) throws(CommandFailure) -> EventFilter {
        var filter = EventFilter()
        if let tenant = try arguments.option("--tenant") { filter.tenant = try name(tenant, "--tenant") }
        if let text = try arguments.option("--stream") {
            guard let stream = StreamName(text) else { throw .usage("--stream takes a name such as order:7.") }
            filter.stream = stream
        }
        var categories: Set<StreamCategory> = []
        for text in try arguments.options("--category") {
            guard let category = StreamCategory(text) else { throw .usage("--category takes a word such as order.") }
            categories.insert(category)
        }
        if !categories.isEmpty { filter.categories = categories }
        var names: Set<EventName> = []
        for text in try arguments.options("--name") { names.insert(try name(text, "--name")) }
        if !names.isEmpty { filter.names = names }
        return filter
    }

    static func position(_ text: String, _ option: String) throws(CommandFailure) -> GlobalPosition {
        if let cursor = Cursor(text) { return cursor.position }
        guard let number = Int64(text), number >= 0 else { throw .usage("\(option) takes a position or a cursor.") }
        return GlobalPosition(number)
    }

    private static func name<Name: StoredName>(_ text: String, _ option: String) throws(CommandFailure) -> Name {
        guard let name = Name(text) else { throw .usage("\(option) takes visible characters without blanks.") }
        return name
    }
}
