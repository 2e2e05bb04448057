import GraphQLPlanning
import JSON

/// What a request still owes its client after the first payload, and what has been told already.
///
/// ```
/// rendering ──▶ queue ──next wave──▶ results ──when a fragment has all of its own──▶ payload
/// ```
struct IncrementalDelivery {
    /// One `@defer` or `@stream` at one place of the response.
    struct Fragment {
        let label: String?
        let path: [Int]
        /// The fragment that it stands in; it is announced when that one is whole, and goes with it when it fails.
        let parent: Int?
        /// Whether it is a `@stream`: what came before its failure stays, and so does what is deferred in there.
        let isStream: Bool
        /// The number that the client knows it by, once it has been announced.
        var id: Int?
        /// The errors that ended it, a JSON list without brackets.
        var failure: [UInt8]?
        var isComplete = false
    }

    /// Something to be written in a later payload.
    struct Work {
        enum Content {
            /// Deferred fields of an object, and the fragments that each `@defer` means there.
            case fields(DeferredFields, object: Int, parent: Parent, environment: [Int32])
            /// Items of a list in a JSON document, from a node on.
            case items(field: Int, document: Int, node: JSONDocument.Index, range: Range<Int>)
            /// Items of a list of rows.
            case rows(field: Int, visit: Int, start: Int, range: Range<Int>)
        }

        let content: Content
        let path: [Int]
        let fragments: [Int]

        var isStream: Bool {
            switch content {
            case .fields: false
            case .items, .rows: true
            }
        }
    }

    /// A piece of data that waits until one of its fragments is whole.
    struct Result {
        let work: Work
        let data: [UInt8]
        let errors: [UInt8]

        var byteCount: Int { data.count + errors.count }
    }

    var fragments: [Fragment] = []
    var queue: [Work] = []
    private var held: [Result] = []
    /// Bytes of what is held, which count towards the limit of a payload.
    private(set) var heldBytes = 0
    /// For each `@defer` of the plan the fragment that it means where the renderer stands; -1 for none.
    var environment: [Int32] = []
    /// The fragment that is being written; nil in the first payload.
    var current: Int?
    /// Documents that later payloads still read from.
    var documents: [JSONDocument] = []
    private var announcedCount = 0

    init(plan: Plan) {
        environment = Array(repeating: -1, count: plan.usages.count)
    }

    /// Numbers the fragments that have something in the queue and whose parents are whole; says which are new.
    ///
    /// One that failed before its turn, because of a field that it has in common with another, is told of too: the
    /// client must hear why the rest of it never comes.
    mutating func announce() -> [Int] {
        queue = queue.filter { work in !work.fragments.allSatisfy(isLost) }
        let used = Set(queue.flatMap(\.fragments))
        var new: [Int] = []
        for number in fragments.indices where fragments[number].id == nil {
            let isWanted = used.contains(number) || fragments[number].failure != nil
            guard isWanted, !isLost(fragments[number].parent), isDue(number, used) else { continue }
            fragments[number].id = announcedCount
            announcedCount += 1
            new.append(number)
        }
        return new
    }

    /// What is written next: work of a fragment that the client knows.
    var due: [Work] { queue.filter(isDue) }

    /// Takes the work that is due out of the queue.
    mutating func takeDue() -> [Work] {
        let works = due
        queue = queue.filter { !isDue($0) }
        return works
    }

    private func isDue(_ work: Work) -> Bool {
        work.fragments.contains { fragments[$0].id != nil && fragments[$0].failure == nil }
    }

    /// A fragment without anything of its own does not hold back those inside it.
    private func isDue(_ number: Int, _ used: Set<Int>) -> Bool {
        var parent = fragments[number].parent
        while let outer = parent {
            if fragments[outer].isComplete { return true }
            if fragments[outer].id != nil || used.contains(outer) { return false }
            parent = fragments[outer].parent
        }
        return true
    }

    /// Whether a fragment or one that it stands in has failed.
    private func isLost(_ number: Int?) -> Bool {
        var next = number
        while let current = next {
            if fragments[current].failure != nil, !fragments[current].isStream { return true }
            next = fragments[current].parent
        }
        return false
    }

    /// Marks the fragments as failed; the first reason is kept.
    mutating func fail(_ numbers: [Int], _ errors: [UInt8]) {
        for number in numbers where fragments[number].failure == nil { fragments[number].failure = errors }
    }

    /// The announced fragments that nothing more is to come for.
    mutating func complete() -> [Int] {
        let open = Set(queue.flatMap(\.fragments))
        var done: [Int] = []
        for number in fragments.indices {
            let fragment = fragments[number]
            guard fragment.id != nil, !fragment.isComplete, fragment.failure != nil || !open.contains(number) else {
                continue
            }
            fragments[number].isComplete = true
            done.append(number)
        }
        return done
    }

    mutating func hold(_ result: Result) {
        held.append(result)
        heldBytes += result.byteCount
    }

    /// Takes the results that may be sent: those with a whole fragment, and the items of a stream, even of one that
    /// failed behind them. Other results of failed fragments only are dropped.
    mutating func release() -> [Result] {
        var released: [Result] = []
        var kept: [Result] = []
        for result in held {
            let sound = result.work.fragments.filter { result.work.isStream || fragments[$0].failure == nil }
            if sound.contains(where: { fragments[$0].isComplete }) {
                released.append(result)
            } else if !sound.isEmpty {
                kept.append(result)
            }
        }
        held = kept
        heldBytes = kept.reduce(0) { $0 + $1.byteCount }
        return released
    }
}
