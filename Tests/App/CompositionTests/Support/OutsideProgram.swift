import Foundation

/// Another program, run to its end while the test waits.
enum OutsideProgram {
    static func run(_ program: String, _ arguments: [String]) async -> (status: Int32, output: String) {
        await withUnsafeContinuation { continuation in
            Thread {
                continuation.resume(returning: runHere(program, arguments))
            }.start()
        }
    }

    private static func runHere(_ program: String, _ arguments: [String]) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        guard (try? process.run()) != nil else { return (-1, "\(program) does not start") }
        let output = (try? pipe.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
