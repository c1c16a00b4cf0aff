import { inParallel } from '../../bench/in-parallel.ts';
import type { Row } from '../../bench/table.ts';
import { seededRandom } from '../../emulator/random.ts';
import type { Part, PartOptions } from '../part.ts';
import { type Cell, type CellResult, describeCell, performCell } from './cell.ts';
import { describePoint, type KillPoint, killPointsOf } from './kill-point.ts';
import { recordRun } from './recorded-run.ts';
import type { Victim, Victims } from './victim.ts';
import { victims as swaps } from './victims.ts';

/** A cell mostly waits: a recovery looks for ten seconds at what may still arrive. */
const LANES_PER_CORE = 32;

/**
 * SIGKILL of the bundled action, whatever its command, before, after, and in the middle of everything that it does, and one
 * recovery, which the seed decides.
 *
 * `count` is how many cells are drawn from all of them, by the seed.
 */
export function matrixOf(name: string, victims: Victims): Part {
  return partOf(name, victims, (cells, { seed, count }) => drawn(cells, count, seed));
}

/** Every so manieth cell, so that each method and each stretch of a run has its share; as many seeds in a row have all of them. */
export function stepsThrough(name: string, victims: Victims, step: number): Part {
  return partOf(name, victims, (cells, { seed }) => cells.filter((_, index) => index % step === seed % step));
}

export const matrix: Part = matrixOf('matrix', swaps);

export const tenthOfMatrix: Part = stepsThrough('matrix', swaps, 10);

type Selection = (all: readonly Cell[], options: PartOptions) => readonly Cell[];

function partOf(name: string, victims: Victims, select: Selection): Part {
  return async (options) => {
    const { seed, match, parallel, onProgress } = options;
    const all = (await allCells(victims, seed, match)).filter((cell) => describeCell(cell).includes(match));
    const cells = select(all, options).map((cell) => ({ cell, victim: victimNamed(victims, cell.victim) }));
    let done = 0;
    const results = await inParallel(cells, parallel * LANES_PER_CORE, async ({ victim, cell }) => {
      const result = await performCell(victim, cell);
      done += 1;
      if (result.violations.length > 0 || done % 20 === 0) {
        const isBroken = result.violations.length > 0;
        onProgress(`${done}/${cells.length} cells${isBroken ? `; broken: ${describeCell(cell)}` : ''}`);
      }
      return result;
    });
    const performed = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return {
      header: ['killed', 'where', 'then', 'which says', 'production'],
      rows: rowsOf(performed),
      failures: results.flatMap((result, index) => failuresOf(name, result, cells[index]?.cell, seed)),
    };
  };
}

async function allCells(victims: Victims, seed: number, match: string): Promise<readonly Cell[]> {
  const names = Object.keys(victims);
  // A description that names a command needs no record of the others.
  const named = names.filter((name) => match.startsWith(name));
  const recorded = await Promise.all(
    (named.length === 0 ? names : named).map(async (name) => {
      const victim = victimNamed(victims, name);
      return { name, victim, run: await recordRun(victim) };
    }),
  );
  const random = seededRandom(seed);
  return recorded.flatMap(({ name, victim: { recoveries, isKilledAfterReads }, run }) =>
    killPointsOf(run)
      .filter((point) => isKilledAfterReads || !isAfterRead(point))
      .map((point): Cell => {
        const drawn = Math.floor(random.uniform(`after ${name}`) * recoveries.length);
        return { victim: name, point, recovery: recoveries[drawn] ?? 'recover auto' };
      }),
  );
}

function victimNamed(victims: Victims, name: string): Victim {
  const victim = victims[name];
  if (victim === undefined) {
    throw new Error(`The matrix has no ${name}.`);
  }
  return victim;
}

function isAfterRead(point: KillPoint): boolean {
  return point.kind === 'after' && point.request.method === 'GET';
}

/** So many of them, in an order that the seed decides. */
function drawn<T>(all: readonly T[], count: number | undefined, seed: number): readonly T[] {
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

/** One row for each point at which something was killed, and one of totals for each command. */
function rowsOf(results: readonly CellResult[]): Row[] {
  return [...Map.groupBy(results, ({ cell }) => cell.victim)].flatMap(([victim, group]) => {
    const broken = group.filter(({ violations }) => violations.length > 0).length;
    const missed = group.filter(({ isMissed }) => isMissed).length;
    return [
      ...group.map(({ cell, isMissed, end, violations }) => [
        victim,
        describePoint(cell.point),
        cell.recovery,
        isMissed ? `${end} (it had ended before)` : end,
        violations.length > 0 ? 'BROKEN' : 'whole',
      ]),
      [victim, `${group.length} points, ${missed} missed`, '', '', `${broken} broken`],
    ];
  });
}

function failuresOf(
  name: string,
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
          `npm run chaos -- --only ${name} --seed ${seed} --match '${title}'`,
        ].join('\n    '),
      ];
}
