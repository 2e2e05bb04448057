import ContextKit
import EventSourcing
import Gateway

/// Where everything that is told about changes of read models comes together, from projections here and elsewhere.
struct ModelChanges: Sendable {
    let tags = TagClock()
    let coverage = ChangeCoverage()
    let live: LiveChanges
    private let changedTags: ChangedTags

    init(_ models: [any ReadModel.Type]) {
        changedTags = ChangedTags(models)
        live = LiveChanges(tags)
    }

    /// Takes what the projections of this node tell, and passes it on; takes what those of others tell.
    func follow(_ changes: ChangeFeed, _ progress: ReadModelProgress, sharing shared: SharedMemory?) {
        changes.observe { notice in
            let changed = changedTags.tags(of: notice.rows)
            note(changed, at: notice.changedAt, notice)
            shared?.broadcast.tell(notice, changed)
        }
        guard let shared else { return }
        shared.listen(
            ChangeReception(
                ownSender: shared.broadcast.sender, rules: { changedTags.fingerprint(of: $0) }, coverage: coverage
            ) { changed, position, notice in
                note(changed, at: position, notice)
                progress.note(notice.projection, at: notice.cursor)
            })
    }

    /// The order is what makes answers provable: the tags, then how far they are known, then whoever waits for either.
    private func note(_ changed: [ChangeTag], at position: GlobalPosition, _ notice: ChangeNotice) {
        switch tags.enter(notice.cursor.epoch) {
        case .over: return
        case .begun: live.beginAnew()
        case .first, .same: break
        }
        tags.note(changed, changedAt: position)
        let follows = coverage.note(notice)
        live.note(changed, at: position)
        if !follows { live.noteGap(before: notice.after.position) }
    }
}
