"use strict";

// The built-in page. Everything that comes from the server is put into the page as text, never as markup.

const place = (id) => document.getElementById(id);
const element = (name, text, kind) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

const query = place("query");
const variables = place("variables");
let lastPosition = null;
let running = null;

query.value = localStorage.getItem("belvedere.query") || "query Gateway {\n  gateway { version position }\n}\n";
variables.value = localStorage.getItem("belvedere.variables") || "{}";
place("token").value = sessionStorage.getItem("belvedere.token") || "";

function numberLines(wrongLines = new Set()) {
  const gutter = place("query-lines");
  gutter.replaceChildren();
  query.value.split("\n").forEach((_, index) => {
    gutter.append(element("span", String(index + 1), wrongLines.has(index + 1) ? "wrong" : ""), "\n");
  });
  gutter.scrollTop = query.scrollTop;
}

function headers(accept) {
  const made = { "Content-Type": "application/json", "Accept": accept };
  const token = place("token").value.trim();
  if (token) made["Authorization"] = "Bearer " + token;
  if (place("price").checked) made["Belvedere-Cost-Only"] = "1";
  return made;
}

function body() {
  const text = variables.value.trim() || "{}";
  return JSON.stringify({
    query: query.value,
    variables: JSON.parse(text),
    extensions: { belvedere: { freshness: true, ...(lastPosition ? { resume: { after: lastPosition } } : {}) } },
  });
}

function showErrors(errors = []) {
  const list = place("errors");
  list.replaceChildren();
  const wrongLines = new Set();
  for (const error of errors) {
    const item = element("li");
    const code = error.extensions && error.extensions.code ? error.extensions.code + ": " : "";
    const at = error.locations && error.locations[0];
    const where = error.path ? " (" + error.path.join(".") + ")" : "";
    if (at) {
      wrongLines.add(at.line);
      const go = element("button", code + error.message + where);
      go.type = "button";
      go.addEventListener("click", () => select(at));
      item.append(go);
    } else {
      item.textContent = code + error.message + where;
    }
    list.append(item);
  }
  numberLines(wrongLines);
}

function select({ line, column }) {
  const before = query.value.split("\n").slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  query.focus();
  query.setSelectionRange(before + column - 1, before + column);
}

function showFacts(milliseconds, extensions = {}) {
  const own = extensions.belvedere || {};
  const facts = [["took", milliseconds.toFixed(1) + " ms"]];
  if (own.cost) facts.push(["cost", JSON.stringify(own.cost)]);
  if (own.cache) facts.push(["cache", typeof own.cache === "string" ? own.cache : JSON.stringify(own.cache)]);
  if (own.freshness) facts.push(["freshness", JSON.stringify(own.freshness)]);
  if (own.consistency) facts.push(["token", own.consistency.token || JSON.stringify(own.consistency)]);
  place("facts").replaceChildren(...facts.map(([name, value]) => {
    const pair = element("div");
    pair.append(element("dt", name), element("dd", value));
    return pair;
  }));
}

async function run() {
  remember();
  lastPosition = null;
  const started = performance.now();
  try {
    const answer = await fetch("/graphql", {
      method: "POST", headers: headers("application/graphql-response+json, application/json;q=0.9"), body: body(),
    });
    const result = await answer.json();
    showErrors(result.errors);
    showFacts(performance.now() - started, result.extensions);
    place("answer").textContent = JSON.stringify(result, null, 2);
  } catch (error) {
    showErrors([{ message: String(error.message || error) }]);
    place("answer").textContent = "";
  }
}

function remember() {
  localStorage.setItem("belvedere.query", query.value);
  localStorage.setItem("belvedere.variables", variables.value);
  sessionStorage.setItem("belvedere.token", place("token").value);
}

function showEvent(text, position, kind) {
  const item = element("li", undefined, kind);
  if (position) item.append(element("span", position, "position"));
  item.append(text);
  place("events").prepend(item);
  while (place("events").children.length > 200) place("events").lastChild.remove();
}

function setRunning(controller) {
  running = controller;
  place("live").disabled = controller !== null;
  place("live").setAttribute("aria-pressed", String(controller !== null));
  place("cut").disabled = controller === null;
  place("resume").disabled = controller !== null || lastPosition === null;
}

async function subscribe(isResuming) {
  remember();
  if (!isResuming) lastPosition = null;
  const controller = new AbortController();
  setRunning(controller);
  try {
    const sent = headers("text/event-stream");
    if (lastPosition) sent["Last-Event-ID"] = lastPosition;
    const answer = await fetch("/graphql/stream", {
      method: "POST", headers: sent, body: body(), signal: controller.signal,
    });
    if (!answer.ok || !answer.body) throw new Error("HTTP " + answer.status + " " + (await answer.text()));
    await readEvents(answer.body.getReader());
    showEvent("complete");
  } catch (error) {
    showEvent(error.name === "AbortError" ? "cut" : String(error.message || error), null, "cut");
  }
  setRunning(null);
}

async function readEvents(reader) {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    let end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      takeEvent(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
  }
}

function takeEvent(block) {
  let kind = "message";
  let data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) kind = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    else if (line.startsWith("id:")) lastPosition = line.slice(3).trim();
  }
  if (kind !== "next" || data.length === 0) return;
  const result = JSON.parse(data.join("\n"));
  showErrors(result.errors);
  showEvent(JSON.stringify(result.data ?? result), lastPosition);
}

const typeText = (type) => type.kind === "NON_NULL" ? typeText(type.ofType) + "!"
  : type.kind === "LIST" ? "[" + typeText(type.ofType) + "]" : type.name;

const introspection = `{ __schema { types { kind name description
  fields(includeDeprecated: true) { name description isDeprecated args { name type { ...T } } type { ...T } }
  inputFields { name description type { ...T } } enumValues(includeDeprecated: true) { name description } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

async function loadSchema() {
  const answer = await fetch("/graphql", {
    method: "POST", headers: headers("application/json"), body: JSON.stringify({ query: introspection }),
  });
  const result = await answer.json();
  if (!result.data) throw new Error(result.errors[0].message);
  return result.data.__schema.types.filter((type) => !type.name.startsWith("__"));
}

function showTypes(types) {
  const wanted = place("search").value.trim().toLowerCase();
  const matches = (text) => (text || "").toLowerCase().includes(wanted);
  const shown = [];
  for (const type of types) {
    const members = type.fields || type.inputFields || type.enumValues || [];
    const whole = !wanted || matches(type.name) || matches(type.description);
    const kept = whole ? members : members.filter((member) => matches(member.name) || matches(member.description));
    if (!whole && kept.length === 0) continue;
    const article = element("article");
    article.append(element("h3", type.kind.toLowerCase().replace("_", " ") + " " + type.name));
    if (type.description) article.append(element("p", type.description));
    const list = element("ul");
    for (const member of kept) {
      const given = member.args && member.args.length
        ? "(" + member.args.map((one) => one.name + ": " + typeText(one.type)).join(", ") + ")" : "";
      const item = element("li", member.name + given + (member.type ? ": " + typeText(member.type) : ""),
        member.isDeprecated ? "gone" : "");
      if (member.description) item.append(element("p", member.description));
      list.append(item);
    }
    article.append(list);
    shown.push(article);
  }
  place("types").replaceChildren(...shown);
}

async function start() {
  numberLines();
  try {
    const types = await loadSchema();
    place("node").textContent = types.length + " types";
    showTypes(types);
    place("search").addEventListener("input", () => showTypes(types));
  } catch (error) {
    place("node").textContent = "schema not readable: " + error.message;
  }
}

query.addEventListener("input", () => numberLines());
query.addEventListener("scroll", () => { place("query-lines").scrollTop = query.scrollTop; });
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
place("run").addEventListener("click", run);
place("live").addEventListener("click", () => subscribe(false));
place("resume").addEventListener("click", () => subscribe(true));
place("cut").addEventListener("click", () => running && running.abort());
start();
