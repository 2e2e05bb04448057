import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON

// Registering what comes later while the response is written.
extension Renderer {
    /// How far the output and the queue had come, so that a position that becomes null takes back what it added.
    struct Mark {
        let out: Int
        let fragments: Int
        let queue: Int
    }

    var mark: Mark { Mark(out: out.count, fragments: delivery.fragments.count, queue: delivery.queue.count) }

    mutating func cut(to mark: Mark) {
        out.truncate(to: mark.out)
        if !written.isEmpty { written.removeAll(keepingCapacity: true) }
        guard isIncremental else { return }
        delivery.fragments.removeSubrange(mark.fragments...)
        delivery.queue.removeSubrange(mark.queue...)
    }

    /// Begins the `@defer`s of an object; the answer is what to put back when the object ends.
    mutating func beginFragments(of object: PlannedObject) -> [Int32] {
        let outer = delivery.environment
        for place in object.newUsages.indices {
            let usage = Int(plan.newUsages[place])
            let outerUsage = plan.usages[usage].parent
            let parent = outerUsage < 0 ? -1 : delivery.environment[Int(outerUsage)]
            delivery.environment[usage] = Int32(truncatingIfNeeded: delivery.fragments.count)
            delivery.fragments.append(
                IncrementalDelivery.Fragment(
                    label: plan.usages[usage].label, path: path.segments, parent: parent < 0 ? nil : Int(parent),
                    isStream: false))
        }
        return outer
    }

    /// Queues the fields of an object that belong to later payloads.
    mutating func deferFields(of object: Int, _ parent: Parent) {
        for place in plan.objects[object].deferred.indices {
            let deferred = plan.deferred[place]
            let fragments = deferred.usages.map { Int(delivery.environment[Int($0)]) }.filter { $0 >= 0 }
            delivery.queue.append(
                IncrementalDelivery.Work(
                    content: .fields(
                        deferred, object: object, parent: parent, environment: delivery.environment),
                    path: path.segments, fragments: fragments))
        }
    }

    /// How many items of a list come with the list; nil after an error if the directive does not say it.
    mutating func shownItems(of field: Int, level: Int, count: Int) -> Int? {
        let stream = plan.fields[field].stream
        guard isIncremental, level == 0, stream >= 0 else { return count }
        if let failure = plan.streams[Int(stream)].failure {
            _ = fail(failure.message, at: failure.offset)
            return nil
        }
        guard let initial = initialCount(of: plan.streams[Int(stream)]), initial >= 0 else {
            _ = fail("initialCount must be a positive integer", field: field)
            return nil
        }
        return min(initial, count)
    }

    /// Zero where it is left out, and for a variable without a value.
    private func initialCount(of stream: StreamUsage) -> Int? {
        guard let value = stream.initialCount else { return 0 }
        let node = plan.document[value]
        guard node.kind == .variable else { return Int(plan.document.string(node.text)) }
        switch arguments.variable(named: plan.document.bytes(node.text)) {
        case nil: return 0
        case .int(let given)?: return Int(given)
        case .some: return nil
        }
    }

    /// Queues the items of a list that come later; the renderer stands at an item of the list.
    mutating func stream(_ field: Int, _ content: IncrementalDelivery.Work.Content) {
        let label = plan.streams[Int(plan.fields[field].stream)].label
        let listPath = Array(path.segments.dropLast())
        delivery.fragments.append(
            IncrementalDelivery.Fragment(label: label, path: listPath, parent: delivery.current, isStream: true))
        delivery.queue.append(
            IncrementalDelivery.Work(
                content: content, path: listPath, fragments: [delivery.fragments.count - 1]))
    }

    // MARK: Payloads

    /// The members that say what is to come, after the first payload or in a later one.
    mutating func putPending(_ new: [Int]) {
        guard !new.isEmpty else { return }
        out.put("\"pending\":[")
        for (place, number) in new.enumerated() {
            let fragment = delivery.fragments[number]
            if place > 0 { out.put(0x2C) }
            putID(fragment)
            out.put(",\"path\":")
            put(path: fragment.path)
            if let label = fragment.label {
                out.put(",\"label\":")
                out.putString(label)
            }
            out.put(0x7D)
        }
        out.put("],")
    }

    /// Writes everything in the queue and then the payload that can be sent.
    mutating func nextPayload() -> ExecutionResponse {
        for work in delivery.takeDue()
        where work.fragments.contains(where: { delivery.fragments[$0].failure == nil }) {
            carryOut(work)
        }
        out.removeAll()
        out.put(0x7B)
        var completed = delivery.complete()
        let new = delivery.announce()
        completed += delivery.complete()
        let released = delivery.release()
        putPending(new)
        put(released)
        put(completed: completed)
        out.put("\"hasNext\":")
        out.put(delivery.queue.isEmpty ? "false}" : "true}")
        let hasErrors =
            completed.contains { delivery.fragments[$0].failure != nil }
            || released.contains { !$0.errors.isEmpty }
        return ExecutionResponse(
            bytes: out.bytes(), hasData: true, hasErrors: hasErrors, hasNext: !delivery.queue.isEmpty)
    }

    private mutating func carryOut(_ work: IncrementalDelivery.Work) {
        errors.removeAll()
        out.removeAll()
        path = ResponsePath(work.path)
        delivery.current = work.fragments.first { delivery.fragments[$0].failure == nil }
        let start = mark
        let outcome = write(work.content)
        switch hasEnded ? .nothing : outcome {
        case .all:
            delivery.hold(IncrementalDelivery.Result(work: work, data: out.bytes(), errors: errors.bytes()))
        case .someItems(let errorBytes):
            let sound = Array(errors.bytes().prefix(errorBytes))
            delivery.hold(IncrementalDelivery.Result(work: work, data: out.bytes(), errors: sound))
            delivery.fail(work.fragments, errors.lastBytes())
        case .nothing:
            cut(to: start)
            // Why: with the data go the errors inside it; the one that ended it is the last.
            delivery.fail(work.fragments, errors.lastBytes())
        }
        hasEnded = false
        depth = 0
    }

    /// How much of some work could be written.
    private enum Outcome {
        case all
        /// The items before one that could not be; and the bytes of the errors inside them.
        case someItems(errorBytes: Int)
        case nothing
    }

    private mutating func write(_ content: IncrementalDelivery.Work.Content) -> Outcome {
        switch content {
        case .fields(let deferred, let object, let parent, let environment):
            delivery.environment = environment
            return fields(deferred.fields, of: parent, links: links(of: parent, object: object)) ? .all : .nothing
        case .items(let field, let document, let node, let range):
            var item = node
            return items(range) { renderer, _ in
                defer { item = renderer.documents[document].after(item) }
                return renderer.complete(field, level: 1, document: document, node: item)
            }
        case .rows(let field, let visit, let start, let range):
            return items(range) { renderer, index in renderer.rowItem(of: field, visit, start + index) }
        }
    }

    /// Writes items until one cannot be; what was written of that one is taken back, and those before it stay.
    private mutating func items(_ range: Range<Int>, _ write: (inout Renderer, Int) -> Bool) -> Outcome {
        path.enter(item: range.lowerBound)
        defer { path.leave() }
        out.put(0x5B)
        for index in range {
            let (before, errorBytes) = (mark, errors.count)
            if index > range.lowerBound { out.put(0x2C) }
            path.move(toItem: index)
            guard write(&self, index), fits() else {
                guard index > range.lowerBound else { return .nothing }
                cut(to: before)
                out.put(0x5D)
                return .someItems(errorBytes: errorBytes)
            }
        }
        out.put(0x5D)
        return .all
    }

    private mutating func put(_ released: [IncrementalDelivery.Result]) {
        guard !released.isEmpty else { return }
        out.put("\"incremental\":[")
        for (place, result) in released.enumerated() {
            if place > 0 { out.put(0x2C) }
            let sound = result.work.fragments.filter {
                (result.work.isStream || delivery.fragments[$0].failure == nil) && delivery.fragments[$0].id != nil
            }
            let best = sound.max { delivery.fragments[$0].path.count < delivery.fragments[$1].path.count } ?? 0
            let fragment = delivery.fragments[best]
            putID(fragment)
            if case .fields = result.work.content {
                out.put(",\"data\":")
                out.put(result.data)
                let rest = result.work.path.dropFirst(fragment.path.count)
                if !rest.isEmpty {
                    out.put(",\"subPath\":")
                    put(path: Array(rest))
                }
            } else {
                out.put(",\"items\":")
                out.put(result.data)
            }
            if !result.errors.isEmpty {
                out.put(",\"errors\":[")
                out.put(result.errors)
                out.put(0x5D)
            }
            out.put(0x7D)
        }
        out.put("],")
    }

    private mutating func put(completed: [Int]) {
        guard !completed.isEmpty else { return }
        out.put("\"completed\":[")
        for (place, number) in completed.enumerated() {
            if place > 0 { out.put(0x2C) }
            putID(delivery.fragments[number])
            if let failure = delivery.fragments[number].failure {
                out.put(",\"errors\":[")
                out.put(failure)
                out.put(0x5D)
            }
            out.put(0x7D)
        }
        out.put("],")
    }

    /// `{"id":"0"`, without the end of the object.
    private mutating func putID(_ fragment: IncrementalDelivery.Fragment) {
        out.put("{\"id\":\"")
        out.putInt(Int64(fragment.id ?? 0))
        out.put(0x22)
    }

    private mutating func put(path segments: [Int]) {
        var writer = JSONWriter(capacity: 64)
        writer.path(segments, plan)
        writer.withBytes { out.put($0) }
    }
}
