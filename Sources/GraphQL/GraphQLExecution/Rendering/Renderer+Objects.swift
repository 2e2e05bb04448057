import GraphQLPlanning
import GraphQLSchema
import JSON

extension Renderer {
    /// Writes the object with all its fields.
    mutating func object(_ index: Int, _ parent: Parent, field: Int?) -> Bool {
        if case .row(let visit, let place) = parent, writePlainly(index, visit: visit, index: place) { return true }
        guard !hasMetLimit else { return false }
        // Why in place: a copy of a planned object counts references, which a list of rows would do for each of them.
        let (range, fails) = plan.objects.withUnsafeBufferPointer { ($0[index].fields, $0[index].failure != nil) }
        if fails, let failure = plan.objects[index].failure { return fail(failure.message, at: failure.offset) }
        guard enter() else { return false }
        defer { depth &-= 1 }
        let links = links(of: parent, object: index)
        guard isIncremental else { return fields(range, of: parent, links: links) }
        let object = plan.objects[index]
        let outer = beginFragments(of: object)
        defer { delivery.environment = outer }
        guard fields(object.fields, of: parent, links: links) else { return false }
        deferFields(of: index, parent)
        return true
    }

    /// Writes some fields of an object in their braces.
    mutating func fields(_ fields: PlanRange, of parent: Parent, links: Int) -> Bool {
        out.put(0x7B)
        var isFirst = true
        for place in fields.indices {
            guard write(field: place, of: parent, links: links, isFirst: isFirst), fits() else { return false }
            isFirst = false
        }
        out.put(0x7D)
        return true
    }

    /// Counts one more object or list inside the others, and ends the request at the limits.
    mutating func enter() -> Bool {
        guard depth < limits.depthMax else { return end("The response is nested more than \(limits.depthMax) deep.") }
        guard fits() else { return false }
        depth &+= 1
        return true
    }

    /// Ends the request when what has been written is larger than a response may be; asked after every field and every
    /// item, so that no more than one value goes beyond the limit.
    @inline(__always)
    mutating func fits() -> Bool {
        out.count &+ errors.count &+ delivery.heldBytes <= limits.responseBytesMax || endTooLarge()
    }

    @inline(never)
    private mutating func endTooLarge() -> Bool {
        end("The response is larger than \(limits.responseBytesMax) bytes.")
    }

    /// Writes `"key":value` for one field.
    mutating func write(field place: Int, of parent: Parent, links: Int, isFirst: Bool) -> Bool {
        let skipped = isFirst ? 1 : 0
        let (key, source, argumentsPlace) = plan.fields.withUnsafeBufferPointer { fields in
            (fields[place].key, fields[place].source, Int(fields[place].arguments))
        }
        plan.text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            out.put(start + Int(key.start) + skipped, Int(key.count) - skipped)
        }
        if argumentsPlace >= 0, let failure = arguments.failure(of: argumentsPlace) {
            return fieldFailed(place, failure)
        }
        switch source {
        case .typename:
            put(constant: plan.fields[place].constant)
            return true
        case .member: return member(place, of: parent)
        case .column: return column(place, of: parent)
        case .load, .compute, .embedded, .items: return linked(place, of: parent, links: links)
        case .constant: return constant(place)
        case .introspection: return introspection(place, of: parent)
        }
    }

    mutating func put(constant: TextRange) {
        plan.text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            out.put(start + Int(constant.start), Int(constant.count))
        }
    }

    /// The field's arguments are not sound, so that there is no value.
    private mutating func fieldFailed(_ place: Int, _ failure: CoercionFault) -> Bool {
        let type = plan.fields[place].type
        path.enter(field: place)
        defer { path.leave() }
        if let offset = failure.position {
            _ = fail(failure.message, at: offset)
        } else {
            _ = fail(failure.message, field: place)
        }
        return null(afterError: type.isNonNull, cutTo: mark)
    }

    /// Writes null in place of what was written since `mark` where the type allows it, after an error.
    mutating func null(afterError isNonNull: Bool, cutTo mark: Mark) -> Bool {
        guard !hasEnded, !isNonNull || behavior == .null else { return false }
        cut(to: mark)
        out.put("null")
        return true
    }

    /// Writes null for a value that is null, which is an error where the type is non-null.
    mutating func null(field: Int, level: Int) -> Bool {
        guard plan.fields[field].type.isNonNull(at: level) else {
            out.put("null")
            return true
        }
        let definition = schema[plan.fields[field].definition]
        let parent = schema.name(of: definition.parent)
        _ = fail("Cannot return null for non-nullable field \(parent).\(schema.string(definition.name)).", field: field)
        return null(afterError: true, cutTo: mark)
    }
}
