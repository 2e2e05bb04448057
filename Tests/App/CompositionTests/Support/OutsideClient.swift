import Foundation

/// Runs a program that we have not written the client of against a node.
enum OutsideClient {
    /// The Python that has the packages of Tests/requirements.txt; without it such tests are reported as skipped.
    static let python = ProcessInfo.processInfo.environment["BELVEDERE_TEST_PYTHON"]

    /// Runs a script of Tests/Fixtures/OutsideClients, away from the threads that tests share.
    static func run(_ script: String, _ arguments: [String]) async -> (status: Int32, output: String) {
        await withUnsafeContinuation { continuation in
            Thread.detachNewThread {
                let process = Process()
                process.executableURL = URL(filePath: python ?? "/usr/bin/python3")
                process.arguments = [RunningNode.root + "/Tests/Fixtures/OutsideClients/" + script] + arguments
                let pipe = Pipe()
                (process.standardOutput, process.standardError) = (pipe, pipe)
                guard (try? process.run()) != nil else {
                    return continuation.resume(returning: (-1, "Python does not start"))
                }
                let output = (try? pipe.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
        }
    }
}
