import { inParallel } from '../../bench/in-parallel.ts';
import type { Row } from '../../bench/table.ts';
import { seededRandom } from '../../emulator/random.ts';
import type { Part } from '../part.ts';
import { hasRecover } from '../spawned/product.ts';
import { recoveryNames } from '../spawned/recovery.ts';
import { type Cell, type CellResult, describeCell, type KillPoint, performCell } from './cell.ts';
import { type RecordedRun, recordRun } from './recorded-run.ts';

/** Later strategies add theirs. */
const methods = ['temporary-ip', 'native'] as const;
/** A cell mostly waits. */
const LANES_PER_CORE = 6;

/**
 * SIGKILL of the bundled action before, after, and in the middle of everything that it does, and one recovery.
 *
 * `count` is how many cells are drawn from all of them, by the seed.
 */
export const matrix: Part = async ({ seed, count, parallel, match, onProgress }) => {
  const all = (await allCells()).filter((cell) => describeCell(cell).includes(match));
  const cells = drawn(all, count, seed);
  let done = 0;
  const results = await inParallel(cells, parallel * LANES_PER_CORE, async (cell) => {
    const result = await performCell(cell);
    done += 1;
    if (done % 20 === 0) {
      onProgress(`${done}/${cells.length} cells`);
    }
    return result;
  });
  const performed = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return {
    header: ['crash matrix', 'recovery', 'cells', 'missed', 'whole', 'broken'],
    rows: rowsOf(performed),
    failures: results.flatMap((result, index) => failuresOf(result, cells[index])),
  };
};

export async function allCells(): Promise<readonly Cell[]> {
  const recorded = await Promise.all(
    methods.map(async (method) => ({ method, run: await recordRun({ 'swap-method': method }) })),
  );
  const recoveries = hasRecover() ? recoveryNames : (['post'] as const);
  return recorded.flatMap(({ method, run }) =>
    killPointsOf(run).flatMap((point) => recoveries.map((recovery) => ({ method, point, recovery }))),
  );
}

function killPointsOf({ requests, operationCount }: RecordedRun): readonly KillPoint[] {
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
    return [
      ...key.split('\n'),
      String(group.length),
      String(missed),
      String(group.length - broken),
      String(broken),
    ];
  });
}

function failuresOf(result: PromiseSettledResult<CellResult>, cell: Cell | undefined): readonly string[] {
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
          `npm run chaos -- --only matrix --match '${title}'`,
        ].join('\n    '),
      ];
}
