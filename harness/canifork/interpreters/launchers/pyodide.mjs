// Start Pyodide, CPython for Emscripten, as if it were a Python on the command line:
//
//     node harness/canifork/interpreters/launchers/pyodide.mjs FOLDER/node_modules/pyodide -m cases.fork.unix_only
//
// The folder it is called in is mounted, and -m runs a module there as __main__.
//
// Pyodide takes five seconds to start.  It does so once: the memory of a Python that has started and
// done nothing is kept in a file, and every later one begins with that, in half a second, as new as
// the first.  (_makeSnapshot and _loadSnapshot are options of loadPyodide: pyodide.d.ts.)
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, option, ...words] = process.argv.slice(2);
if (option !== "-m" || words.length === 0) {
  console.error("usage: node pyodide.mjs FOLDER -m MODULE [ARGUMENT...]");
  process.exit(2);
}
if (!existsSync(join(folder, "pyodide.mjs"))) {
  console.error(`${folder} holds no pyodide.mjs; name the folder that npm put Pyodide into`);
  process.exit(2);
}
const { loadPyodide, version } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const pyodide = await start();
pyodide.FS.mkdirTree("/checkout");
pyodide.mountNodeFS("/checkout", process.cwd());
pyodide.globals.set("words", words);
process.exit(run());

async function start() {
  // A snapshot fits only the version that made it, and node's own as it holds what both shared.
  const kept = join(folder, `snapshot-${version}-node-${process.version}.bin`);
  if (existsSync(kept)) return loadPyodide({ _loadSnapshot: readFileSync(kept) });
  const fresh = await loadPyodide({ _makeSnapshot: true });
  try {
    writeFileSync(`${kept}-${process.pid}`, fresh.makeMemorySnapshot());
    renameSync(`${kept}-${process.pid}`, kept);
  } catch (fault) {
    if (!["EACCES", "EROFS", "ENOSPC"].includes(fault.code)) throw fault;
    return fresh; // a folder that we may not write to: every start takes its five seconds
  }
  return loadPyodide({ _loadSnapshot: readFileSync(kept) });
}

function run() {
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
status
`);
  } catch (end) {
    if (end.name === "Exit") return end.status; // os._exit
    throw end;
  }
}
