import EventSourcing

extension ProjectionStoreContract {
    static let leaseLaws: [ProjectionStoreLaw] = [
        ProjectionStoreLaw("a lease is held by one node until it is given back") { scope in
            let lease = try await scope.createAndAcquire("one")
            scope.expect(
                try await scope.store.acquire(scope.first, for: "two", milliseconds: 60_000) == nil, "two holders")
            scope.expect(try await scope.store.renew(lease), "the holder cannot renew")
            let held = try await scope.record(scope.first)
            scope.expect(held?.owner == "one" && held?.leaseIsHeld == true, "the record is \(String(describing: held))")
            try await scope.store.release(lease)
            let next = try await scope.acquired(scope.first, "two")
            scope.expect(next.epoch > lease.epoch, "the epoch went from \(lease.epoch) to \(next.epoch)")
        },
        ProjectionStoreLaw("a node that takes its own lease again raises the epoch and fences its former self") {
            scope in
            let old = try await scope.createAndAcquire("one")
            let new = try await scope.acquired(scope.first, "one")
            scope.expect(new.epoch > old.epoch, "the epoch went from \(old.epoch) to \(new.epoch)")
            let verdict = try await scope.commit(old, 0, 1)
            scope.expect(verdict == .fenced, "the verdict is \(verdict)")
        },
        ProjectionStoreLaw("a node whose lease has run out and gone to another is fenced out") { scope in
            try await scope.create()
            let gone = try await scope.store.acquire(scope.first, for: "zombie", milliseconds: 0)
            guard let gone else { return scope.expect(false, "the lease is not granted") }
            let next = try await scope.acquired(scope.first, "two")
            let verdict = try await scope.commit(gone, 0, 1, [.put(scope.table.name, row: scope.row("zombie", 1))])
            scope.expect(verdict == .fenced, "the zombie's verdict is \(verdict)")
            scope.expect(try await scope.store.renew(gone) == false, "the zombie renews")
            try await scope.store.release(gone)
            let good = try await scope.commit(next, 0, 1, [.put(scope.table.name, row: scope.row("two", 1))])
            let rows = try await scope.rows()
            scope.expect(good == .committed && rows == [scope.row("two", 1)], "the rows are \(rows)")
        },
        ProjectionStoreLaw("a paused generation is neither leased nor written until it is resumed") { scope in
            let lease = try await scope.createAndAcquire("one")
            try await scope.store.setPaused(true, scope.first)
            let verdict = try await scope.commit(lease, 0, 1)
            scope.expect(verdict == .fenced, "the verdict is \(verdict)")
            scope.expect(try await scope.store.renew(lease) == false, "the lease is renewed")
            scope.expect(try await scope.store.acquire(scope.first, for: "one", milliseconds: 60_000) == nil, "leased")
            let paused = try await scope.record(scope.first)?.isPaused
            scope.expect(paused == true, "it is not shown as paused")
            try await scope.store.setPaused(false, scope.first)
            let again = try await scope.acquired(scope.first, "one")
            let good = try await scope.commit(again, 0, 1)
            scope.expect(good == .committed, "after resuming the verdict is \(good)")
        },
        ProjectionStoreLaw("what ends later than a lease can is left by a clock that was put back, and holds nobody up")
        {
            scope in
            try await scope.create()
            let hour: Int64 = 3_600_000
            guard let gone = try await scope.store.acquire(scope.first, for: "zombie", milliseconds: hour) else {
                return scope.expect(false, "the lease is not granted")
            }
            let held = try await scope.record(scope.first)
            scope.expect(held?.leaseIsHeld == false, "the record is \(String(describing: held))")
            let next = try await scope.acquired(scope.first, "two")
            let verdict = try await scope.commit(gone, 0, 1)
            scope.expect(verdict == .fenced, "the zombie's verdict is \(verdict)")
            scope.expect(try await scope.commit(next, 0, 1) == .committed, "the new holder does not commit")
            let (zombie, node) = (NodeID(validated: "\(scope.tenant)-z"), NodeID(validated: "\(scope.tenant)-n"))
            _ = try await scope.store.heartbeat(zombie, milliseconds: hour)
            let alive = try await scope.store.heartbeat(node, milliseconds: 60_000)
            scope.expect(alive.contains(node) && !alive.contains(zombie), "alive are \(alive)")
        },
        ProjectionStoreLaw("nodes that are alive are listed") { scope in
            let one = NodeID(validated: "\(scope.tenant)-1")
            let two = NodeID(validated: "\(scope.tenant)-2")
            _ = try await scope.store.heartbeat(two, milliseconds: 60_000)
            let live = try await scope.store.heartbeat(one, milliseconds: 60_000)
            scope.expect(live.contains(one) && live.contains(two), "alive are \(live)")
            scope.expect(live == live.sorted(), "they are not in order")
            let gone = try await scope.store.heartbeat(one, milliseconds: 60_000)
            scope.expect(gone.count { $0 == one } == 1, "a node is listed twice")
            _ = try await scope.store.heartbeat(one, milliseconds: 0)
            let left = try await scope.store.heartbeat(two, milliseconds: 60_000)
            scope.expect(left.contains(two) && !left.contains(one), "after one said that it goes, alive are \(left)")
        },
        ProjectionStoreLaw("of nodes that ask at once one gets the lease") { scope in
            try await scope.create()
            let leases = try await withThrowingTaskGroup(of: Lease?.self) { group in
                for node in 0..<16 {
                    group.addTask {
                        try await scope.store.acquire(
                            scope.first, for: NodeID(validated: "node-\(node)"), milliseconds: 60_000)
                    }
                }
                return try await group.reduce(into: [Lease]()) { if let lease = $1 { $0.append(lease) } }
            }
            scope.expect(leases.count == 1, "\(leases.count) nodes hold the lease")
        },
    ]
}
