import { inParallel } from '../../bench/in-parallel.ts';
import type { Row } from '../../bench/table.ts';
import { seededRandom } from '../../emulator/random.ts';
import type { Part, PartOptions } from '../part.ts';
import { recoveryNames } from '../spawned/recovery.ts';
import { type Cell, type CellResult, describeCell, type KillPoint, performCell } from './cell.ts';
import { type RecordedRun, recordRun } from './recorded-run.ts';

/** Later strategies add theirs. */
const methods = ['temporary-ip', 'native'] as const;
/** Which way a recovery went, or its outcome where there was nothing to recover; `succeeded`: a re-run. */
const endNames = ['finish', 'undo', 'no-change', 'swept', 'succeeded'] as const;
/** A cell mostly waits: a recovery looks for ten seconds at what may still arrive. */
const LANES_PER_CORE = 32;

/**
 * SIGKILL of the bundled action before, after, and in the middle of everything that it does, and one recovery, which the seed
 * decides.
 *
 * `count` is how many cells are drawn from all of them, by the seed.
 */
export const matrix: Part = partOf((cells, { seed, count }) => drawn(cells, count, seed));

/** Every tenth cell, so that each method and each stretch of a run has its share; ten seeds in a row have all of them. */
export const tenthOfMatrix: Part = partOf((cells, { seed }) =>
  cells.filter((_, index) => index % 10 === seed % 10),
);

type Selection = (all: readonly Cell[], options: PartOptions) => readonly Cell[];

function partOf(select: Selection): Part {
  return async (options) => {
    const { seed, match, parallel, onProgress } = options;
    const all = (await allCells(seed)).filter((cell) => describeCell(cell).includes(match));
    const cells = select(all, options);
    let done = 0;
    const results = await inParallel(cells, parallel * LANES_PER_CORE, async (cell) => {
      const result = await performCell(cell);
      done += 1;
      if (result.violations.length > 0 || done % 20 === 0) {
        const isBroken = result.violations.length > 0;
        onProgress(`${done}/${cells.length} cells${isBroken ? `; broken: ${describeCell(cell)}` : ''}`);
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

export async function allCells(seed: number): Promise<readonly Cell[]> {
  const recorded = await Promise.all(
    methods.map(async (method) => ({ method, run: await recordRun({ 'swap-method': method }) })),
  );
  const random = seededRandom(seed);
  return recorded.flatMap(({ method, run }) =>
    killPointsOf(run).map((point) => {
      const drawn = Math.floor(random.uniform('recovery') * recoveryNames.length);
      return { method, point, recovery: recoveryNames[drawn] ?? 'recover auto' };
    }),
  );
}

export function killPointsOf({ requests, operationCount }: RecordedRun): readonly KillPoint[] {
  return [
    ...requests.flatMap((request): KillPoint[] => [
      { kind: 'before', request },
      { kind: 'after', request },
    ]),
    ...Array.from(
      { length: operationCount },
      (_, index): KillPoint => ({ kind: 'operation', nth: index + 1 }),
    ),
  ];
}

/** So many of them, in an order that the seed decides. */
export function drawn<T>(all: readonly T[], count: number | undefined, seed: number): readonly T[] {
  if (count === undefined) {
    return all;
  }
  const random = seededRandom(seed);
  return all
    .map((item) => ({ item, rank: random.uniform('rank') }))
    .toSorted((left, right) => left.rank - right.rank)
    .slice(0, count)
    .map(({ item }) => item);
}

function rowsOf(results: readonly CellResult[]): Row[] {
  const groups = Map.groupBy(results, ({ cell }) => `${cell.method}\n${cell.recovery}`);
  return [...groups].map(([key, group]) => {
    const broken = group.filter(({ violations }) => violations.length > 0).length;
    const missed = group.filter(({ isMissed }) => isMissed).length;
    const ends = endNames.map((name) => group.filter(({ end }) => end === name).length);
    return [...key.split('\n'), ...[group.length, missed, ...ends, broken].map(String)];
  });
}

function failuresOf(
  result: PromiseSettledResult<CellResult>,
  cell: Cell | undefined,
  seed: number,
): readonly string[] {
  const title = cell === undefined ? 'a cell' : describeCell(cell);
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
          `npm run chaos -- --only matrix --seed ${seed} --match '${title}'`,
        ].join('\n    '),
      ];
}
