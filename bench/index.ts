/** Measures what is promised, prints one table, and fails only where something could not be measured: see README.md. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { DataPlanePreset } from '../emulator/data-plane/contract.ts';
import { quickSeeds } from './draws.ts';
import {
  footprintFigures,
  header,
  idleFigures,
  presetFigures,
  ratioFigures,
  startupFigures,
} from './figures.ts';
import { measureFootprint, measureStartupsMs } from './footprint/footprint.ts';
import { inParallel } from './in-parallel.ts';
import { entrants, type Round, runRound, type Task } from './rounds.ts';
import { canaryFigures, canaryHeader } from './scale-set/canary-figures.ts';
import { type CanaryRound, canaryCaseNames, runCanaryRound } from './scale-set/canary-rounds.ts';
import { rolloutFigures, rolloutHeader } from './scale-set/rollout-figures.ts';
import { type RolloutRound, rolloutDraws, runRolloutRound } from './scale-set/rollout-rounds.ts';
import { renderTable } from './table.ts';

const presets: readonly DataPlanePreset[] = ['pessimistic', 'optimistic', 'late', 'random'];
const sections = ['startup', 'footprint', 'ratio', ...presets, 'scale-set', 'canary'] as const;
type Section = (typeof sections)[number];

/** Of the recorded updates, half last up to 25 s and one in ten longer than a minute. */
const longestUpdateMs = 15_000;
const startupCount = 11;

interface Measured<Result> {
  readonly rounds: readonly Result[];
  readonly failures: readonly string[];
}

const none: Measured<never> = { rounds: [], failures: [] };

interface Options {
  readonly rounds: number;
  readonly parallel: number;
  readonly isWanted: (section: Section) => boolean;
}

const usage = `npm run bench -- [--rounds N] [--parallel N] [--only SECTION,...]
Sections: ${sections.join(', ')}. See bench/README.md.
`;

// Ends by way of the `exit` event, which stops the emulators.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

try {
  const options = readOptions();
  if (options === undefined) process.stdout.write(usage);
  else process.exitCode = await measure(options);
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function measure(options: Options): Promise<number> {
  const { isWanted } = options;
  const startups = isWanted('startup') ? startupFigures(await measureStartupsMs(startupCount)) : [];
  const footprint = isWanted('footprint') ? footprintFigures(await measureFootprint()) : [];
  const { screened, unscreened, failures } = await runRounds(options);
  const rollouts = isWanted('scale-set') ? await runRollouts() : none;
  const canaries = isWanted('canary') ? await runCanaries() : none;
  const rows = [
    ...presets.flatMap((preset) => presetFigures(preset, screened)),
    ...idleFigures(screened),
    ...ratioFigures(unscreened),
    ...startups,
    ...footprint,
  ];
  if (rows.length > 0) process.stdout.write(`${renderTable(header, rows)}\n`);
  if (rollouts.rounds.length > 0) {
    process.stdout.write(`${renderTable(rolloutHeader, rolloutFigures(rollouts.rounds))}\n`);
  }
  if (canaries.rounds.length > 0) {
    process.stdout.write(`${renderTable(canaryHeader, canaryFigures(canaries.rounds))}\n`);
  }
  const unmeasured = [...failures, ...rollouts.failures, ...canaries.failures];
  for (const failure of unmeasured) process.stderr.write(`bench: not measured: ${failure}\n`);
  return unmeasured.length === 0 ? 0 : 1;
}

/** Side by side, and beside nothing else: they last for a quarter of an hour at speed 1. */
function runRollouts(): Promise<Measured<RolloutRound>> {
  return sideBySide(rolloutDraws, async ({ entrant, seed }) => {
    const round = await runRolloutRound(entrant, seed);
    process.stderr.write(
      `scale-set ${entrant}, seed ${seed}: ${round.upgraded} instances in ${(round.tookMs / 1000).toFixed(0)} s, ${round.failed} of ${round.requests} requests failed\n`,
    );
    for (const request of round.unexplained) process.stderr.write(`  not by ground truth: ${request}\n`);
    return round;
  });
}

function runCanaries(): Promise<Measured<CanaryRound>> {
  return sideBySide(canaryCaseNames, async (name) => {
    const round = await runCanaryRound(name, 1);
    process.stderr.write(
      `canary of ${name}: ${(round.tookMs / 1000).toFixed(0)} s, ${round.calls} calls to ARM\n`,
    );
    return round;
  });
}

async function sideBySide<Name, Result>(
  names: readonly Name[],
  measure: (name: Name) => Promise<Result>,
): Promise<Measured<Result>> {
  const results = await Promise.allSettled(names.map(measure));
  return {
    rounds: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    failures: results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
  };
}

/** The long ones first. Rounds mostly sleep, so many of them fit side by side on few cores. */
async function runRounds({ rounds, parallel, isWanted }: Options) {
  const unscreened = isWanted('ratio') ? ratioTasks(rounds) : [];
  const tasks = [
    ...unscreened,
    ...presetTasks(quickSeeds(rounds, longestUpdateMs), presets.filter(isWanted)),
  ];
  let done = 0;
  const results = await inParallel(tasks, parallel, async (task) => {
    const round = await runRound(task).finally(() => (done += 1));
    process.stderr.write(`${done}/${tasks.length} ${describe(round)}\n`);
    return round;
  });
  const roundsOf = (from: number, to?: number): Round[] =>
    results.slice(from, to).flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return {
    unscreened: roundsOf(0, unscreened.length),
    screened: roundsOf(unscreened.length),
    failures: results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
  };
}

/** Seeds as they come, slow draws included. */
function ratioTasks(rounds: number): Task[] {
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((seed) => [
    { entrant: 'algorithm-2017', preset: 'pessimistic', seed },
    { entrant: 'native', preset: 'pessimistic', seed },
  ]);
}

function presetTasks(seeds: readonly number[], wanted: readonly DataPlanePreset[]): Task[] {
  return seeds.flatMap((seed) =>
    wanted.flatMap((preset) => entrants.map((entrant) => ({ entrant, preset, seed }))),
  );
}

function describe({ entrant, preset, seed, outageMs, excessMs, idleMs, reportedMs }: Round): string {
  const figures = [outageMs, excessMs, idleMs, reportedMs].map((duration) => (duration / 1000).toFixed(2));
  const [outage, excess, idle, reported] = figures;
  return `${preset} ${entrant} seed ${seed}: outage ${outage} s, excess ${excess} s, idle ${idle} s, reported ${reported} s`;
}

/** @returns undefined where only help was asked for. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '20' },
      parallel: { type: 'string', default: String(8 * availableParallelism()) },
      only: { type: 'string' },
    },
  });
  if (values.help) return undefined;
  const only = values.only?.split(',');
  const unknown = only?.find((name) => !sections.some((section) => section === name));
  if (unknown !== undefined) throw new Error(`--only: '${unknown}' is none of ${sections.join(', ')}.`);
  return {
    rounds: positive('rounds', values.rounds),
    parallel: positive('parallel', values.parallel),
    isWanted: (section) => only === undefined || only.includes(section),
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${name}: '${value}' is not a whole number above 0.`);
  }
  return number;
}
