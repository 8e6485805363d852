// Run a claim's program by Pyodide, in a worker: what hangs here can be stopped from the page.
//
// As the launcher for node does (pyodide.mjs), it runs the program as __main__, in a folder that
// holds the cases.  Everything it loads lies beside it.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const MOST = 500; // lines of output that are kept, of a program that may print for ever

onmessage = async ({ data: { claim, method } }) => {
  try {
    const lines = { output: [], errors: [] };
    const [pyodide, programs] = await Promise.all([start(lines), texts()]);
    for (const [path, text] of Object.entries(programs)) {
      pyodide.FS.mkdirTree(`/checkout/${path.slice(0, path.lastIndexOf("/"))}`);
      pyodide.FS.writeFile(`/checkout/${path}`, text);
    }
    pyodide.globals.set("words", [`cases.${claim}`, ...(method ? [method] : [])]);
    postMessage({ step: "running" });
    postMessage({ step: "ended", status: run(pyodide), ...lines });
  } catch (fault) {
    postMessage({ step: "failed", why: String(fault) });
  }
};

async function start({ output, errors }) {
  const pyodide = await loadPyodide({ indexURL: new URL("pyodide/", import.meta.url).href });
  pyodide.setStdout({ batched: (line) => keep(output, line) });
  pyodide.setStderr({ batched: (line) => keep(errors, line) });
  return pyodide;
}

function keep(lines, line) {
  lines.push(line);
  if (lines.length > MOST) lines.shift();
}

async function texts() {
  const answer = await fetch(new URL("programs.json", import.meta.url));
  if (!answer.ok) throw new Error(`programs.json: ${answer.status}`);
  return answer.json();
}

function run(pyodide) {
  try {
    return pyodide.runPython(`
import os, runpy, sys, traceback

os.chdir("/checkout")
sys.path.insert(0, "/checkout")
sys.argv = list(words)
status = 0
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except SystemExit as end:
    status = end.code if isinstance(end.code, int) else int(end.code is not None)
except BaseException:
    traceback.print_exc()
    status = 1
sys.stdout.flush()
sys.stderr.flush()
status
`);
  } catch (end) {
    if (end.name === "Exit") return end.status; // os._exit
    throw end;
  }
}
