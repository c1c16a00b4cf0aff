import type { Violation } from '../invariants/violation.ts';
import { type SignalKind, sendAfter } from './signals.ts';
import { type SpawnedRun, type SpawnedRunOptions, type SpawningWorld, spawnRun } from './spawned-run.ts';

export interface Signal {
  readonly kind: SignalKind;
  readonly afterMs: number;
}

export interface SignalledRun {
  readonly run: SpawnedRun;
  readonly violations: readonly Violation[];
}

/**
 * A run that a real signal meets, unless it has ended by then: who is cancelled has its last word in time.
 *
 * @param onSent called as the signal is sent.
 */
export async function spawnSignalled(
  world: SpawningWorld,
  options: Omit<SpawnedRunOptions, 'onStart' | 'onLine'>,
  signal: Signal | undefined,
  onSent: () => void = () => undefined,
): Promise<SignalledRun> {
  let sentAtMs = Number.POSITIVE_INFINITY;
  let lastSaidAtMs = 0;
  let stopSending = () => {};
  const run = await spawnRun(world, {
    ...options,
    onLine: (_line, _stream, phase) => {
      if (phase === 'main') {
        lastSaidAtMs = performance.now();
      }
    },
    onStart: (main) => {
      if (signal !== undefined) {
        stopSending = sendAfter(main, signal.kind, signal.afterMs, () => {
          sentAtMs = performance.now();
          onSent();
        });
      }
    },
  });
  stopSending();
  return { run, violations: endedTooLate(signal?.kind, run, lastSaidAtMs - sentAtMs) };
}

/** Before SIGTERM comes, with time left to tell how things are. */
const CANCELLED_WITHIN_MS = 5_000;
/** Of src/cancellation.ts: SIGTERM had to end it. */
const TERMINATED = 143;

function endedTooLate(kind: SignalKind | undefined, { main }: SpawnedRun, saidAfterMs: number): Violation[] {
  const isCancelled = kind === 'cancel' || kind === 'cancel-twice';
  const isLate =
    saidAfterMs > CANCELLED_WITHIN_MS || main.exitCode === TERMINATED || main.signal === 'SIGKILL';
  return isCancelled && isLate
    ? [
        {
          invariant: 'ends-in-time',
          message: `main ended with ${main.signal ?? main.exitCode}, its last word ${Math.round(saidAfterMs)} ms after SIGINT`,
        },
      ]
    : [];
}
