/// What a new connection says before anything else, all of it in one write.
struct RedisGreeting: Sendable {
    let commands: [RedisCommand]

    init(_ endpoint: RedisEndpoint, clientName: String) {
        var commands: [RedisCommand] = []
        if let password = endpoint.password {
            let credentials = (endpoint.user.map { [RedisWord($0)] } ?? []) + [RedisWord(password)]
            commands.append(RedisCommand(words: ["AUTH"] + credentials))
        }
        if endpoint.database != 0 { commands.append(RedisCommand("SELECT", RedisWord(Int64(endpoint.database)))) }
        // Why last: its reply proves that the user may speak at all, also where no password is set.
        commands.append(RedisCommand("CLIENT", "SETNAME", RedisWord(clientName)))
        self.commands = commands
    }
}
