import JSON
import Prelude

extension ProcessRecord {
    package var json: JSONValue {
        [
            "status": .string(status.rawValue), "state": state, "steps": .array(steps.map(Self.json)),
            "timers": .array(
                timers.map { ["number": .number("\($0.number)"), "name": .string($0.name), "due": .time($0.due)] }),
            "undo": .array(undo.map(\.json)), "isPastPivot": .bool(isPastPivot), "isFinishing": .bool(isFinishing),
            "reason": .string(reason), "resumesAs": .string(resumesAs.rawValue),
            "queued": .array(queued.map { .number("\($0)") }), "lastNumber": .number("\(lastNumber)"),
        ]
    }

    package init(json: JSONValue) throws(ProcessPoison) {
        status = try json.read("status") { $0.string.flatMap(Status.init) }
        state = json["state"] ?? .null
        steps = try json.list("steps") { item throws(ProcessPoison) in try OpenStep(json: item) }
        timers = try json.list("timers") { item throws(ProcessPoison) in
            Timer(
                number: try item.read("number", \.int), name: try item.read("name", \.string),
                due: try item.read("due", \.time))
        }
        undo = try json.list("undo") { item throws(ProcessPoison) in try ProcessAction(json: item) }
        isPastPivot = json["isPastPivot"] == true
        isFinishing = json["isFinishing"] == true
        reason = json["reason"]?.string ?? ""
        resumesAs = try json.read("resumesAs") { $0.string.flatMap(Status.init) }
        queued = try json.list("queued") { item throws(ProcessPoison) in
            guard let position = item.int else { throw ProcessPoison("a queued position is no number") }
            return GlobalPosition(Int64(position))
        }
        lastNumber = try json.read("lastNumber", \.int)
    }

    private static func json(_ open: OpenStep) -> JSONValue {
        let retry = open.step.retry
        return [
            "number": .number("\(open.number)"), "name": .string(open.step.name), "action": open.step.action.json,
            "attemptsMax": .number("\(retry.attemptsMax)"), "firstPause": .duration(retry.firstPause),
            "pauseMax": .duration(retry.pauseMax), "timeout": open.step.timeout.map(JSONValue.duration) ?? .null,
            "compensation": open.step.compensation?.json ?? .null, "isCompensation": .bool(open.isCompensation),
            "attempt": .number("\(open.attempt)"), "notBefore": .time(open.notBefore),
            "deadline": open.deadline.map(JSONValue.time) ?? .null, "lastProblem": .string(open.lastProblem),
            "unknowns": .number("\(open.unknowns)"),
        ]
    }
}

extension ProcessRecord.OpenStep {
    fileprivate init(json: JSONValue) throws(ProcessPoison) {
        var retry = RetryPolicy()
        retry.attemptsMax = max(1, try json.read("attemptsMax", \.int))
        retry.firstPause = try json.read("firstPause", \.duration)
        retry.pauseMax = try json.read("pauseMax", \.duration)
        let undo = json["compensation"] ?? .null
        let compensation = undo.isNull ? nil : try ProcessAction(json: undo)
        number = try json.read("number", \.int)
        step = ProcessStep(
            try json.read("name", \.string), try ProcessAction(json: json["action"] ?? .null), retry: retry,
            timeout: json["timeout"]?.duration, compensation: compensation)
        isCompensation = json["isCompensation"] == true
        attempt = try json.read("attempt", \.int)
        // Older records do not have it.
        unknowns = json["unknowns"]?.int ?? 0
        notBefore = try json.read("notBefore", \.time)
        deadline = json["deadline"]?.time
        lastProblem = json["lastProblem"]?.string ?? ""
    }
}

extension ProcessAction {
    fileprivate var json: JSONValue { ["name": .string(name), "payload": payload] }

    fileprivate init(json: JSONValue) throws(ProcessPoison) {
        self.init(try json.read("name", \.string), json["payload"] ?? .null)
    }
}

extension JSONValue {
    fileprivate static func time(_ time: Timestamp) -> JSONValue { .number("\(time.microseconds)") }
    fileprivate static func duration(_ duration: Duration) -> JSONValue {
        let (seconds, attoseconds) = duration.components
        return .number("\(seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000)")
    }

    fileprivate var time: Timestamp? { int.map { Timestamp(microseconds: Int64($0)) } }
    fileprivate var duration: Duration? { int.map { .microseconds($0) } }

    fileprivate func read<Value>(
        _ name: String, _ read: (JSONValue) -> Value?
    ) throws(ProcessPoison) -> Value {
        guard let value = self[name].flatMap(read) else { throw ProcessPoison("its memory has no \(name)") }
        return value
    }

    fileprivate func list<Value>(
        _ name: String, _ read: (JSONValue) throws(ProcessPoison) -> Value
    ) throws(ProcessPoison) -> [Value] {
        guard let items = self[name]?.items else { throw ProcessPoison("its memory has no list of \(name)") }
        return try items.map { (item) throws(ProcessPoison) in try read(item) }
    }
}
