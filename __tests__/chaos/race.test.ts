import { describe, expect, it } from 'vitest';
import { raceOf } from '../../chaos/race/arbitrary-race.ts';
import { type MovingWrite, neverTwoInside } from '../../chaos/race/never-two-inside.ts';
import { performRace } from '../../chaos/race/perform-race.ts';
import { everyEndIsFair, type RaceEnd } from '../../chaos/race/race-ends.ts';
import type { Operation } from '../../emulator/arm/operations.ts';

const write = (run: string, sentAtMs: number, answeredAtMs: number): MovingWrite => ({
  run,
  path: '/loadBalancers/lb',
  sentAtMs,
  answeredAtMs,
});

const operation = (acceptedAtMs: number, endedAtMs: number) =>
  ({ path: '/loadBalancers/lb', acceptedAtMs, ended: { atMs: endedAtMs } }) as Operation;

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

  it.each([
    [end({})],
    [end({ outcome: 'succeeded', moves: 3 })],
    [end({ outcome: 'failed', hasTimeToWait: false, message: 'run-1 is moving production' })],
    [end({ outcome: 'failed', hasTimeToWait: false, message: 'see https://github.com/o/r/actions/runs/17' })],
  ])('%j is fair', (fair) => {
    expect(everyEndIsFair([fair])).toEqual([]);
  });

  it.each([
    [end({ moves: 1 })],
    [end({ outcome: 'succeeded' })],
    [end({ outcome: 'failed', message: 'run-1 is moving production' })],
    [end({ outcome: 'failed', hasTimeToWait: false, message: 'somebody is' })],
    [end({ outcome: 'rolled-back', moves: 3 })],
    [end({ outcome: undefined })],
  ])('%j is not', (unfair) => {
    expect(everyEndIsFair([unfair])).toHaveLength(1);
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
});
