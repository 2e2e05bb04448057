// Where comments go: behind what they stand behind, or on lines of their own before what they stand before. One inside
// something that is printed in one line goes to the end of that line, because nothing may follow a comment.
extension Printer {
    /// The comments that belong to the line which ends here.
    mutating func commentsBehind(upTo offset: UInt32) {
        while let comment = comments?.next(before: offset), comment.isTrailing {
            write(" ")
            write(comment.text)
            comments?.take()
        }
    }

    /// Comments on lines of their own, at the beginning of a line.
    mutating func commentsAbove(upTo offset: UInt32) {
        while let comment = comments?.next(before: offset) {
            write(comment.text)
            comments?.take()
            newline()
            if comment.isDetached, isAtTopLevel { newline() }
        }
    }

    /// Comments between the last item and the bracket that closes it.
    mutating func commentsBelow(upTo offset: UInt32) {
        commentsBehind(upTo: offset)
        while let comment = comments?.next(before: offset) {
            newline()
            write(comment.text)
            comments?.take()
        }
    }

    /// What is left at the end of the document.
    mutating func lastComments() {
        commentsBehind(upTo: .max)
        var isDetached = !document.definitions.isEmpty
        while let comment = comments?.next(before: .max) {
            newline()
            if isDetached { newline() }
            write(comment.text)
            isDetached = comment.isDetached
            comments?.take()
        }
    }

    /// Whether a comment stands inside the brackets around a token.
    func hasComments(around offset: UInt32) -> Bool {
        guard let comments else { return false }
        return comments.next(before: comments.close(around: offset)) != nil
    }
}

/// A node that can have a line of its own.
protocol PlacedNode {
    /// Byte offset of its first token.
    var position: UInt32 { get }

    static func all(in document: Document) -> [Self]
}

extension SelectionNode: PlacedNode {
    static func all(in document: Document) -> [SelectionNode] { document.selections }
}

extension ArgumentNode: PlacedNode {
    static func all(in document: Document) -> [ArgumentNode] { document.arguments }
}

extension ValueNode: PlacedNode {
    static func all(in document: Document) -> [ValueNode] { document.values }
}

extension ObjectFieldNode: PlacedNode {
    static func all(in document: Document) -> [ObjectFieldNode] { document.objectFields }
}

extension OperationTypeNode: PlacedNode {
    static func all(in document: Document) -> [OperationTypeNode] { document.typeSystem.operationTypes }
}

extension FieldDefinitionNode: PlacedNode {
    static func all(in document: Document) -> [FieldDefinitionNode] { document.typeSystem.fieldDefinitions }
}

extension InputValueNode: PlacedNode {
    static func all(in document: Document) -> [InputValueNode] { document.typeSystem.inputValues }
}

extension EnumValueNode: PlacedNode {
    static func all(in document: Document) -> [EnumValueNode] { document.typeSystem.enumValues }
}
