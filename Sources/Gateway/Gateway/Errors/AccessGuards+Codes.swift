import ContextKit

extension AccessGuards.Denial {
    var code: ErrorCode { isUnauthenticated ? .unauthenticated : .forbidden }

    var message: String {
        isUnauthenticated ? "Show who you are to read this." : "You may not read all that the operation selects."
    }
}
