import { runProbeWorker } from './worker.ts';

// The prober's thread: built into a bundle of its own, so that it loads nothing of what the rest of the action needs.
runProbeWorker();
