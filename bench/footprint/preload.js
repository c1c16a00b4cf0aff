/**
 * Loaded into the action's process before it (NODE_OPTIONS=--import), in plain JavaScript because type stripping would weigh
 * more than the action. At exit it writes what the process took: `<BENCH_FOOTPRINT_DIRECTORY>/<pid>.json`, with
 * `peakMemoryBytes` and `loadedFiles`, the paths of the modules that were read.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import workers from 'node:worker_threads';

if (workers.isMainThread) {
  const loadedFiles = new Set();
  const note = (url) => {
    if (url.startsWith('file:')) loadedFiles.add(fileURLToPath(url));
  };

  registerHooks({
    load: (url, context, nextLoad) => {
      note(url);
      return nextLoad(url, context);
    },
  });

  // The hooks of this thread do not see what a worker loads; ours load the one file they are started with.
  workers.Worker = class extends workers.Worker {
    constructor(file, options) {
      note(String(file));
      super(file, options);
    }
  };
  syncBuiltinESMExports();

  process.on('exit', () => {
    const path = join(process.env.BENCH_FOOTPRINT_DIRECTORY, `${process.pid}.json`);
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    writeFileSync(path, JSON.stringify({ peakMemoryBytes, loadedFiles: [...loadedFiles] }));
  });
}
