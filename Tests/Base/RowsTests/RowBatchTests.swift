import Rows
import Testing

struct RowBatchTests {
    @Test func `a batch gives back what was put in`() {
        var batch = RowBatch(columnCount: 3)
        batch.append(.int(-7))
        batch.append(text: "żółw")
        batch.append(.null)
        batch.endRow()
        batch.append(.double(0.5))
        batch.append(.blob, bytes: [0, 255] as [UInt8])
        batch.append(.bool(true))
        batch.endRow()

        #expect(batch.rowCount == 2)
        #expect(batch.cell(row: 0, column: 0).int == -7)
        #expect(batch.string(of: batch.cell(row: 0, column: 1)) == "żółw")
        #expect(batch.cell(row: 0, column: 2).isNull)
        #expect(batch.cell(row: 1, column: 0).double == 0.5)
        #expect(Array(batch.bytes(of: batch.cell(row: 1, column: 1))) == [0, 255])
        #expect(batch.cell(row: 1, column: 2).bool)
    }

    @Test func `a row that is too short is refused`() async {
        await #expect(processExitsWith: .failure) {
            var batch = RowBatch(columnCount: 2)
            batch.append(.null)
            batch.endRow()
        }
    }
}
