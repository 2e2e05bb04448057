import ContextKit
import Database
import EventSourcing
import JSON
import Prelude

/// `Query.billingPreview`: what a month of a user, a bot or the whole tenant comes to, and would come to otherwise.
package enum GetBillingPreview: QueryPart {
    package static let field = "Query.billingPreview"
    package static let shape = QueryShape.one
    package static var model: any ReadModel.Type { BillingLines.self }
    package static let watched: String? = "Subscription.billingPreviewChanged"
    /// How late a usage may come after its month has ended, and some minutes in which it is on its way into the log.
    static let lateness: Int64 = 35 * 86_400_000_000 + 600_000_000

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetBillingPreview.self)
        assembly.object("BillingPreview", columns: BillingRow.preview)
        assembly.object("BillingLine", columns: BillingRow.line)
        assembly.object("BillingCorrection", columns: BillingRow.correction)
        assembly.object("BillingWhatIf", columns: BillingRow.whatIf)
    }

    package static func admits(_ question: Question) -> Bool {
        let isOwn = UsageAccess.isOwn(question.input.text("userId"), question.viewer)
        return UsageAccess.ofOthers.admits(question.viewer) || isOwn
    }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let subject = try subject(of: question.input)
        question.depends(on: BillingLines.self, ["subject"], [.text(subject.key)])
        question.depends(on: Reratings.self, ["month"], [.int(subject.month.number)])
        let data = try await BillingData.read(subject, question)
        let recorded = Bill(data.quantities)
        let quantities = data.quantities.rated(by: try await rerating(data, question))
        let bill = Bill(quantities)
        let whatIf = try await alternative(to: quantities, question)
        // Why not the clock alone: what was recorded in time may not have been added yet.
        let end = subject.month.latestEnd.advanced(microseconds: lateness)
        let isComplete = question.isCurrent || data.recordedAt.map { $0 > end.microseconds } ?? false
        let isFinal = question.now > end && isComplete
        return [
            .row(
                BillingRow.row(
                    of: data, bill, recorded: recorded, whatIf: whatIf,
                    asOf: question.cursor(at: GlobalPosition(data.position)), isFinal: isFinal))
        ]
    }

    private static func subject(of input: Input) throws(PublicFailure) -> BillingData.Subject {
        let (user, bot) = (input.text("userId"), input.text("botId"))
        guard user == nil || bot == nil else {
            throw PublicFailure("BAD_USER_INPUT", "Name a user or a bot, not both; neither for the whole tenant.")
        }
        guard let month = Month(input.text("month") ?? "") else {
            throw PublicFailure("BAD_USER_INPUT", "`month` must be a month such as 2026-11.")
        }
        return BillingData.Subject(user: user, bot: bot, month: month)
    }

    private static func rerating(
        _ data: BillingData, _ question: Question
    ) async throws(PublicFailure) -> BillingData.Book {
        guard let number = data.rerating else { return BillingData.Book() }
        return try await BillingData.book(number, question) ?? BillingData.Book()
    }

    /// The bill by another book, or by prices that are in no book; nil if nobody asked.
    private static func alternative(
        to quantities: [Bill.Quantity], _ question: Question
    ) async throws(PublicFailure) -> Bill? {
        let prices = question.input.objects("prices")
        if let number = question.input.int("book") {
            guard prices == nil else {
                throw PublicFailure("BAD_USER_INPUT", "Give `book` or `prices`, not both.")
            }
            guard let book = try await BillingData.book(number, question) else {
                throw PublicFailure("NOT_FOUND", "There is no price book of the number \(number).")
            }
            return Bill(quantities.rated(by: book))
        }
        return try prices.map { (entries) throws(PublicFailure) in
            Bill(quantities.rated(by: try PriceInput.book(entries)))
        }
    }
}
