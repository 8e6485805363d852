// Find claims by a query, as canifork/queries does: docs/queries.md describes the language.
// matrix.js loads this file when there is something to ask; what can be asked stands at its end.
"use strict";

const TOKENS = new RegExp(
  '(?<space>[ \\t\\r\\n\\xa0\\u3000]+)|(?<quoted>"[^"]*")|(?<quote>")|(?<open>\\()|(?<close>\\))' +
  '|(?<key>[^ \\t\\r\\n\\xa0\\u3000()":]+):(?<value>[^ \\t\\r\\n\\xa0\\u3000()"]+)' +
  '|(?<question>(?!(?:[aA][nN][dD]|[oO][rR]|[nN][oO][tT])\\()[^ \\t\\r\\n\\xa0\\u3000()":]+)\\((?<argument>[^()"]*)\\)' +
  '|(?<word>[^ \\t\\r\\n\\xa0\\u3000()"]+)', "g");

class Mistake extends Error {
  constructor(kind, place, found = "", allowed = []) {
    super(kind);
    Object.assign(this, { kind, place, found, allowed });
  }

  // Tell it by the sentences of a language.
  told(sentences, query) {
    const given = { place: [...query.slice(0, this.place)].length + 1, found: this.found, allowed: this.allowed.join(", ") };
    return sentences[this.kind].replace(/\{(\w+)\}/g, (_, name) => given[name]);
  }
}

function readRange(text) {
  const dots = text.indexOf("..");
  const [first, last] = dots < 0 ? [text, text] : [text.slice(0, dots), text.slice(dots + 2)];
  if (!first && !last) return null;
  if (![first, last].every((one) => !one || /^\d{1,4}\.\d{1,4}$/.test(one))) return null;
  return [first, last].map((one) => (one ? one.split(".").map(Number) : null));
}

class Reader {
  constructor(text, language) {
    this.text = text;
    this.language = language;
    this.tokens = [...text.matchAll(TOKENS)].filter((found) => !found.groups.space);
    this.at = 0;
    this.depth = 0;
  }

  read() {
    if (!this.tokens.length) return { kind: "and", parts: [] };
    const found = this.alternatives();
    if (this.at < this.tokens.length) throw new Mistake("bracket", this.tokens[this.at].index);
    return found;
  }

  alternatives() {
    const parts = [this.all()];
    while (this.joint("or")) parts.push(this.all());
    return parts.length === 1 ? parts[0] : { kind: "or", parts };
  }

  all() {
    const parts = [this.single()];
    while (this.joint("and") || this.goesOn()) parts.push(this.single());
    return parts.length === 1 ? parts[0] : { kind: "and", parts };
  }

  single() {
    const start = this.at < this.tokens.length ? this.tokens[this.at].index : this.text.length;
    if (++this.depth > this.language.deepest) throw new Mistake("deep", start);
    const found = this.joint("not") ? { kind: "not", parts: [this.single()] } : this.atom(start);
    this.depth--;
    return found;
  }

  atom(start) {
    if (!this.goesOn()) throw new Mistake("missing", start);
    const token = this.tokens[this.at++];
    const { open, quoted, quote, key, value, question, argument } = token.groups;
    if (open) {
      const found = this.alternatives();
      if (this.at === this.tokens.length) throw new Mistake("bracket", start);
      this.at++;
      return found;
    }
    if (quote) throw new Mistake("quote", start);
    if (key) return this.named("key", key, value, start, start + key.length + 1);
    if (question) return this.named("question", question, argument.replace(/^ +| +$/g, ""), start, start + question.length + 1);
    return { kind: "text", value: (quoted ? token[0].slice(1, -1) : token[0]).toLowerCase(), parts: [] };
  }

  named(kind, given, value, start, place) {
    const name = given.toLowerCase();
    if (!this.language[kind].includes(name)) throw new Mistake(kind, start, given, this.language[kind]);
    return { kind: name, value: this.value(name, value, place), parts: [] };
  }

  value(name, value, place) {
    const allowed = this.language.vocabulary[name];
    const plain = value.toLowerCase();
    for (const one of [plain, plain.replaceAll("-", "_")]) if (allowed.includes(one)) return one;
    const ranged = this.language.ranges[name] || [];
    const versions = ranged.length ? readRange(value) : null;
    if (versions && (name !== "flips" || `${versions[0]}` !== `${versions[1]}`)) return versions;
    throw new Mistake(allowed.length ? "value" : "versions", place, value, [...allowed, ...ranged]);
  }

  joint(word) {
    const taken = this.at < this.tokens.length && this.tokens[this.at][0].toLowerCase() === word;
    this.at += taken;
    return taken;
  }

  goesOn() {
    if (this.at === this.tokens.length) return false;
    const token = this.tokens[this.at];
    return !token.groups.close && !["and", "or"].includes(token[0].toLowerCase());
  }
}

class Catalog {
  constructor({ language, places, wheres, freed, claims }) {
    this.language = language;
    this.freed = freed;
    const known = wheres.map(([place, method, values]) => {
      const [interpreter, os, build, python] = places[place];
      return { interpreter, python, method, values, os, build: [build], names: [...os, build, method] };
    });
    this.claims = claims.map(([claim, chapter, text, shown, trials]) => ({
      claim, chapter, text,
      trials: trials.map(([where, one]) => ({
        ...known[where], state: shown[one][0], behaviour: shown[one][1], text: shown[one][2],
      })),
    }));
  }

  // Return the trials looked at, by claim; `chosen` tells which trials are asked at all, `more` what else a claim says.
  find(query, chosen = () => true, more = () => "") {
    const tree = new Reader(query, this.language).read();
    const found = this.claims.map((asked) => {
      const whole = { ...asked, text: `${asked.text} ${more(asked.claim)}` };
      return [asked.claim, this.look(tree, whole, asked.trials.filter(chosen))];
    });
    return { narrow: narrows(tree), claims: new Map(found.filter(([, trials]) => trials)) };
  }

  look(node, asked, trials) {
    if (isPlace(node)) {
      const found = trials.filter((trial) => lies(node, trial));
      return found.length ? found : null;
    }
    if (node.kind === "and") return this.all(node.parts, asked, trials);
    if (node.kind === "or") {
      const found = node.parts.map((part) => this.look(part, asked, trials)).filter(Boolean);
      return found.length ? trials.filter((trial) => found.some((some) => some.includes(trial))) : null;
    }
    if (node.kind === "not") return this.look(node.parts[0], asked, trials) ? null : trials;
    return this.isTrue(node, asked, trials) ? trials : null;
  }

  all(parts, asked, trials) {
    let left = trials;
    for (const part of [...parts.filter(isPlace), ...parts.filter((one) => !isPlace(one))]) {
      left = this.look(part, asked, left);
      if (!left) return null;
    }
    return left;
  }

  isTrue({ kind, value }, asked, trials) {
    if (Array.isArray(value)) {
      const inside = trials.filter((trial) => within(value, trial));
      return kind === "flips" ? differ(inside, this.freed.python) : only(inside, trials);
    }
    if (kind === "text") return asked.text.includes(value) || trials.some((trial) => trial.text.includes(value));
    if (kind === "chapter") return value === asked.chapter;
    if (kind === "state") return trials.some((trial) => trial.state === value);
    if (kind === "differs") return differ(trials, this.freed[value]);
    return only(trials.filter((trial) => trial.names.includes(value)), trials);
  }
}

const PLACE_KINDS = new Set(["os", "build", "method", "python"]);
const isPlace = (node) => PLACE_KINDS.has(node.kind) || (node.parts.length > 0 && node.parts.every(isPlace));
const narrows = (node) => PLACE_KINDS.has(node.kind) || node.parts.some(narrows);

function lies(node, trial) {
  if (node.kind === "and") return node.parts.every((part) => lies(part, trial));
  if (node.kind === "or") return node.parts.some((part) => lies(part, trial));
  if (node.kind === "not") return !lies(node.parts[0], trial);
  if (node.kind === "python") return within(node.value, trial);
  return node.kind === "method" ? trial.method === node.value : trial[node.kind].includes(node.value);
}

function within([first, last], { python }) {
  const before = (one, other) => one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
  return !(first && before(python, first)) && !(last && before(last, python));
}

// Tell whether two trials that are unlike on these axes alone show two things.
function differ(trials, { compared, ignored }) {
  const groups = new Map();
  for (const { values, behaviour } of trials) {
    if (behaviour === null) continue;
    const rest = values.filter((_, place) => !ignored.includes(place)).join();
    if (!groups.has(rest)) groups.set(rest, [new Set(), new Set()]);
    groups.get(rest)[0].add(compared.map((place) => values[place]).join());
    groups.get(rest)[1].add(behaviour);
  }
  return [...groups.values()].some(([unlike, shown]) => unlike.size > 1 && shown.size > 1);
}

// Tell whether something is shown inside, and something outside, and not all of it in both.
function only(inside, trials) {
  const kept = new Set(inside);
  const shown = (some) => some.map((trial) => trial.behaviour).filter((one) => one !== null);
  const outside = new Set(shown(trials.filter((trial) => !kept.has(trial))));
  return outside.size > 0 && shown(inside).some((behaviour) => !outside.has(behaviour));
}
