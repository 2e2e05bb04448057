import CLinux
import Glibc
import Lifecycle

/// The descriptors that one epoll instance watches, by slot; an event that names an old generation is dropped.
///
/// Why the generation: one batch of events can hold an event for a descriptor that an earlier event of the same
/// batch closed, and whose number a third one already reused.
struct FileTable {
    private struct Slot {
        var generation: UInt32 = 0
        var descriptor: Int32 = -1
        var handler: (any FileHandler)?
    }

    private let epoll: Int32
    private var slots: [Slot] = []
    private var free: [UInt32] = []

    var count: Int { slots.count - free.count }

    init(epoll: Int32) { self.epoll = epoll }

    mutating func add(
        _ descriptor: Int32, events: FileEvents, handler: any FileHandler
    ) throws(SystemError) -> FileRegistration {
        let index = free.popLast() ?? UInt32(slots.count)
        if index == slots.count { slots.append(Slot()) }
        let generation = slots[Int(index)].generation
        let file = FileRegistration(descriptor: descriptor, slot: index, generation: generation)
        guard control(EPOLL_CTL_ADD, file, events) == 0 else {
            let error = SystemError.last("epoll_ctl")
            free.append(index)
            throw error
        }
        slots[Int(index)].descriptor = descriptor
        slots[Int(index)].handler = handler
        return file
    }

    func change(_ file: FileRegistration, to events: FileEvents) throws(SystemError) {
        guard isCurrent(file) else { return }
        guard control(EPOLL_CTL_MOD, file, events) == 0 else { throw .last("epoll_ctl") }
    }

    /// The descriptor may be closed already: the kernel has then forgotten it by itself.
    mutating func remove(_ file: FileRegistration) {
        guard isCurrent(file) else { return }
        _ = control(EPOLL_CTL_DEL, file, [])
        slots[Int(file.slot)].generation &+= 1
        slots[Int(file.slot)].handler = nil
        slots[Int(file.slot)].descriptor = -1
        free.append(file.slot)
    }

    /// The handler that an event's word belongs to, if it is still registered.
    func handler(for word: UInt64) -> (any FileHandler)? {
        let index = Int(UInt32(truncatingIfNeeded: word))
        guard index < slots.count, slots[index].generation == UInt32(word >> 32) else { return nil }
        return slots[index].handler
    }

    func handlers() -> [any FileHandler] { slots.compactMap(\.handler) }

    private func isCurrent(_ file: FileRegistration) -> Bool {
        Int(file.slot) < slots.count && slots[Int(file.slot)].generation == file.generation
            && slots[Int(file.slot)].handler != nil
    }

    private func control(_ operation: Int32, _ file: FileRegistration, _ events: FileEvents) -> Int32 {
        let word = UInt64(file.generation) << 32 | UInt64(file.slot)
        var event = epoll_event(events: events.rawValue, data: epoll_data_t(u64: word))
        return epoll_ctl(epoll, operation, file.descriptor, &event)
    }
}
