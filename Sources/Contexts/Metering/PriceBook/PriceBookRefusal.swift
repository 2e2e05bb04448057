/// Every way in which a price book can be refused.
package enum PriceBookRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case tooManyBooks = "TOO_MANY_BOOKS"

    package var message: String {
        switch self {
        case .tooManyBooks: "The tenant has \(PriceBooks.booksMax) price books, which is as many as it may."
        }
    }
}
