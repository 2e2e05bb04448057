/// The one executable: `belvedere <command> …`.
@main
enum Main {
    static func main() {}
}
