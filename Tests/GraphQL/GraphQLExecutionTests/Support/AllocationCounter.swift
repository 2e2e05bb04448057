import Glibc

/// Counts the objects that one thread allocates while a body runs, through the hook that the Swift runtime has for
/// tools.
enum AllocationCounter {
    private typealias Allocate = @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

    // Safe because the test that counts runs in a process of its own.
    nonisolated(unsafe) private static var original: Allocate?
    // Safe because the test that counts runs in a process of its own.
    nonisolated(unsafe) private static var counting: (thread: pthread_t?, count: Int) = (nil, 0)

    /// How many objects the body allocated; nil if the runtime has no hook.
    static func count(_ body: () -> Void) -> Int? {
        guard let hook = dlsym(nil, "_swift_allocObject"),
            let switchOn = dlsym(nil, "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")
        else { return nil }
        let slot = hook.assumingMemoryBound(to: Allocate.self)
        original = slot.pointee
        counting = (pthread_self(), 0)
        slot.pointee = { metadata, size, alignment in
            if let thread = AllocationCounter.counting.thread, pthread_equal(thread, pthread_self()) != 0 {
                AllocationCounter.counting.count += 1
            }
            return AllocationCounter.original?(metadata, size, alignment)
        }
        switchOn.assumingMemoryBound(to: Bool.self).pointee = true
        body()
        switchOn.assumingMemoryBound(to: Bool.self).pointee = false
        let count = counting.count
        counting = (nil, 0)
        if let original { slot.pointee = original }
        return count
    }
}
