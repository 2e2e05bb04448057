import EventSourcing

/// The usages of a batch, rated in the order of the log and added up in memory before any row is touched.
package struct TokenUsageBatch: ProjectionBatch {
    private struct Model: Hashable {
        let tenant: RowValue
        let provider: String
        let model: String
    }

    private let events: [RecordedEvent]
    private var facts: [Fact] = []
    private var isFolded = false
    private var tenants: [RowValue: TenantCalendar.State] = [:]
    private var prices: [Model: Prices.List] = [:]
    private var cells: [RowKey: UsageTotals] = [:]
    private var lines: [RowKey: BillingLines.Totals] = [:]
    /// Rows that cannot be there yet.
    private var inserts: [(table: TableName, row: [RowValue])] = []
    private var reratings: [RowKey: [RowValue]] = [:]

    init(_ events: [RecordedEvent]) {
        self.events = events
    }

    package mutating func run(_ rows: inout RowSet) throws(ProjectionInterruption) {
        if facts.isEmpty { facts = try events.map { (event) throws(ProjectionInterruption) in try Fact(event) } }
        if !isFolded {
            try load(&rows)
            for (event, fact) in zip(events, facts) { try add(fact, event) }
            isFolded = true
        }
        try rows.require(
            cells.keys.map { .row($0) } + lines.keys.map { .row($0) } + reratings.keys.map { .row($0) })
        for (key, more) in cells {
            var totals = try UsageTotals(try rows.row(key), keyCount: key.values.count)
            guard totals.add(more) else { throw Self.tooLarge }
            try rows.put(key.table, key.values + totals.values)
        }
        for (key, more) in lines {
            var totals = try BillingLines.Totals(try rows.row(key))
            try totals.add(more)
            try rows.put(key.table, key.values + totals.values)
        }
        for (key, row) in reratings { try rows.put(key.table, row) }
        for insert in inserts { try rows.insert(insert.table, insert.row) }
        for state in tenants.values { try rows.put("token_usage_tenants", state.row) }
    }

    private static let tooLarge = ProjectionInterruption.poison(reason: "a total that 64 bits cannot hold")

    /// Reads the tenants and the prices that the batch is about.
    private mutating func load(_ rows: inout RowSet) throws(ProjectionInterruption) {
        var models: [Model: RowRange] = [:]
        var wanted: Set<RowValue> = []
        for (event, fact) in zip(events, facts) {
            let tenant = RowValue.text(event.tenant.text)
            wanted.insert(tenant)
            guard case .usage(let usage) = fact else { continue }
            let model = Model(tenant: tenant, provider: usage.provider, model: usage.model)
            if models[model] == nil { models[model] = Prices.range(of: usage, tenant) }
        }
        try rows.require(wanted.map { .row(TenantCalendar.key($0)) } + models.values.map { .range($0) })
        for tenant in wanted {
            tenants[tenant] = try TenantCalendar.State(try rows.row(TenantCalendar.key(tenant)), of: tenant)
        }
        for (model, range) in models { prices[model] = Prices.List(try rows.rows(range.table, prefix: range.prefix)) }
    }

    private mutating func add(_ fact: Fact, _ event: RecordedEvent) throws(ProjectionInterruption) {
        let tenant = RowValue.text(event.tenant.text)
        guard var state = tenants[tenant] else { throw .poison(reason: "a tenant that was not read") }
        switch fact {
        case .usage(let usage): try add(usage, tenant, state)
        case .prices(let book):
            let number = state.countBook()
            for row in PriceBooks.rows(book, number: number, of: tenant) {
                inserts.append(("token_usage_price_books", row))
            }
            for (entry, row) in zip(book.entries, Prices.rows(book, by: event, of: tenant)) {
                inserts.append((Prices.name, row))
                prices[Model(tenant: tenant, provider: entry.provider, model: entry.model)]?.insert(row)
            }
        case .zone(let set): state.set(set)
        case .rerating(let rerating):
            let row = Reratings.row(rerating, of: tenant)
            reratings[RowKey("token_usage_reratings", Array(row.prefix(2)))] = row
        case .other: return
        }
        state.note(event)
        tenants[tenant] = state
    }

    private mutating func add(
        _ usage: Usage, _ tenant: RowValue, _ state: TenantCalendar.State
    ) throws(ProjectionInterruption) {
        let model = Model(tenant: tenant, provider: usage.provider, model: usage.model)
        guard let list = prices[model] else { throw .poison(reason: "prices that were not read") }
        let rating = try list.rate(usage)
        let day = state.offsets.day(of: usage.at)
        let more = try UsageTotals(usage, rating)
        for key in UsageCell.keys(of: usage, tenant, day: day, zone: state.zone) {
            guard cells[key, default: UsageTotals()].add(more) else { throw Self.tooLarge }
        }
        let billed = BillingLines.Totals(usage, rating)
        for key in BillingLines.keys(of: usage, tenant, Month(day: day), rating) {
            try lines[key, default: BillingLines.Totals()].add(billed)
        }
    }
}

/// What an event says that this context has to know.
private enum Fact: Sendable {
    case usage(Usage)
    case prices(PublishedPrices)
    case zone(ZoneSet)
    case rerating(Rerating)
    case other

    init(_ event: RecordedEvent) throws(ProjectionInterruption) {
        guard event.codec == .json, event.schemaVersion == 1 else {
            throw .poison(reason: "\(event.name) in a form that is not known here")
        }
        do throws(EventBodyError) {
            let body = try EventBody(parsing: event.body)
            switch event.name {
            case Usage.name: self = .usage(try Usage(body))
            case PublishedPrices.name: self = .prices(try PublishedPrices(body))
            case ZoneSet.name: self = .zone(try ZoneSet(body))
            case Rerating.name: self = .rerating(try Rerating(body))
            case _: self = .other
            }
        } catch {
            throw .poison(reason: "\(event.name) cannot be read: \(error)")
        }
    }
}
