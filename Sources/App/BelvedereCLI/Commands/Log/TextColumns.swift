/// Lines of words under each other in columns, for lists on a terminal.
enum TextColumns {
    static func text(_ header: [String], _ rows: [[String]]) -> String {
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([header] + rows).map { line($0, widths) }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            text += cell
            // The last column is not filled up, so that no line ends in blanks.
            if index + 1 < cells.count { text += String(repeating: " ", count: widths[index] - cell.count + 2) }
        }
        return text + "\n"
    }
}
