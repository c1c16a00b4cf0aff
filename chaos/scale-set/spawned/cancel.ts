import fc from 'fast-check';
import { inParallel } from '../../../bench/in-parallel.ts';
import type { Violation } from '../../invariants/violation.ts';
import type { Part } from '../../part.ts';
import { drawnFrom } from '../../schedules/seeds.ts';
import { endsWhole, lastWord } from '../../spawned/aftermath.ts';
import { sendAfter } from '../../spawned/signals.ts';
import { spawnRun } from '../../spawned/spawned-run.ts';
import {
  inputsOf,
  judgeRelease,
  type ReleaseRecovery,
  recoverAndJudge,
  recoveriesOf,
  type SpawnedCommand,
  spawnedCommands,
  spokenTruly,
  startSpawnedRelease,
} from './spawned-release.ts';

const COUNT = 60;
/** A run mostly waits. */
const LANES_PER_CORE = 6;
/** A canary, a rollout and a rejection last four to six seconds from the start of their process. */
const LONGEST_RUN_MS = 6_000;

interface CancelledRelease {
  readonly command: SpawnedCommand;
  readonly signal: 'cancel' | 'cancel-twice' | 'terminate';
  readonly afterMs: number;
  readonly isMachineLost: boolean;
  /** Taken where the run does not end whole. */
  readonly recovery: ReleaseRecovery;
}

const arbitraryCancelled: fc.Arbitrary<CancelledRelease> = fc
  .constantFrom(...spawnedCommands)
  .chain((command) =>
    fc.record({
      command: fc.constant(command),
      signal: fc.constantFrom('cancel' as const, 'cancel-twice' as const, 'terminate' as const),
      afterMs: fc.noBias(fc.integer({ min: 0, max: LONGEST_RUN_MS })),
      isMachineLost: fc.boolean(),
      recovery: fc.constantFrom(...recoveriesOf(command)),
    }),
  );

interface CancelledResult {
  readonly end: string;
  readonly isRecovered: boolean;
  readonly violations: readonly Violation[];
}

/** The bundle, stopped by SIGINT and SIGTERM in every phase of a canary, a rollout and a rejection in which all is well. */
export const scaleSetCancel: Part = async ({ seed, count = COUNT, parallel, onProgress }) => {
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const results = await inParallel(seeds, parallel * LANES_PER_CORE, async (each) => {
    const cancelled = drawnFrom(arbitraryCancelled, each);
    const result = await performCancelled(cancelled, each);
    if (result.violations.length > 0) {
      onProgress(`seed ${each} breaks`);
    }
    return { cancelled, result };
  });
  const performed = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value.result] : []));
  return {
    header: ['cancelled releases', 'runs', 'recovered', 'broken'],
    rows: [...Map.groupBy(performed, ({ end }) => end)].map(([end, group]) => [
      `says ${end}`,
      String(group.length),
      String(group.filter(({ isRecovered }) => isRecovered).length),
      String(group.filter(({ violations }) => violations.length > 0).length),
    ]),
    failures: results.flatMap((each, index) => {
      const command = `npm run chaos -- --only scale-set-cancel --seed ${seed + index} --count 1`;
      if (each.status === 'rejected') {
        return [`${String(each.reason)}\n    ${command}`];
      }
      const { cancelled, result } = each.value;
      const violations = result.violations.map(({ invariant, message }) => `${invariant}: ${message}`);
      return violations.length === 0
        ? []
        : [[...violations, JSON.stringify(cancelled), command].join('\n    ')];
    }),
  };
};

async function performCancelled(
  { command, signal, afterMs, isMachineLost, recovery }: CancelledRelease,
  seed: number,
): Promise<CancelledResult> {
  await using world = await startSpawnedRelease(command, seed);
  let stopSending = () => {};
  const run = await spawnRun(world, {
    inputs: inputsOf[command],
    runsPost: !isMachineLost,
    onStart: (main) => {
      stopSending = sendAfter(main, signal, afterMs, () => undefined);
    },
  });
  stopSending();
  const violations = spokenTruly(world, command, run);
  const isRecovered = !endsWhole(run);
  if (isRecovered) {
    violations.push(...(await recoverAndJudge(world, command, recovery)).violations);
  }
  violations.push(...(await judgeRelease(world)));
  return { end: lastWord(run).claim?.outcome ?? 'nothing', isRecovered, violations };
}
