import { runProbeWorker } from './worker.ts';

// The worker's entry where the sources run unbundled. The bundle is its own entry, and asks `isProbeWorker()`.
runProbeWorker();
