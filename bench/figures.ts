import type { DataPlanePreset } from '../emulator/data-plane/contract.ts';
import { probeIntervalMs } from './action-on-emulator.ts';
import { type Entrant, entrants, type Round } from './rounds.ts';
import { median, percentile } from './statistics.ts';
import type { Row } from './table.ts';

export const header: Row = ['figure', '2017', 'SDK pollUntilDone', 'temporary-ip', 'native', 'target', 'met'];

type Rounds = readonly Round[];

/** What was lost under one preset, by entrant. */
export function presetFigures(preset: DataPlanePreset, rounds: Rounds): Row[] {
  const own = rounds.filter((round) => round.preset === preset);
  if (own.length === 0) return [];
  const excessMs = median(of('temporary-ip', own).map((round) => round.excessMs));
  const ours = own.filter(({ entrant }) => entrant === 'temporary-ip' || entrant === 'native');
  return [
    row(
      `${preset}: outage, median`,
      byEntrant(own, (each) => s(median(each.map(({ outageMs }) => outageMs)))),
    ),
    row(
      `${preset}: excess of it, median`,
      byEntrant(own, (each) => s(median(each.map((round) => round.excessMs)))),
      judged('temporary-ip <= 1.00 s', excessMs, 1_000),
    ),
    row(
      `${preset}: own report off by, worst`,
      byEntrant(own, (each) => describeError(each)),
      judged('ours <= 2 intervals', Math.max(...ours.map(errorIntervals)), 2),
    ),
  ];
}

/** Over all presets: what a method idles does not depend on when the data plane follows. */
export function idleFigures(rounds: Rounds): Row[] {
  if (rounds.length === 0) return [];
  const idleMs = (each: Rounds) => each.map((round) => round.idleMs);
  const ours = idleMs(of('temporary-ip', rounds));
  return [
    row(
      'all presets: idle in the window, median',
      byEntrant(rounds, (each) => ms(median(idleMs(each)))),
      judged('temporary-ip <= 500 ms', median(ours), 500),
    ),
    row(
      'all presets: idle in the window, p95',
      byEntrant(rounds, (each) => ms(percentile(idleMs(each), 0.95))),
      judged('temporary-ip <= 900 ms', percentile(ours, 0.95), 900),
    ),
  ];
}

/** Of rounds with durations as they were recorded, slow ones included. */
export function ratioFigures(rounds: Rounds): Row[] {
  if (rounds.length === 0) return [];
  const outageMs = (entrant: Entrant) => median(of(entrant, rounds).map((round) => round.outageMs));
  const ratio = outageMs('native') / outageMs('algorithm-2017');
  return [
    row(
      'pessimistic, all draws: outage, median',
      byEntrant(rounds, (each) => s(median(each.map((round) => round.outageMs)))),
    ),
    row('native / 2017', ['', '', '', ratio.toFixed(2)], judged('<= 0.25', ratio, 0.25)),
  ];
}

export function startupFigures(startupsMs: readonly number[]): Row[] {
  const middle = median(startupsMs);
  const cells = ['', '', s(middle), ''];
  return [row('start to first ARM request, median', cells, judged('<= 0.50 s', middle, 500))];
}

export function footprintFigures(footprint: {
  readonly peakMemoryBytes: number;
  readonly loadedBytes: number;
}): Row[] {
  const { peakMemoryBytes, loadedBytes } = footprint;
  return [
    row('peak memory', ['', '', mb(peakMemoryBytes), ''], judged('<= 150 MB', peakMemoryBytes, 150e6)),
    row('code loaded by a run', ['', '', mb(loadedBytes), ''], judged('<= 5 MB', loadedBytes, 5e6)),
  ];
}

function row(figure: string, cells: readonly string[], target: readonly [string, string] = ['', '']): Row {
  return [figure, ...cells, ...target];
}

function judged(target: string, value: number, limit: number): [string, string] {
  return [target, value <= limit ? 'yes' : 'NO'];
}

function byEntrant(rounds: Rounds, describe: (rounds: Rounds) => string): string[] {
  return entrants.map((entrant) => {
    const own = of(entrant, rounds);
    return own.length === 0 ? '' : describe(own);
  });
}

function of(entrant: Entrant, rounds: Rounds): Rounds {
  return rounds.filter((round) => round.entrant === entrant);
}

function describeError(rounds: Rounds): string {
  const errors = rounds.map(errorIntervals);
  const within = errors.filter((error) => error <= 2).length;
  return `${Math.max(...errors).toFixed(1)} intervals, ${within}/${errors.length} within 2`;
}

function errorIntervals({ reportedMs, outageMs }: Round): number {
  return Math.abs(reportedMs - outageMs) / probeIntervalMs;
}

function s(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}

function ms(durationMs: number): string {
  return `${Math.round(durationMs)} ms`;
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
