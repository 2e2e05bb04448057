import EventSourcing

/// Joins the entries of a batch to sessions, in memory: first it says what it needs, then it joins, then it puts.
struct SessionFold: Sendable {
    struct Person: Hashable, Sendable {
        let tenant: RowValue
        let hash: RowValue
    }

    struct Entry: Sendable {
        let person: Person
        let at: Int64
    }

    private struct Day: Hashable {
        let person: Person
        let day: Int64

        var key: RowKey { RowKey("user_activity_session_starts", [person.tenant, person.hash, .int(day)]) }
    }

    private struct Place: Hashable {
        let person: Person
        let start: Int64

        var key: RowKey { RowKey("user_activity_sessions", [person.tenant, person.hash, .int(start)]) }
    }

    private var starts: [Day: SessionStarts] = [:]
    private var storedStarts: [Day: SessionStarts] = [:]
    private var sessions: [Place: Session] = [:]
    private var storedSessions: [Place: Session] = [:]

    /// Reads everything that the entries can touch; throws what is not there yet.
    mutating func load(_ entries: [Entry], _ rows: inout RowSet) throws(ProjectionInterruption) {
        var days: Set<Day> = []
        for entry in entries {
            for day in Session.days(from: entry.at, through: entry.at) {
                days.insert(Day(person: entry.person, day: day))
            }
        }
        try load(days, &rows)
        var places: Set<Place> = []
        var following: Set<Place> = []
        for entry in entries {
            let day = Day(person: entry.person, day: Session.day(of: entry.at))
            let (before, after) = storedStarts[day, default: SessionStarts()].candidates(at: entry.at)
            if let before { places.insert(Place(person: entry.person, start: before)) }
            if let after { following.insert(Place(person: entry.person, start: after)) }
        }
        places.formUnion(following)
        try rows.require(places.map { .row($0.key) })
        for place in places where storedSessions[place] == nil {
            let session = try Self.session(try rows.row(place.key), place)
            storedSessions[place] = session
            sessions[place] = session
        }
        // Why: a session that an entry comes before gets an earlier start, on each day where it is found.
        var further: Set<Day> = []
        for place in following {
            guard let session = storedSessions[place] else { continue }
            for day in session.days { further.insert(Day(person: place.person, day: day)) }
        }
        try load(further, &rows)
    }

    private mutating func load(_ days: Set<Day>, _ rows: inout RowSet) throws(ProjectionInterruption) {
        let missing = days.filter { storedStarts[$0] == nil }
        try rows.require(missing.map { .row($0.key) })
        for day in missing {
            var read = SessionStarts()
            if let row = try rows.row(day.key) {
                guard case .blob(let packed)? = row.last, let stored = SessionStarts(packed: packed) else {
                    throw .poison(reason: "starts of sessions that are none")
                }
                read = stored
            }
            storedStarts[day] = read
            starts[day] = read
        }
    }

    private static func session(_ row: [RowValue]?, _ place: Place) throws(ProjectionInterruption) -> Session {
        guard let row, row.count == 5, case .int(let end) = row[3], case .int(let entries) = row[4] else {
            throw .poison(reason: "a session that is none")
        }
        return Session(start: place.start, end: end, entries: entries)
    }

    /// Joins one entry; `load` has been told of it.
    mutating func add(_ entry: Entry) {
        let person = entry.person
        var joined = Session(start: entry.at, end: entry.at, entries: 1)
        let day = Day(person: person, day: Session.day(of: entry.at))
        let (before, after) = starts[day, default: SessionStarts()].candidates(at: entry.at)
        var touched: [Session] = []
        for start in [before, after].compactMap({ $0 }) {
            guard let session = sessions[Place(person: person, start: start)], session.reaches(entry.at) else {
                continue
            }
            touched.append(session)
            joined.join(session)
        }
        var found = Session.days(from: entry.at, through: entry.at)
        for session in touched where session.start != joined.start {
            for day in session.days { starts[Day(person: person, day: day)]?.remove(session.start) }
            sessions[Place(person: person, start: session.start)] = nil
            found = min(found.lowerBound, session.days.lowerBound)...max(found.upperBound, session.days.upperBound)
        }
        for day in found { starts[Day(person: person, day: day), default: SessionStarts()].insert(joined.start) }
        sessions[Place(person: person, start: joined.start)] = joined
    }

    /// What the sessions of each day come to beyond what is stored.
    func changes() -> [RowKey: SessionDays.Change] {
        var changes: [RowKey: SessionDays.Change] = [:]
        func note(_ session: Session?, _ tenant: RowValue, _ sign: Int64) {
            guard let session else { return }
            let key = RowKey("user_activity_session_days", [tenant, .int(Session.day(of: session.start))])
            changes[key, default: SessionDays.Change()].add(session, sign)
        }
        for place in Set(sessions.keys).union(storedSessions.keys) where sessions[place] != storedSessions[place] {
            note(storedSessions[place], place.person.tenant, -1)
            note(sessions[place], place.person.tenant, 1)
        }
        return changes
    }

    /// Puts what has changed; nothing is missing any more.
    func put(in rows: inout RowSet) throws(ProjectionInterruption) {
        for place in Set(sessions.keys).union(storedSessions.keys) where sessions[place] != storedSessions[place] {
            guard let session = sessions[place] else {
                try rows.delete(place.key.table, place.person.tenant, place.person.hash, .int(place.start))
                continue
            }
            let row = place.key.values + [.int(session.end), .int(session.entries)]
            if storedSessions[place] == nil {
                // Why: the starts of the day do not list it, so no such row can be there.
                try rows.insert(place.key.table, row)
            } else {
                try rows.put(place.key.table, row)
            }
        }
        for (day, now) in starts where now != storedStarts[day] {
            if now.starts.isEmpty {
                try rows.delete(day.key.table, day.person.tenant, day.person.hash, .int(day.day))
            } else {
                try rows.put(day.key.table, day.key.values + [.blob(now.packed)])
            }
        }
    }
}
