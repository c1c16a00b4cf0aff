import { describe, expect, it } from 'vitest';
import { checkLines } from '../../../src/report/log/check-lines.ts';

describe('a line of the log', () => {
  const read = checkLines();

  it('says how an instance is', () => {
    expect(read({ type: 'instance-check', atMs: 5, instanceId: '3', reasons: [] })).toEqual([
      { level: 'info', atMs: 5, text: 'Instance 3 is good' },
    ]);
    const reasons = ['is not running (PowerState/stopped)', 'is not healthy (HealthState/unknown)'];
    expect(read({ type: 'instance-check', atMs: 5, instanceId: '3', reasons })).toEqual([
      {
        level: 'info',
        atMs: 5,
        text: 'Instance 3 is not good: is not running (PowerState/stopped); is not healthy (HealthState/unknown)',
      },
    ]);
  });

  it('says how long a healthy instance took', () => {
    const event = { type: 'instance-healthy', instanceId: '3', sinceMs: 60_000, tookMs: 95_000 } as const;
    expect(read({ ...event, atMs: 90_500 })).toMatchObject([
      { level: 'info', text: 'Instance 3 is healthy: good for 30.50 s, looked at for 95.00 s' },
    ]);
  });

  it('warns of an instance that is given up, with its last reasons', () => {
    const event = {
      type: 'instance-unhealthy',
      instanceId: '3',
      reasons: ['is ill'],
      tookMs: 300_000,
    } as const;
    expect(read({ ...event, atMs: 0 })).toMatchObject([
      { level: 'warning', text: 'Instance 3 is given up, looked at for 5 min 00 s: is ill' },
    ]);
  });

  it('is not made of other events', () => {
    expect(read({ type: 'step-started', atMs: 0, stepId: 'a' })).toEqual([]);
  });
});
