import { describe, expect, it } from 'vitest';
import { raceOf } from '../../chaos/race/arbitrary-race.ts';
import {
  carriedOut,
  type MovingWrite,
  neverTwoInside,
  onlyUnderLock,
} from '../../chaos/race/never-two-inside.ts';
import { performRace } from '../../chaos/race/perform-race.ts';
import { everyEndIsFair, type RaceEnd } from '../../chaos/race/race-ends.ts';
import { performRaces } from '../../chaos/race/race-task.ts';
import type { Operation } from '../../emulator/arm/operations.ts';

const write = (run: string, sentAtMs: number, answeredAtMs: number): MovingWrite => ({
  run,
  path: '/loadBalancers/lb',
  sentAtMs,
  answeredAtMs,
});

const operation = (acceptedAtMs: number, endedAtMs: number) =>
  ({
    path: '/loadBalancers/lb',
    acceptedAtMs,
    ended: { atMs: endedAtMs, end: { status: 'Succeeded' } },
  }) as Operation;

describe('never two inside', () => {
  it('holds where one begins when the other has ended', () => {
    expect(neverTwoInside([write('a', 0, 1), write('a', 5, 6), write('b', 7, 8)], [])).toEqual([]);
  });

  it('is broken by a write between two of another run', () => {
    const violations = neverTwoInside([write('a', 0, 1), write('b', 2, 3), write('a', 5, 6)], []);
    expect(violations.map(({ message }) => message)).toEqual(['b writes lb while a is inside']);
  });

  it('is broken by a write while an operation of another run goes on', () => {
    const violations = neverTwoInside([write('a', 0, 2), write('b', 50, 60)], [operation(1, 100)]);
    expect(violations).toHaveLength(1);
  });
});

it('a recovery may put an update in the place of one that hangs, and nobody else may', () => {
  const hanging = operation(1, 100);
  const superseded = { ...hanging, ended: { atMs: 100, end: { status: 'Canceled' } } } as Operation;
  const writes = [write('a', 0, 2), write('b', 50, 60)];
  expect(neverTwoInside(writes, [superseded], new Set(['b']))).toEqual([]);
  expect(neverTwoInside(writes, [superseded])).toHaveLength(1);
});

describe('whoever moves something has the lock', () => {
  const own = 'https://github.com/o/r/actions/runs/1/attempts/1';

  it.each([
    [own, 0],
    ['https://github.com/o/r/actions/runs/2/attempts/1', 1],
    ['', 1],
  ])('and not where it is of "%s"', (lockOwner, violations) => {
    const moved = { ...write('run-1', 0, 1), url: own, lockOwner };
    expect(onlyUnderLock([{ ...moved, isInWindow: false }])).toHaveLength(violations);
    expect(onlyUnderLock([{ ...moved, isInWindow: true }])).toEqual([]);
  });

  it('counting what ARM has carried out, not what it has refused', () => {
    const [done, refused] = [write('a', 0, 2), write('b', 50, 60)];
    expect(carriedOut([done, refused], [operation(1, 100)])).toEqual([done]);
  });
});

describe('the ends of a race', () => {
  const end = (more: Partial<RaceEnd>): RaceEnd => ({
    run: 'run-2',
    url: 'https://github.com/o/r/actions/runs/2/attempts/1',
    kind: 'release',
    outcome: 'no-change',
    message: '',
    moves: 0,
    hasTimeToWait: true,
    ...more,
  });

  const WINNER = end({
    run: 'run-1',
    url: 'https://github.com/o/r/actions/runs/1/attempts/1',
    kind: 'recovery',
    outcome: 'succeeded',
    moves: 1,
  });

  it.each([
    [end({})],
    [end({ outcome: 'succeeded', moves: 3 })],
    [end({ outcome: 'failed', hasTimeToWait: false, message: `locked by ${WINNER.url}` })],
    [end({ outcome: 'failed', moves: 1, message: 'locked by somebody while this run worked on it' })],
    [end({ kind: 'recovery', outcome: 'failed', message: `locked by ${WINNER.url}` })],
    [end({ kind: 'recovery', outcome: 'failed', message: 'or was recovered by somebody else' })],
    [end({ kind: 'recovery', outcome: 'succeeded' })],
  ])('%j is fair', (fair) => {
    expect(everyEndIsFair([WINNER, fair])).toEqual([]);
  });

  it('a release has no reason to go back where nobody recovers', () => {
    const back = end({ outcome: 'rolled-back', moves: 3 });
    expect(everyEndIsFair([WINNER, back])).toEqual([]);
    expect(everyEndIsFair([{ ...WINNER, kind: 'release' }, back])).toHaveLength(1);
  });

  it('a release has no reason to lose its lock where nobody recovers', () => {
    const lost = end({ outcome: 'failed', message: 'locked by somebody while this run worked on it' });
    expect(everyEndIsFair([lost])).not.toEqual([]);
  });

  it.each([
    [end({ moves: 1 })],
    [end({ outcome: 'succeeded' })],
    [end({ outcome: 'failed', message: `locked by ${WINNER.url}` })],
    [end({ outcome: 'failed', hasTimeToWait: false, message: 'somebody is' })],
    [end({ kind: 'recovery', outcome: 'no-change', moves: 1 })],
    [end({ outcome: undefined })],
  ])('%j is not', (unfair) => {
    expect(everyEndIsFair([WINNER, unfair])).toHaveLength(1);
  });
});

describe('runs that start together, in process', () => {
  it('are never two inside, and each says how it has ended', async () => {
    const broken: string[] = [];
    for (let seed = 1; seed <= 20; seed += 1) {
      const { violations } = await performRace(raceOf(seed));
      broken.push(...violations.map(({ invariant, message }) => `seed ${seed}: ${invariant}: ${message}`));
    }
    expect(broken, 'npm run chaos -- --only race --seed N --count 1').toEqual([]);
  });

  it('are two inside where the lock is written whatever has been written since', async () => {
    const broken: number[] = [];
    await performRaces({
      seed: 1,
      count: 20,
      parallel: 1,
      mutant: 'lock-if-match',
      onPerformed: ({ seed, result }) => {
        broken.push(...(result.violations.length > 0 ? [seed] : []));
        return true;
      },
    });
    expect(broken).not.toEqual([]);
  });
});
