/// Every way in which a price book, or the re-rating by one, can be refused.
package enum PriceBookRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case tooManyBooks = "TOO_MANY_BOOKS"
    case unknownBook = "UNKNOWN_BOOK"

    package var message: String {
        switch self {
        case .tooManyBooks: "The tenant has \(PriceBooks.booksMax) price books, which is as many as it may."
        case .unknownBook: "The tenant has no price book of that number."
        }
    }
}
