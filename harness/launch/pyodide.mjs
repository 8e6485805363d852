// Start Pyodide, CPython for Emscripten, as if it were a Python on the command line:
//
//     node harness/launch/pyodide.mjs FOLDER/node_modules/pyodide -m cases.fork.unix_only
//
// The folder it is called in is mounted, and -m runs a module there as __main__.
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [folder, option, ...words] = process.argv.slice(2);
if (option !== "-m" || words.length === 0) {
  console.error("usage: node pyodide.mjs FOLDER -m MODULE [ARGUMENT...]");
  process.exit(2);
}
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const pyodide = await loadPyodide();
pyodide.FS.mkdirTree("/checkout");
pyodide.mountNodeFS("/checkout", process.cwd());
pyodide.globals.set("words", words);
const status = pyodide.runPython(`
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
process.exit(status);
