// Answers one case a line with graphql-js: peer.js <graphql package>
//
// A case is { schema, document, variables, root }; its answer { invalid: [places] } or a response without extensions.
const readline = require('readline')
const { buildSchema, parse, validate, execute, GraphQLError } = require(process.argv[2])

const schemas = new Map()

function schemaOf(sdl) {
  let schema = schemas.get(sdl)
  if (!schema) {
    schema = buildSchema(sdl)
    if (schemas.size > 64) schemas.clear()
    schemas.set(sdl, schema)
  }
  return schema
}

// Data as resolvers return it: an error where the data says so.
function completed(value) {
  if (Array.isArray(value)) return value.map(completed)
  if (value && typeof value === 'object' && '__error' in value) return new GraphQLError(value.__error)
  return value
}

function fieldResolver(source, _arguments, _context, info) {
  const isObject = source && typeof source === 'object' && Object.hasOwn(source, info.fieldName)
  return isObject ? completed(source[info.fieldName]) : undefined
}

function places(error) {
  return (error.locations || []).map(({ line, column }) => [line, column])
}

function answer(line) {
  const { schema: sdl, document: text, variables, root } = JSON.parse(line)
  const schema = schemaOf(sdl)
  let document
  try {
    document = parse(text)
  } catch (error) {
    return { invalid: [places(error)] }
  }
  const errors = validate(schema, document)
  if (errors.length > 0) return { invalid: errors.map(places) }
  if (root === undefined) return {}
  const { data, errors: failures = [] } = execute({
    schema, document, rootValue: root, variableValues: variables, fieldResolver,
  })
  return { data, errors: failures.map((error) => ({ places: places(error), path: error.path })) }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  console.log(JSON.stringify(answer(line)))
})
