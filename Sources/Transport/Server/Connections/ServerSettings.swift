import HTTP

/// What all connections of one listener have in common; built once, then only read.
final class ServerSettings: Sendable {
    let limits: ServerLimits
    let router: Router
    let observer: any ServerObserver
    /// Fields that every response carries.
    let commonFields: ResponseFields
    /// The listener speaks TLS.
    let isSecure: Bool
    /// The widest body that any route takes, so that a head can be refused before its route is known.
    let http: HTTPLimits

    init(
        limits: ServerLimits, router: Router, observer: any ServerObserver, commonFields: ResponseFields,
        isSecure: Bool
    ) {
        (self.limits, self.router, self.observer, self.commonFields) = (limits, router, observer, commonFields)
        self.isSecure = isSecure
        var http = limits.http
        http.bodyBytesMax = max(limits.http.bodyBytesMax, router.bodyBytesMax)
        self.http = http
    }
}
