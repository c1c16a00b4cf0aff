import { dirname, join } from 'node:path';
import type { CommonInputs } from './inputs.ts';
import { anySuccess } from './probe/expectation.ts';
import type { ProbeSettings, WatchOptions } from './strategies/production-watch.ts';

/** The prober's thread runs a bundle of its own, which lies beside this one. */
const PROBER_WORKER = join(dirname(process.argv[1] ?? ''), 'prober-worker.js');

/** How `main` and `post` ask production. */
export function watchOptions(inputs: CommonInputs): WatchOptions {
  return {
    probe: probeSettings(inputs),
    isProbeOn: inputs.probe.kind === 'on',
    verifyTimeoutMs: inputs.verifyTimeoutMs,
  };
}

function probeSettings({ probe }: CommonInputs): ProbeSettings {
  return {
    workerEntry: PROBER_WORKER,
    ...(probe.kind === 'on' ? probe : { ...probe, intervalMs: 250, expectation: anySuccess }),
  };
}
