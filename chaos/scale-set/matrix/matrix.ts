import { inParallel } from '../../../bench/in-parallel.ts';
import type { Row } from '../../../bench/table.ts';
import { seededRandom } from '../../../emulator/random.ts';
import { killPointsOf } from '../../matrix/kill-point.ts';
import { drawn } from '../../matrix/matrix.ts';
import type { Part, PartOptions } from '../../part.ts';
import { recoveriesOf, spawnedCommands } from '../spawned/spawned-release.ts';
import {
  describeReleaseCell,
  performReleaseCell,
  type ReleaseCell,
  type ReleaseCellResult,
  recordRelease,
} from './cell.ts';

/** Which way a recovery went, or its outcome where there was nothing to recover; `succeeded`: a re-run. */
const endNames = ['finish', 'undo', 'no-change', 'succeeded'] as const;
/** A cell mostly waits: a recovery looks for ten seconds at what may still arrive, and listings are far between. */
const LANES_PER_CORE = 32;

/**
 * SIGKILL of the bundled canary, rollout and rejection before, after, and in the middle of everything that they do, and one
 * recovery, which the seed decides.
 */
export const scaleSetMatrix: Part = partOf((cells, { seed, count }) => drawn(cells, count, seed));

/** Every tenth cell, so that each command and each stretch of a run has its share; ten seeds in a row have all of them. */
export const tenthOfScaleSetMatrix: Part = partOf((cells, { seed }) =>
  cells.filter((_, index) => index % 10 === seed % 10),
);

type Selection = (all: readonly ReleaseCell[], options: PartOptions) => readonly ReleaseCell[];

function partOf(select: Selection): Part {
  return async (options) => {
    const { seed, match, parallel, onProgress } = options;
    const all = (await allReleaseCells(seed)).filter((cell) => describeReleaseCell(cell).includes(match));
    const cells = select(all, options);
    let done = 0;
    const results = await inParallel(cells, parallel * LANES_PER_CORE, async (cell) => {
      const result = await performReleaseCell(cell);
      done += 1;
      const isBroken = result.violations.length > 0;
      if (isBroken || done % 20 === 0) {
        onProgress(
          `${done}/${cells.length} cells${isBroken ? `; broken: ${describeReleaseCell(cell)}` : ''}`,
        );
      }
      return result;
    });
    const performed = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return {
      header: ['crash matrix', 'then', 'cells', 'missed', ...endNames, 'broken'],
      rows: rowsOf(performed),
      failures: results.flatMap((result, index) => failuresOf(result, cells[index], seed)),
    };
  };
}

async function allReleaseCells(seed: number): Promise<readonly ReleaseCell[]> {
  const runs = await Promise.all(
    spawnedCommands.map(async (command) => ({ command, run: await recordRelease(command) })),
  );
  const random = seededRandom(seed);
  return runs.flatMap(({ command, run }) =>
    killPointsOf(run).map((point): ReleaseCell => {
      const ways = recoveriesOf(command);
      const recovery = ways[Math.floor(random.uniform('recovery') * ways.length)] ?? 'recover auto';
      return { command, point, recovery };
    }),
  );
}

function rowsOf(results: readonly ReleaseCellResult[]): Row[] {
  const groups = Map.groupBy(results, ({ cell }) => `${cell.command}\n${cell.recovery}`);
  return [...groups].map(([key, group]) => {
    const broken = group.filter(({ violations }) => violations.length > 0).length;
    const missed = group.filter(({ isMissed }) => isMissed).length;
    const ends = endNames.map((name) => group.filter(({ end }) => end === name).length);
    return [...key.split('\n'), ...[group.length, missed, ...ends, broken].map(String)];
  });
}

function failuresOf(
  result: PromiseSettledResult<ReleaseCellResult>,
  cell: ReleaseCell | undefined,
  seed: number,
): readonly string[] {
  const title = cell === undefined ? 'a cell' : describeReleaseCell(cell);
  if (result.status === 'rejected') {
    return [`${title}: ${result.reason}`];
  }
  const { violations } = result.value;
  return violations.length === 0
    ? []
    : [
        [
          title,
          ...violations.map(({ invariant, message }) => `${invariant}: ${message}`),
          `npm run chaos -- --only scale-set-matrix --seed ${seed} --match '${title}'`,
        ].join('\n    '),
      ];
}
