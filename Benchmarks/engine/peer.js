// The same measurements as `belvedere graphql bench --json` with graphql-js: peer.js <graphql package> <schema> <query>
// [name]; with a name only the query is parsed and validated, under that name.
const fs = require('fs')
const graphql = require(process.argv[2])
const { parse, validate, buildSchema, execute } = graphql

const posts = Array.from({ length: 100 }, (_, n) => ({
  id: n + 1, userId: Math.floor(n / 10) + 1, title: `sunt aut facere repellat provident occaecati ${n + 1}`,
}))
const users = new Map(Array.from({ length: 10 }, (_, n) => [n + 1, {
  id: n + 1, name: `Leanne Graham ${n + 1}`, email: `user${n + 1}@april.biz`,
}]))
const small = buildSchema(`
  type Query { greet: String posts: [Post!]! }
  type Post { id: ID! userId: Int! title: String! user: User }
  type User { id: ID! name: String! email: String! }
`)
small.getQueryType().getFields().posts.resolve = () => posts
small.getType('Post').getFields().user.resolve = (post) => users.get(post.userId)

// Processor time of one run: the best of several rounds, each long enough to be measured.
function measure(name, bytes, run) {
  let best = Infinity
  let count = 1
  for (let round = 0; round < 14; round++) {
    const before = process.cpuUsage()
    for (let n = 0; n < count; n++) run()
    const { user, system } = process.cpuUsage(before)
    const spent = (user + system) * 1000
    if (spent < 50e6) count *= 3
    else best = Math.min(best, spent / count)
  }
  console.log(JSON.stringify({ name, nanoseconds: Math.round(best), bytes }))
}

function response(document) {
  return JSON.stringify(execute({ schema: small, document, rootValue: { greet: 'Hello World!' } }))
}

const sdl = fs.readFileSync(process.argv[3], 'utf8')
const text = fs.readFileSync(process.argv[4], 'utf8')
const name = process.argv[5]
const schema = buildSchema(sdl)
const document = parse(text)
measure(`parse ${name || 'the query'}`, text.length, () => parse(text))
measure(`validate ${name || 'the query'}`, text.length, () => validate(schema, document))
if (!name) {
  const greet = parse('{ greet }')
  const list = parse('{ posts { id userId title user { id name email } } }')
  measure('execute { greet }', response(greet).length, () => response(greet))
  measure('execute 100 posts with users', response(list).length, () => response(list))
  measure('parse the schema', sdl.length, () => parse(sdl))
  measure('build the schema', sdl.length, () => buildSchema(sdl))
}
