import Foundation
import Testing

/// A browser that we have not written, against a whole node.
struct BrowserTests {
    private static let chromium = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/" + $0 }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(
        .enabled(if: chromium != nil, "Scripts/packages-test.txt names the browser"),
        .enabled(if: OutsideClient.python != nil, "Scripts/python.sh prepares its driver"), .timeLimit(.minutes(5)))
    func `a browser's WebSocket and EventSource follow the log, through a cut too`() async throws {
        let chromium = try #require(Self.chromium)
        try await RunningNode.run { node in
            let arguments = [chromium, "\(node.port)", node.token()]
            let (status, output) = await OutsideClient.run("browser_client.py", arguments)
            #expect(status == 0 && output == "all well\n", "\(output)")
        }
    }
}
