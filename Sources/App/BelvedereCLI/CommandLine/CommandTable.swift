/// Every command, in the order of the help; adding one is its file and a line here.
enum CommandTable {
    static let all: [any Command.Type] = [
        Serve.self,
        Check.self,
        Migrate.self,
        Doctor.self,
        QueryCommand.self,
        ChatCommand.self,
        EventsTail.self,
        EventsShow.self,
        EventsStream.self,
        EventsExport.self,
        EventsRestored.self,
        ProjectionsList.self,
        ProjectionsPause.self,
        ProjectionsResume.self,
        ProjectionsRebuild.self,
        ProjectionsRetry.self,
        ProjectionsSkip.self,
        SagasList.self,
        SagasShow.self,
        SagasResume.self,
        SagasResolve.self,
        TokenMintCommand.self,
        DemoGenerate.self,
        ImportUsage.self,
        GraphQLValidate.self,
        GraphQLFormat.self,
        GraphQLExecute.self,
        GraphQLExplain.self,
        GraphQLSchemaPrint.self,
        GraphQLSchemaDiff.self,
        GraphQLSchemaCheck.self,
        GraphQLBatch.self,
        GraphQLBench.self,
        BenchServer.self,
        ConfigPrint.self,
        ConfigCheck.self,
        ConfigReference.self,
        ShowVersion.self,
    ]

    /// The command whose words the arguments begin with, the longest if there are several, and what follows.
    static func find(_ arguments: [String]) -> (command: any Command.Type, rest: [String])? {
        let fitting = all.filter { arguments.starts(with: $0.path) }
        guard let command = fitting.max(by: { $0.path.count < $1.path.count }) else { return nil }
        return (command, Array(arguments.dropFirst(command.path.count)))
    }
}
