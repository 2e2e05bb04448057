/// What the shell is told; the numbers are those of sysexits.h where it has one.
enum ExitCode: Int32, Error {
    case success = 0
    /// The command ran and its answer is no: a document is not valid, a check found faults.
    case failed = 1
    case usage = 2
    /// EX_UNAVAILABLE: a store or server cannot be reached.
    case unavailable = 69
    /// EX_TEMPFAIL: trying again later may help.
    case temporary = 75
    /// EX_CONFIG: the configuration is wrong.
    case configuration = 78
}
