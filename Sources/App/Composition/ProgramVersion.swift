/// The version that `belvedere version`, traces and metrics show.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
