import EventSourcing

/// Marks the days on which users were active and adds up what that changes, in memory.
///
/// Why only by changes: they are sums over users, and the longest streak of a day only grows, so that any order of
/// arrival gives the same figures.
struct EngagementFold: Sendable {
    typealias Person = SessionFold.Person

    /// What is added to a window.
    struct Change: Sendable {
        var active: Int64 = 0
        var new: Int64 = 0
        var weekStreaks: Int64 = 0
        var monthStreaks: Int64 = 0
        var longest: Int64 = 0

        var isNothing: Bool { active == 0 && new == 0 && weekStreaks == 0 && monthStreaks == 0 && longest == 0 }
    }

    /// Days in a row that make a streak of a week, or of a month.
    static let weekStreak: Int64 = 7
    static let monthStreak: Int64 = 30

    private var people: [Person: ActiveDays] = [:]
    private var changedPeople: Set<Person> = []
    private var windows: [RowKey: Change] = [:]
    private var retention: [RowKey: Int64] = [:]

    private static func key(_ person: Person) -> RowKey {
        RowKey("user_activity_users", [person.tenant, person.hash])
    }

    /// Reads the days of the people; throws what is not there yet.
    mutating func load(_ wanted: Set<Person>, _ rows: inout RowSet) throws(ProjectionInterruption) {
        let missing = wanted.filter { people[$0] == nil }
        try rows.require(missing.map { .row(Self.key($0)) })
        for person in missing {
            guard let row = try rows.row(Self.key(person)) else {
                people[person] = ActiveDays()
                continue
            }
            guard row.count == 4, case .int(let first) = row[2], case .blob(let packed) = row[3] else {
                throw .poison(reason: "active days that are none")
            }
            people[person] = ActiveDays(first: first, packed: packed)
        }
    }

    mutating func add(_ person: Person, _ day: Int64) {
        guard var days = people[person], !days.contains(day) else { return }
        let (tenant, first) = (person.tenant, days.first)
        let isEarlier = first.map { day < $0 } ?? true
        for span in EngagementSpan.allCases {
            let window = span.window(of: day)
            if !days.containsAny(of: window) { change(tenant, span, window) { $0.active &+= 1 } }
            guard isEarlier else { continue }
            if let first { change(tenant, span, span.window(of: first)) { $0.new &-= 1 } }
            change(tenant, span, window) { $0.new &+= 1 }
        }
        addStreaks(tenant, day, days)
        let before = days
        days.insert(day)
        addRetention(tenant, day, before, days)
        people[person] = days
        changedPeople.insert(person)
    }

    /// One more day lengthens the streak that it ends and those of the days behind it.
    private mutating func addStreaks(_ tenant: RowValue, _ day: Int64, _ days: ActiveDays) {
        let (before, after) = days.neighbours(of: day)
        for distance in 0...after {
            let (old, new) = (distance, before + 1 + distance)
            let window = EngagementSpan.day.window(of: day + distance)
            change(tenant, .day, window) { change in
                change.weekStreaks &+= (new >= Self.weekStreak ? 1 : 0) - (old >= Self.weekStreak ? 1 : 0)
                change.monthStreaks &+= (new >= Self.monthStreak ? 1 : 0) - (old >= Self.monthStreak ? 1 : 0)
                change.longest = max(change.longest, new)
            }
        }
    }

    private mutating func addRetention(_ tenant: RowValue, _ day: Int64, _ before: ActiveDays, _ after: ActiveDays) {
        let week = EngagementSpan.week.window(of: day)
        guard let first = after.first, !before.containsAny(of: week) else { return }
        let cohort = EngagementSpan.week.window(of: first).lowerBound
        guard let old = before.first.map({ EngagementSpan.week.window(of: $0).lowerBound }), old != cohort else {
            return move(tenant, cohort, week.lowerBound, 1)
        }
        for active in Self.weeks(of: before) { move(tenant, old, active, -1) }
        for active in Self.weeks(of: after) { move(tenant, cohort, active, 1) }
    }

    private static func weeks(of days: ActiveDays) -> Set<Int64> {
        Set(days.days.map { EngagementSpan.week.window(of: $0).lowerBound })
    }

    private mutating func move(_ tenant: RowValue, _ cohort: Int64, _ week: Int64, _ sign: Int64) {
        let key = RowKey("user_activity_retention", [tenant, .int(cohort), .int((week - cohort) / 7)])
        retention[key, default: 0] &+= sign
    }

    private mutating func change(
        _ tenant: RowValue, _ span: EngagementSpan, _ window: Range<Int64>, _ make: (inout Change) -> Void
    ) {
        let key = RowKey("user_activity_engagement", [tenant, .text(span.rawValue), .int(window.lowerBound)])
        make(&windows[key, default: Change()])
    }

    /// The rows that `put` changes beside those of the people.
    var keys: [RowKey] { windows.filter { !$0.value.isNothing }.map(\.key) + retention.map(\.key) }

    /// Puts what has changed; nothing is missing any more.
    func put(in rows: inout RowSet) throws(ProjectionInterruption) {
        for person in changedPeople {
            guard let days = people[person], let first = days.first else { continue }
            let key = Self.key(person)
            try rows.put(key.table, key.values + [.int(first), .blob(days.packed)])
        }
        for (key, change) in windows where !change.isNothing {
            var numbers = Self.numbers(try rows.row(key), keyCount: key.values.count, count: 5)
            for (place, more) in [change.active, change.new, change.weekStreaks, change.monthStreaks].enumerated() {
                numbers[place] &+= more
            }
            numbers[4] = max(numbers[4], change.longest)
            try rows.put(key.table, key.values + numbers.map { .int($0) })
        }
        for (key, more) in retention where more != 0 {
            let users = Self.numbers(try rows.row(key), keyCount: key.values.count, count: 1)[0] &+ more
            if users == 0 {
                try rows.delete(key.table, key.values[0], key.values[1], key.values[2])
            } else {
                try rows.put(key.table, key.values + [.int(users)])
            }
        }
    }

    private static func numbers(_ row: [RowValue]?, keyCount: Int, count: Int) -> [Int64] {
        let found = (row ?? []).dropFirst(keyCount).compactMap { value -> Int64? in
            if case .int(let number) = value { number } else { nil }
        }
        return found.count == count ? found : [Int64](repeating: 0, count: count)
    }
}
