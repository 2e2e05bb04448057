"""A pytest plugin that writes down what the reference implementation's own tests put to it, and what it answered.

Every call of `parse`, `validate`, `validate_sdl`, `validate_schema`, `print_schema` and `introspection_from_schema`
that can be said as an operation of `belvedere graphql batch` becomes one line of the file that BELVEDERE_CASES names.
Calls that cannot be said are counted with their reason.
"""

import functools
import json
import os
import re
import sys
from collections import Counter

import graphql
from graphql import (
    GraphQLError,
    GraphQLSchema,
    Source,
    introspection_from_schema as original_introspection,
    parse as original_parse,
    print_schema as original_print_schema,
    specified_rules,
    validate as original_validate,
    validate_schema as original_validate_schema,
)
from graphql.validation import NoDeprecatedCustomRule, NoSchemaIntrospectionCustomRule
from graphql.validation.specified_rules import specified_sdl_rules
from graphql.validation.validate import validate_sdl as original_validate_sdl



def rule_name(rule):
    """The name of a rule as answers say it."""
    return rule.__name__.removesuffix("Rule")


CUSTOM_RULES = (NoDeprecatedCustomRule, NoSchemaIntrospectionCustomRule)
RULE_NAMES = {rule_name(rule) for rule in (*specified_rules, *specified_sdl_rules, *CUSTOM_RULES)}
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

LIMITS = {
    (module, name): value
    for module, content in list(sys.modules.items())
    if module.startswith("graphql.")
    for name, value in vars(content).items()
    if name.isupper() and isinstance(value, int)
}


def limits_are_changed():
    """Whether the test has given the library another limit, so that its answer is not that of the library."""
    return any(vars(sys.modules[module])[name] != value for (module, name), value in LIMITS.items())


cases = {}
skipped = Counter()
depth = 0


def outermost(original):
    """Wraps a recorder around a function, for calls that tests make and not for those the library makes inside."""

    def decorate(record):
        @functools.wraps(original)
        def wrapper(*arguments, **keywords):
            global depth
            depth += 1
            result = failure = None
            try:
                result = original(*arguments, **keywords)
            except Exception as error:
                failure = error
            finally:
                depth -= 1
            if depth == 0 and limits_are_changed():
                skipped[f"{original.__name__}: the test changes a limit of the library"] += 1
            elif depth == 0:
                depth += 1
                try:
                    record(result, failure, *arguments, **keywords)
                except Exception as error:  # a case that cannot be written down is counted, never raised in a test
                    skipped[f"{original.__name__}: {type(error).__name__} while recording"] += 1
                finally:
                    depth -= 1
            if failure is not None:
                raise failure
            return result

        return wrapper

    return decorate


def add(case, expected):
    """Keeps a case once, however often the tests make it."""
    key = json.dumps(case, sort_keys=True)
    if key not in cases:
        test = os.environ.get("PYTEST_CURRENT_TEST", "").split(" ")[0]
        cases[key] = {"case": case, "expected": expected, "test": test}


def told(errors, rule_of=None):
    """Errors as a response says them, with the name of the rule where it is known."""
    result = []
    for error in errors:
        entry = {"message": error.message}
        if error.locations:
            entry["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
        if rule_of and type(error).__name__ != "ValidationAbortedError":
            entry["rule"] = rule_of(error)
        result.append(entry)
    return result


def body(source):
    """The text of a source that begins at its first line and column, and that JSON can say."""
    if isinstance(source, Source):
        if source.location_offset != (1, 1):
            raise ValueError("the source begins in the middle of another")
        source = source.body
    if PAIR.search(source):
        raise ValueError("two surrogates that would become one character")
    return source


def plain_parse(text):
    """The text parsed without any draft or option, which must give the same tree."""
    return original_parse(text)


@outermost(original_parse)
def parse(result, failure, source, **options):
    text = body(source)
    for name in ("max_tokens", "max_lexical_tokens", "max_comments", "max_source_length"):
        if options.get(name) is not None:
            skipped[f"parse: {name} is an option of the caller"] += 1
            return
    if options.get("experimental_fragment_arguments"):
        try:
            failure, result = None, plain_parse(text)
        except GraphQLError as error:
            failure = error
    if failure is not None and not isinstance(failure, GraphQLError):
        skipped[f"parse: raises {type(failure).__name__}"] += 1
        return
    add({"op": "parse", "document": text}, {"errors": told([failure]) if failure else []})


def schema_text(schema):
    """SDL that stands for a schema: the text it was built from, or its print if it was made by hand."""
    nodes = [schema.ast_node, *schema.extension_ast_nodes, *(directive.ast_node for directive in schema.directives)]
    for type_ in schema.type_map.values():
        nodes += [type_.ast_node, *type_.extension_ast_nodes]
    sources = {node.loc.source.body for node in nodes if node and node.loc}
    if len(sources) == 1 and all(
        type_.ast_node for type_ in schema.type_map.values() if not is_built_in(type_)
    ):
        text = sources.pop()
        if not original_validate_sdl(plain_parse(text)):
            return text, True
    return original_print_schema(schema), False


def is_built_in(type_):
    return graphql.is_introspection_type(type_) or graphql.is_specified_scalar_type(type_)


def holds_python(schema):
    """Whether the schema has behaviour that no SDL says: scalars with functions, enums with inner values."""
    for type_ in schema.type_map.values():
        if is_built_in(type_):
            continue
        if graphql.is_scalar_type(type_):
            scalar = graphql.GraphQLScalarType("Plain")
            if type_.to_kwargs()["coerce_input_value"] != scalar.to_kwargs()["coerce_input_value"]:
                return True
            if type_.coerce_input_literal is not None:
                return True
    return False


@outermost(original_validate)
def validate(result, failure, schema, document, rules=None, max_errors=None, hide_suggestions=False, **options):
    if failure is not None:
        skipped[f"validate: raises {type(failure).__name__}"] += 1
        return
    if max_errors is not None:
        skipped["validate: max_errors is an option of the caller"] += 1
        return
    if not document.loc:
        skipped["validate: the document has no text"] += 1
        return
    text = body(document.loc.source)
    try:
        same = plain_parse(text)
    except GraphQLError:
        skipped["validate: the document uses fragment arguments or another draft"] += 1
        return
    again = original_validate(schema, same, rules, hide_suggestions=hide_suggestions, **options)
    if graphql.print_ast(same) != graphql.print_ast(document) or told(again) != told(result):
        skipped["validate: the document was changed after parsing"] += 1
        return
    names = None
    if rules is not None:
        names = [rule_name(rule) for rule in rules]
        if not set(names) <= RULE_NAMES:
            skipped["validate: a rule of the test's own"] += 1
            return
    if holds_python(schema):
        skipped["validate: the schema has behaviour that SDL cannot say"] += 1
        return
    sdl, _ = schema_text(schema)
    if original_validate_schema(graphql.build_schema(sdl, assume_valid_sdl=True)):
        skipped["validate: the schema is not valid as SDL"] += 1
        return
    owners = {}
    for rule in rules or specified_rules:
        for error in original_validate(schema, document, [rule], hide_suggestions=hide_suggestions):
            owners.setdefault((error.message, tuple(error.locations or ())), rule_name(rule))
    errors = told(result, lambda error: owners.get((error.message, tuple(error.locations or ()))))
    case = {"op": "validate", "schema": sdl, "document": text}
    if names is not None:
        case["rules"] = names
    add(case, {"errors": errors, "hidden": hide_suggestions})


@outermost(original_validate_sdl)
def validate_sdl(result, failure, document, schema_to_extend=None, rules=None):
    if failure is not None:
        skipped[f"validate_sdl: raises {type(failure).__name__}"] += 1
        return
    text = body(document.loc.source)
    if schema_to_extend is not None:  # no operation extends a schema that is already built: both as one text instead
        text = original_print_schema(schema_to_extend) + "\n\n" + text
        document = original_parse(text)
        result = original_validate_sdl(document, None, rules)
    names = [rule_name(rule) for rule in rules or specified_sdl_rules]
    owners = {}
    for rule in rules or specified_sdl_rules:
        for error in original_validate_sdl(document, None, [rule]):
            owners.setdefault((error.message, tuple(error.locations or ())), rule_name(rule))
    errors = told(result, lambda error: owners.get((error.message, tuple(error.locations or ()))))
    add({"op": "schema", "schema": text}, {"errors": errors, "rules": names})


@outermost(original_validate_schema)
def validate_schema(result, failure, schema):
    if failure is not None or not isinstance(schema, GraphQLSchema):
        skipped["validate_schema: not a schema"] += 1
        return
    text, is_source = schema_text(schema)
    if not is_source:
        skipped["validate_schema: the schema was made by hand"] += 1
        return
    add({"op": "schema", "schema": text}, {"errors": told(result), "rules": "type system"})


@outermost(original_print_schema)
def print_schema(result, failure, schema):
    text, is_source = schema_text(schema)
    if failure is not None or not is_source or original_validate_schema(schema):
        skipped["print_schema: the schema was made by hand or is not valid"] += 1
        return
    if original_print_schema(graphql.build_schema(text)) != result:
        skipped["print_schema: the schema was changed after building"] += 1
        return
    add({"op": "printSchema", "schema": text}, {"printed": result})


@outermost(original_introspection)
def introspection_from_schema(result, failure, schema, *switches, **options):
    text, is_source = schema_text(schema)
    if failure is not None or not is_source or switches or options:
        skipped["introspection_from_schema: the schema was made by hand or parts are switched off"] += 1
        return
    if original_validate_schema(graphql.build_schema(text)):
        skipped["introspection_from_schema: the schema is not valid"] += 1
        return
    add({"op": "introspect", "schema": text}, {"data": json.loads(json.dumps(result))})


REPLACEMENTS = [
    (original_parse, parse),
    (original_validate, validate),
    (original_validate_sdl, validate_sdl),
    (original_validate_schema, validate_schema),
    (original_print_schema, print_schema),
    (original_introspection, introspection_from_schema),
]


def replace_functions():
    """Puts the wrappers wherever a module of the library holds one of the functions by name."""
    for name, module in list(sys.modules.items()):
        if name != "graphql" and not name.startswith("graphql."):
            continue
        for attribute, value in list(vars(module).items()):
            for original, wrapper in REPLACEMENTS:
                if value is original:
                    setattr(module, attribute, wrapper)


replace_functions()


def pytest_sessionfinish(session, exitstatus):
    with open(os.environ["BELVEDERE_CASES"], "w", encoding="utf-8") as file:
        for number, entry in enumerate(cases.values()):
            entry["case"] = {"id": number, **entry["case"]}
            file.write(json.dumps(entry) + "\n")
        file.write(json.dumps({"skipped": dict(skipped)}) + "\n")
