import { describe, expect, it } from 'vitest';
import { judgeHealth } from '../../../../src/strategies/scale-set/instances/unhealthy-budget.ts';
import { beforeRelease } from '../../../../src/strategies/scale-set/observed/before-release.ts';
import { instanceOf } from '../instances-of.ts';

const before = beforeRelease(
  [
    instanceOf('0'),
    instanceOf('1', { health: 'unhealthy' }),
    instanceOf('2', { health: 'unmonitored' }),
    instanceOf('3', { health: 'unknown' }),
    instanceOf('4', { isRunning: false }),
    instanceOf('10', { provisioningState: 'Creating', isRunning: false, health: 'unknown' }),
  ],
  [],
  undefined,
);

describe('the budget for unhealthy instances', () => {
  it('is spent by those that were well before, or were not there, or only being made, and by no others', () => {
    expect(judgeHealth(before, ['10', '1', '2', '3', '4', '99', '2'], { kind: 'count', count: 3 })).toEqual({
      becameUnhealthy: ['2', '10', '99'],
      sickBefore: ['1', '3', '4'],
      isBreached: false,
      explanation:
        '3 instances became unhealthy (2, 10, 99); max-unhealthy is 3 instances; ' +
        '3 instances had been sick before (1, 3, 4) and did not count',
    });
  });

  it('of none is breached by the first', () => {
    const none = { kind: 'count', count: 0 } as const;
    expect(judgeHealth(before, [], none)).toMatchObject({
      isBreached: false,
      explanation: 'no instance became unhealthy; max-unhealthy is 0 instances',
    });
    expect(judgeHealth(before, ['0'], none).isBreached).toBe(true);
    expect(judgeHealth(before, ['1'], none).isBreached).toBe(false);
  });

  it('in percent is of all instances, rounded down', () => {
    const verdict = judgeHealth(before, ['0', '2'], { kind: 'percent', percent: 30 });
    expect(verdict.isBreached).toBe(true);
    expect(verdict.explanation).toContain('max-unhealthy is 30 % of 6 instances are 1.8: 1 (rounded down)');
    expect(judgeHealth(before, ['0', '2'], { kind: 'percent', percent: 34 }).isBreached).toBe(false);
  });
});
