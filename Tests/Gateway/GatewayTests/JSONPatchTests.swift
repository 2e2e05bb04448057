import JSON
import Testing

@testable import Gateway

struct JSONPatchTests {
    private func difference(_ old: String, _ new: String) -> String? {
        JSONPatch.difference(from: Array(old.utf8), to: Array(new.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1}"#, "[]"),
        (#"{"a":1}"#, #"{"a":2}"#, #"[{"op":"replace","path":"/a","value":2}]"#),
        (#"{"a":1}"#, #"{"b":1}"#, #"[{"op":"remove","path":"/a"},{"op":"add","path":"/b","value":1}]"#),
        (#"{"a/b~":1}"#, #"{"a/b~":null}"#, #"[{"op":"replace","path":"/a~1b~0","value":null}]"#),
        ("[1,2,3]", "[1,3]", #"[{"op":"remove","path":"/1"}]"#),
        ("[1,3]", "[1,2,3]", #"[{"op":"add","path":"/1","value":2}]"#),
        ("1", "[1]", #"[{"op":"replace","path":"","value":[1]}]"#),
        (
            #"{"n":[{"i":1,"t":"a"},{"i":2,"t":"b"}]}"#, #"{"n":[{"i":1,"t":"a"},{"i":2,"t":"c"}]}"#,
            #"[{"op":"replace","path":"/n/1/t","value":"c"}]"#
        ),
    ])
    func `the difference is what a person would write`(_ old: String, _ new: String, _ patch: String) {
        #expect(difference(old, new) == patch)
    }

    @Test func `applying the difference to the old value gives the new one`() throws {
        var random = SeededRandom(seed: 20_261_120)
        for round in 0..<2_000 {
            let old = value(&random, depth: 4)
            let new = round % 2 == 0 ? value(&random, depth: 4) : changed(old, &random)
            let bytes = try #require(JSONPatch.difference(from: old.bytes, to: new.bytes))
            var result = old
            for operation in try JSONValue(parsing: bytes).items ?? [] { result = try apply(operation, to: result) }
            guard sorted(result) == sorted(new) else {
                Issue.record("round \(round): \(old.text) to \(new.text) by \(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
    }

    private func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number(String(Int.random(in: 0..<4, using: &random)))
        case 3: .string(["", "a", "b/~", "ż"].randomElement(using: &random) ?? "")
        case 4: .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(&random, depth: depth - 1) })
        default:
            .object(
                ["a", "b", "c/d", "e~"].filter { _ in Bool.random(using: &random) }.map {
                    JSONValue.Member($0, value(&random, depth: depth - 1))
                })
        }
    }

    private func changed(_ old: JSONValue, _ random: inout SeededRandom) -> JSONValue {
        switch old {
        case .array(var items) where !items.isEmpty:
            let place = Int.random(in: 0..<items.count, using: &random)
            if Bool.random(using: &random) {
                items.remove(at: place)
            } else {
                items[place] = changed(items[place], &random)
            }
            return .array(items)
        case .object(var members) where !members.isEmpty:
            let place = Int.random(in: 0..<members.count, using: &random)
            members[place] = JSONValue.Member(members[place].name, changed(members[place].value, &random))
            return .object(members)
        default: return value(&random, depth: 2)
        }
    }

    private enum Misfit: Error { case path(String) }

    /// RFC 6902 as slowly and plainly as it can be done.
    private func apply(_ operation: JSONValue, to target: JSONValue) throws -> JSONValue {
        let path = operation["path"]?.string ?? ""
        let steps = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
        return try apply(operation["op"]?.string ?? "", operation["value"], steps[...], to: target)
    }

    private func apply(
        _ op: String, _ value: JSONValue?, _ path: ArraySlice<String>, to target: JSONValue
    ) throws -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let isLast = path.count == 1
        switch target {
        case .object(var members):
            let place = members.firstIndex { $0.name.utf8.elementsEqual(step.utf8) }
            if isLast, op == "remove", let place {
                members.remove(at: place)
            } else if isLast, op == "add", place == nil {
                members.append(JSONValue.Member(step, value ?? .null))
            } else if let place {
                members[place] = JSONValue.Member(
                    step, try apply(op, value, path.dropFirst(), to: members[place].value))
            } else {
                throw Misfit.path(step)
            }
            return .object(members)
        case .array(var items):
            guard let place = Int(step), place <= items.count else { throw Misfit.path(step) }
            if isLast, op == "add" {
                items.insert(value ?? .null, at: place)
            } else if isLast, op == "remove" {
                items.remove(at: place)
            } else {
                items[place] = try apply(op, value, path.dropFirst(), to: items[place])
            }
            return .array(items)
        default: throw Misfit.path(step)
        }
    }

    /// Members may stand in another order after a patch.
    private func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let items): .array(items.map(sorted))
        case .object(let members):
            .object(
                members.map { JSONValue.Member($0.name, sorted($0.value)) }
                    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
        default: value
        }
    }
}
