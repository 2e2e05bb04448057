/// Which node should work on which generation: every node comes to the same answer by itself, and a node that comes or
/// goes moves only its share (rendezvous hashing).
package enum LeasePreference {
    package static func owner(of generation: Generation, among nodes: [NodeID]) -> NodeID? {
        nodes.max { weight($0, generation) < weight($1, generation) }
    }

    private static func weight(_ node: NodeID, _ generation: Generation) -> UInt64 {
        // FNV-1a with a final mix: every node must compute the same bits.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(node)\n\(generation)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 33)
    }
}
