// Run the claim of this page in a worker when the reader asks for it, and compare what came of it.
// Whatever a program says is put in as text.
"use strict";

const form = document.getElementById("live");
const trials = JSON.parse(form.dataset.trials);
let worker = null;
let clock = null;

function show(...states) {
  for (const one of form.querySelectorAll("[data-when]")) one.hidden = !states.includes(one.dataset.when);
}

function text(name, words) {
  form.querySelector(`[data-text=${name}]`).textContent = words;
}

// Write a value as Python's json does; a line end within a text is written \n, and so kept.
function plain(value) {
  return JSON.stringify(value, null, 1).replace(/(?<=[{[])\n\s*|\n\s*(?=[}\]])/g, "").replace(/\n\s*/g, " ");
}

function same(one, other) {
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return one === other;
  const keys = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

// Tell whether what was seen is what a row foretells, as verdicts/judge.py does.
function met(row, seen) {
  if (row.hung) return seen.kind === "hung";
  if (row.raises !== null) return seen.kind === "raised" && seen.reason === row.raises;
  if (row.died !== null) return seen.kind === "died" && (row.died === true || row.died === seen.status);
  const sees = Object.entries(row.sees).map(([key, value]) => [key, [value]]);
  const allowed = { ...Object.fromEntries(sees), ...row.may_see };
  return (
    seen.kind === "answered" &&
    Object.entries(allowed).every(
      ([key, values]) => Object.hasOwn(seen.answer, key) && values.some((one) => same(one, seen.answer[key])),
    )
  );
}

// Tell whether two observations are alike in what the tables judge; costs differ by themselves.
function alike(judged, one, other) {
  if (one.kind !== other.kind || one.kind !== "answered") return one.kind === other.kind && one.reason === other.reason;
  const part = (answer) => Object.fromEntries(Object.entries(answer).filter(([key]) => judged.includes(key)));
  return same(part(one.answer), part(other.answer));
}

// Find what the program said: its last line that is a case's answer.
function observe({ status, output }) {
  for (const line of output.toReversed()) {
    try {
      const said = JSON.parse(line);
      if (said?.canifork !== 1 || said.case !== form.dataset.claim) continue;
      if (said.raised) return { kind: "raised", reason: said.raised, interpreter: said.interpreter };
      return { kind: "answered", answer: said.answer, reason: null, interpreter: said.interpreter };
    } catch {
      continue; // it printed something else
    }
  }
  return status ? { kind: "died", status, reason: `exit status ${status}` } : { kind: "garbled", reason: null };
}

function words(seen) {
  return seen.kind === "answered" ? plain(seen.answer) : [seen.kind, seen.reason].filter(Boolean).join(": ");
}

function verdict(trial, seen) {
  if (seen.interpreter && seen.interpreter !== trial.interpreter) return "other";
  if (seen.answer && Object.hasOwn(seen.answer, "undecided")) return "undecided";
  return trial.row === null ? "open" : met(trial.row, seen) ? "met" : "broken";
}

function conclude(trial, seen, errors = []) {
  end();
  text("answer", words(seen));
  text("published", words(trial.seen));
  text("errors", errors.join("\n"));
  const agrees = alike(trial.judged, seen, trial.seen) ? "same" : "differs";
  show("seen", verdict(trial, seen), agrees, errors.length ? "errors" : "");
}

function end() {
  worker?.terminate();
  clearTimeout(clock);
  worker = null;
  form.elements.run.disabled = false;
}

function begin(trial) {
  end();
  form.elements.run.disabled = true;
  show("loading", "stop");
  worker = new Worker(form.dataset.worker, { type: "module" });
  worker.onerror = () => fail("");
  worker.onmessage = ({ data }) => {
    if (data.step === "failed") return fail(data.why);
    if (data.step === "ended") return conclude(trial, observe(data), data.errors);
    show("running", "stop");
    clock = setTimeout(() => conclude(trial, { kind: "hung", reason: null }), 1000 * form.dataset.deadline);
  };
  worker.postMessage({ claim: form.dataset.claim, method: trial.method });
}

function fail(why) {
  end();
  text("why", why);
  show("failed");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const method = form.elements.method?.value ?? null;
  begin(trials.find((one) => one.method === method));
});
form.elements.stop.addEventListener("click", () => {
  end();
  show("stopped");
});
show();
form.hidden = location.protocol === "file:"; // from a file a browser starts no worker
document.getElementById("unserved").hidden = !form.hidden;
