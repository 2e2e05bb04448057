// graphql-js on Node's own HTTP server, with as little around it as can be.
//
// For speed, as its documentation advises: NODE_ENV=production (graphql-js then skips a check at each `instanceof`),
// named prepared statements and a pool in pg, no compression in ws. DOCUMENT_CACHE=1 adds what graphql-js leaves to its
// users: documents that were parsed and validated once are kept.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');
const { buildSchema, execute, parse, subscribe, validate } = require('graphql');
const { Pool } = require('pg');
const { WebSocketServer } = require('ws');

const root = path.join(__dirname, '..', '..');
const schema = buildSchema(fs.readFileSync(path.join(root, 'schema.graphql'), 'utf8'));
const data = JSON.parse(fs.readFileSync(path.join(root, 'data', 'posts.json'), 'utf8'));
const usersById = new Map(data.users.map((user) => [user.id, user]));
const pool = new Pool({ connectionString: process.env.BENCH_POSTGRES, max: 16 });

const columns = `user_id AS "userId", total_tokens AS "totalTokens", prompt_tokens AS "promptTokens",
  completion_tokens AS "completionTokens", cost_micro_usd AS "costMicroUsd", updated_at AS "updatedAt"`;

async function one(name, text, values) {
  const { rows } = await pool.query({ name, text, values });
  return rows[0] ?? null;
}

const listeners = new Set();

function ticks() {
  const waiting = [];
  const ready = [];
  const push = (tick) => {
    const wake = waiting.shift();
    if (wake) wake({ value: { ticks: tick }, done: false });
    else ready.push(tick);
  };
  listeners.add(push);
  return {
    next: () =>
      ready.length > 0
        ? Promise.resolve({ value: { ticks: ready.shift() }, done: false })
        : new Promise((resolve) => waiting.push(resolve)),
    return: () => {
      listeners.delete(push);
      for (const wake of waiting) wake({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

schema.getQueryType().getFields().greet.resolve = () => 'Hello World!';
schema.getQueryType().getFields().posts.resolve = () => data.posts;
schema.getQueryType().getFields().userTokenStats.resolve = (_, { userId }) =>
  one('stats', `SELECT ${columns} FROM bench_user_token_stats WHERE user_id = $1`, [userId]);
schema.getQueryType().getFields().cachedUserTokenStats.resolve =
  schema.getQueryType().getFields().userTokenStats.resolve;
schema.getType('Post').getFields().user.resolve = (post) => usersById.get(post.userId);
schema.getMutationType().getFields().recordUsage.resolve = (_, { userId, tokens }) =>
  one(
    'record',
    `UPDATE bench_user_token_stats SET total_tokens = total_tokens + $2, prompt_tokens = prompt_tokens + $2
     WHERE user_id = $1 RETURNING ${columns}`,
    [userId, tokens],
  );
schema.getMutationType().getFields().publish.resolve = (_, { id }) => {
  const tick = { id, text: 'A tick of the benchmark.' };
  for (const push of listeners) push(tick);
  return { ok: true };
};
schema.getSubscriptionType().getFields().ticks.subscribe = ticks;

const documents = process.env.DOCUMENT_CACHE ? new Map() : null;

function documentOf(query) {
  const known = documents?.get(query);
  if (known) return { document: known };
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  if (documents && documents.size < 1000) documents.set(query, document);
  return { document };
}

function run({ query, variables, operationName }) {
  const { document, errors } = documentOf(query);
  if (errors) return { errors };
  return execute({ schema, document, variableValues: variables, operationName });
}

function send(response, result) {
  const body = JSON.stringify(result);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    try {
      const text = chunks.length === 1 ? chunks[0].toString() : Buffer.concat(chunks).toString();
      const result = run(JSON.parse(text));
      if (typeof result.then === 'function') {
        result.then((value) => send(response, value), (error) => send(response, { errors: [error] }));
      } else send(response, result);
    } catch (error) {
      send(response, { errors: [{ message: error.message }] });
    }
  });
});

// graphql-transport-ws: no maintained implementation is packaged, so these are its rules for the good case.
const sockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  handleProtocols: () => 'graphql-transport-ws',
});

async function deliver(socket, id, payload) {
  const { document } = documentOf(payload.query);
  const results = await subscribe({ schema, document, variableValues: payload.variables });
  socket.on('close', () => results.return?.());
  for await (const result of results) socket.send(JSON.stringify({ id, type: 'next', payload: result }));
}

server.on('upgrade', (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on('message', (text) => {
      const message = JSON.parse(text);
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
      else if (message.type === 'ping') socket.send('{"type":"pong"}');
      else if (message.type === 'subscribe') deliver(socket, message.id, message.payload).catch(() => socket.close());
    });
  });
});

server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.BENCH_PORT), '127.0.0.1', 4096);
