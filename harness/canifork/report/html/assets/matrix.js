// Filter the matrix, fold its groups of columns, and keep both in the address.
// Without this script the matrix is whole and readable; the filters are hidden.
"use strict";

const form = document.getElementById("filters");
const table = document.getElementById("matrix");
const frame = table.parentElement;
const heads = [...table.tHead.rows[1].cells].slice(1);
const groups = readGroups();
const narrow = matchMedia("(max-width: 40rem)");
const canFold = () => !(narrow.matches && frame.classList.contains("bars")); // there the bars of a claim have no heads
const COLUMN_FILTERS = ["os", "python", "build", "whose"];
const SILENT = new Set(["not_run", "not_applicable", "undecided"]); // they show no behaviour
const mistake = document.getElementById("mistake");
const sheet = new CSSStyleSheet(); // one rule hides columns; no cell is touched
document.adoptedStyleSheets = [sheet];
const whenIdle = window.requestIdleCallback || ((task) => setTimeout(task, 0, { timeRemaining: () => 50 })); // Safari has none
const CELL = "#matrix .claim td";
const HEAD = "#matrix thead tr:last-child th";
const PAUSE = 800; // milliseconds: longer than between two keys
let waiting = 0;
let rows = null;
let catalog = null; // what queries are asked of: query.js brings it, when one is first asked

// Return the groups of columns: the head of each, and its columns' places.
function readGroups() {
  let place = 0;
  return [...table.tHead.rows[0].cells].slice(1).map((head) => ({
    head,
    name: head.textContent,
    places: Array.from({ length: head.colSpan }, () => place++),
  }));
}

// Read a row once: what it says; and what each of its cells shows, when that is first asked for.
function read() {
  return [...table.querySelectorAll("tr.claim")].map((row) => ({
    row,
    chapter: row.parentElement.dataset.chapter,
    part: row.parentElement.dataset.part,
    nature: row.dataset.nature,
    id: row.dataset.id,
    cells: null,
  }));
}

function cells(row) {
  return [...row.cells].slice(1).map((cell) =>
    [...cell.children].map((entry) => {
      const [, state, , ...methods] = entry.className.split(" ");
      return { state, methods, entry };
    }),
  );
}

function readAhead(idle) {
  for (const one of (rows ||= read())) {
    if (idle.timeRemaining() < 1) return whenIdle(readAhead);
    one.cells ||= cells(one.row);
  }
}

// What a cell says stands last in it, but for the start methods.
const word = ({ lastChild }) => (lastChild.nodeName === "SMALL" ? lastChild.previousSibling : lastChild).textContent.trim();

function wanted() {
  const chosen = Object.fromEntries(new FormData(form));
  chosen.q = (chosen.q || "").trim();
  return chosen;
}

function openCatalog(one) { // query.js calls it
  catalog = one;
  apply();
}

function loadCatalog() {
  if (document.head.querySelector("script[data-query]")) return;
  const script = document.createElement("script");
  script.src = script.dataset.query = form.dataset.query;
  document.head.append(script);
}

const interpreters = (head) => head.dataset.ids.split(" ");
const translated = new Map(); // what the claims say on a page that is not in English

function more(claim) {
  if (document.documentElement.lang === "en") return "";
  if (!translated.size) for (const { id, row } of rows) translated.set(id, row.textContent.toLowerCase());
  return translated.get(claim) || "";
}

// Ask the query of the trials in these columns; null where there is none, or none that can be read.
function ask({ q, method }, columns) {
  mistake.textContent = "";
  if (!q) return null;
  if (!catalog) {
    loadCatalog();
    return null;
  }
  const here = new Set(columns.flatMap(interpreters));
  const chosen = (trial) => here.has(trial.interpreter) && (!method || !trial.method || trial.method === method);
  try {
    return catalog.find(q, chosen, more);
  } catch (fault) {
    if (!(fault instanceof Mistake)) throw fault;
    mistake.textContent = fault.told(JSON.parse(form.dataset.mistakes), q);
    return null;
  }
}

// Return the columns that the query looks at, or all of these if it does not say where to look.
function lookedAt(found, columns) {
  if (!found?.narrow || !found.claims.size) return columns;
  const seen = new Set([...found.claims.values()].flat().map((trial) => trial.interpreter));
  return columns.filter((head) => interpreters(head).some((one) => seen.has(one)));
}

function shows(one, chosen, columns) {
  if (["chapter", "part", "nature"].some((name) => chosen[name] && one[name] !== chosen[name])) return false;
  if (chosen.found && !chosen.found.claims.has(one.id)) return false;
  if (!chosen.verdict && !chosen.differ) return true;
  one.cells ||= cells(one.row);
  const entries = columns.flatMap((column) => one.cells[column])
    .filter((entry) => !chosen.method || !entry.methods.length || entry.methods.includes(chosen.method));
  if (chosen.verdict && !entries.some((entry) => entry.state === chosen.verdict)) return false;
  const seen = entries.filter((entry) => !SILENT.has(entry.state));
  return !chosen.differ || new Set(seen.map((entry) => entry.state + " " + word(entry.entry))).size > 1;
}

// Name columns by their places, neighbours together: a rule for each would take long to match.
function runs(places) {
  const firsts = places.filter((place) => !places.includes(place - 1));
  const lasts = places.filter((place) => !places.includes(place + 1));
  return firsts.map((first, number) => `:nth-child(n+${first + 2}):nth-child(-n+${lasts[number] + 2})`);
}

const folded = (chosen) => new Set((chosen.fold || "").split("|"));

// Show these columns, but of a group that is folded its head alone; return which can be read, and the folded ones' places.
function layOut(left, shut) {
  const columns = [];
  const stubs = [];
  for (const { head, name, places } of groups) {
    const open = places.filter((place) => left.has(heads[place]));
    const isShut = canFold() && shut.has(name);
    if (!isShut) columns.push(...open);
    else if (open.length) stubs.push(open[0]);
    head.hidden = !open.length;
    head.colSpan = isShut ? 1 : open.length || 1;
    head.rowSpan = isShut ? 2 : 1;
    head.querySelector("button").ariaExpanded = !isShut;
  }
  const seen = new Set([...columns, ...stubs]);
  const unseen = [...heads.keys()].filter((place) => !seen.has(place));
  const hidden = runs(unseen).flatMap((run) => [CELL + run, HEAD + run]);
  for (const run of runs(stubs)) hidden.push(`${CELL}${run} > *`, HEAD + run);
  const thin = runs(stubs).map((run) => `${CELL}${run}{width:var(--stub)}`);
  sheet.replaceSync((hidden.length ? `${hidden.join()}{display:none}` : "") + thin.join(""));
  return { columns, stubs };
}

// Lay out what is in view first, and the rest when the reader has stopped to choose.
function layOutLater() {
  const { classList } = document.getElementById("main");
  classList.add("early");
  clearTimeout(waiting);
  waiting = setTimeout(() => whenIdle(() => classList.remove("early")), PAUSE);
}

function apply() {
  layOutLater();
  rows ||= read();
  const chosen = wanted();
  const fitting = heads.filter((head) => COLUMN_FILTERS.every((name) => !chosen[name] || head.dataset[name] === chosen[name]));
  const found = ask(chosen, fitting);
  const left = new Set(lookedAt(found, fitting));
  const places = [...heads.keys()].filter((place) => left.has(heads[place]));
  const { columns, stubs } = layOut(left, folded(chosen));
  let count = 0;
  for (const one of rows) {
    one.row.hidden = !shows(one, { ...chosen, found }, places); // also by what is folded
    count += !one.row.hidden;
  }
  for (const body of table.tBodies) {
    body.rows[0].cells[0].colSpan = columns.length + stubs.length + 1;
    body.hidden = ![...body.rows].slice(1).some((row) => !row.hidden);
  }
  frame.dataset.method = chosen.method || "";
  frame.dataset.verdict = chosen.verdict || "";
  tell(count, columns.length);
  return chosen;
}

function tell(count, columns) {
  const output = document.getElementById("shown");
  const told = { rows: count, all_rows: rows.length, columns, all_columns: heads.length };
  output.textContent = output.dataset.words.replace(/\{(\w+)\}/g, (_, name) => told[name]);
}

// The address holds the filters behind "#", which works from a folder as from a server.
function keep(chosen) {
  const set = Object.entries(chosen).filter(([, value]) => value);
  const hash = set.length ? "#" + new URLSearchParams(set) : " ";
  history.replaceState(null, "", hash === " " ? location.href.split("#")[0] : hash);
  for (const link of document.querySelectorAll("a.language")) {
    link.href = link.href.split("#")[0] + hash.trim();
  }
}

function restore() {
  const given = new URLSearchParams(location.hash.slice(1));
  form.reset();
  for (const field of form.elements) {
    if (!field.name || !given.has(field.name)) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = given.get(field.name);
    if (field.selectedIndex === -1) field.value = ""; // a choice that this report does not have
  }
}

function fold(event) {
  const name = event.currentTarget.textContent;
  const names = folded(wanted());
  if (!names.delete(name)) names.add(name);
  form.elements.fold.value = [...names].filter(Boolean).join("|");
  keep(apply());
}

function foldable({ head }) {
  const button = document.createElement("button");
  button.type = "button";
  button.ariaExpanded = true;
  button.addEventListener("click", fold);
  button.append(head.textContent);
  head.firstElementChild.replaceChildren(button);
}

form.hidden = false;
form.querySelector("details").open = !narrow.matches;
form.addEventListener("input", () => keep(apply()));
form.addEventListener("reset", () => {
  form.elements.fold.value = ""; // a browser leaves what is hidden as it is
  setTimeout(() => keep(apply()));
});
form.addEventListener("submit", (event) => event.preventDefault());
groups.forEach(foldable);
narrow.addEventListener("change", apply);
window.addEventListener("hashchange", () => { restore(); apply(); });
restore();
if (location.hash.length > 1) keep(apply());
else whenIdle(() => { rows ||= read(); tell(rows.length, heads.length); layOutLater(); });
whenIdle(readAhead);
