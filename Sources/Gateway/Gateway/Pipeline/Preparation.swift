import ContextKit
import Cryptography
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation

/// Turns a document's text into an operation that is ready to run, or into the answer that says why not.
///
/// A text that was valid once is found by its digest and never looked at again.
package final class Preparation: Sendable {
    /// Why nothing can be run: the whole body of the answer.
    package struct Refusal: Error, Sendable {
        package let outcome: RequestOutcome
        package let code: ErrorCode
        package let body: [UInt8]
    }

    package let schema: Schema
    private let bindings: BindingTable
    private let limits: GatewayLimits
    private let cache: PlanCache
    let pricing: PriceOperation
    let guards: AccessGuards

    package init(schema: Schema, bindings: BindingTable, limits: GatewayLimits, cache: PlanCache = PlanCache()) {
        (self.schema, self.bindings, self.limits, self.cache) = (schema, bindings, limits, cache)
        guards = AccessGuards(schema)
        pricing = PriceOperation(model: CostModel(schema), limits: limits.query)
    }

    package func operation(
        text: ArraySlice<UInt8>, named name: ArraySlice<UInt8>?
    ) throws(Refusal) -> PreparedOperation {
        let digest = SHA256.hash(text.span)
        let key = PlanCache.Key(document: digest, operation: name.map { String(decoding: $0, as: UTF8.self) })
        if let known = cache.find(key) { return known }
        let document = try parsed(Array(text))
        let valid = try validated(document)
        let prepared = prepared(valid, try selected(valid, key.operation))
        cache.insert(prepared, for: key)
        return prepared
    }

    /// An operation of the gateway's own files, with its first plan.
    func planned(_ valid: ValidDocument, _ operation: NodeID<OperationNode>) throws(PlanError) -> PreparedOperation {
        let prepared = prepared(valid, operation)
        _ = try prepared.plan()
        return prepared
    }

    private func prepared(_ valid: ValidDocument, _ operation: NodeID<OperationNode>) -> PreparedOperation {
        let least = valid.cost(of: operation, by: pricing.model)
        return PreparedOperation(
            valid, operation: operation, bindings: bindings, limits: limits.planning,
            fixedCost: least.isFixed ? least : nil)
    }

    private func parsed(_ text: [UInt8]) throws(Refusal) -> Document {
        do throws(SyntaxError) {
            return try Document.parse(text, options: ParseOptions(limits: limits.language))
        } catch {
            throw Refusal(outcome: .syntaxError, code: ErrorBody.code(of: error), body: ErrorBody.syntax(error))
        }
    }

    private func validated(_ document: Document) throws(Refusal) -> ValidDocument {
        let options = ValidationOptions(suggests: limits.suggests, limits: limits.query)
        switch validate(document, against: schema, options: options) {
        case .valid(let valid):
            if !limits.allowsIntrospection, usesIntrospection(document) {
                throw Refusal(
                    outcome: .invalid, code: .introspectionDisabled,
                    body: ErrorBody.one(.introspectionDisabled, "Introspection is switched off here."))
            }
            return valid
        case .invalid(let diagnostics):
            let code = diagnostics.first.map(ErrorBody.code) ?? .validationFailed
            throw Refusal(outcome: .invalid, code: code, body: ErrorBody.validation(diagnostics))
        }
    }

    private func selected(_ valid: ValidDocument, _ name: String?) throws(Refusal) -> NodeID<OperationNode> {
        do throws(SelectOperation.Fault) {
            return try SelectOperation.find(named: name, in: valid.document)
        } catch {
            throw Refusal(
                outcome: .operationNotFound, code: .operationResolutionFailure,
                body: ErrorBody.one(.operationResolutionFailure, error.message))
        }
    }

    private func usesIntrospection(_ document: Document) -> Bool {
        document.selections.contains { selection in
            guard selection.kind == .field else { return false }
            let name = document.bytes(selection.name)
            return name.elementsEqual("__schema".utf8) || name.elementsEqual("__type".utf8)
        }
    }
}
