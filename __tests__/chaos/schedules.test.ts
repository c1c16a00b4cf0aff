import { describe, expect, it } from 'vitest';
import { performSchedule } from '../../chaos/schedules/perform-schedule.ts';
import type { Disturbance, Schedule } from '../../chaos/schedules/schedule.ts';
import { scheduleOf } from '../../chaos/schedules/seeds.ts';

const FIRST_SEED = 1;
const COUNT = 300;

it('production is whole after every one of some hundred schedules', async () => {
  const broken: string[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed += 1) {
    const { violations } = await performSchedule(scheduleOf(seed));
    broken.push(...violations.map(({ invariant, message }) => `seed ${seed}: ${invariant}: ${message}`));
  }
  expect(broken, 'npm run chaos -- --only schedules --seed N --count 1').toEqual([]);
});

it('a schedule ends in the same way whenever it is performed', async () => {
  for (const seed of [3, 5, 8]) {
    const schedule = scheduleOf(seed);
    expect(await performSchedule(schedule)).toEqual(await performSchedule(schedule));
  }
});

/** `main` is killed in its window: production has no frontend, and whoever comes next has to bring it back. */
const killedInWindow: Schedule = {
  scenario: 'vipswap',
  command: 'run',
  leavesRecord: true,
  method: 'temporary-ip',
  isSpareGiven: false,
  onFailure: 'rollback',
  seed: 1,
  requestLatency: 'none',
  dataPlane: 'pessimistic',
  isDebug: false,
  tokenLifetimeSeconds: 3_599,
  disturbances: [],
  // The lock, the temporary address, the target parked on it, the opening update, and the closing one.
  interruption: { how: 'kill', counts: 'writes', nth: 5, moment: 'before', delayMs: 0, lateMs: 0 },
  isMachineLost: false,
  recovery: 'auto',
  recoveryNames: 'all',
  isRunAgain: false,
};

function forGood(request: 'sign-in' | 'write-load-balancer', nth: number): Disturbance {
  return {
    kind: 'fault',
    at: { request, nth, times: 'always' },
    effect: { effect: 'unanswered' },
  };
}

describe('where something hangs for good after a kill in the window', () => {
  it.each([
    ['a sign-in', forGood('sign-in', 2)],
    ['every update of a load balancer', forGood('write-load-balancer', 4)],
  ])('%s: post fails within four minutes, and a recovery that comes later ends whole', async (_, hanging) => {
    const { acts, violations } = await performSchedule({ ...killedInWindow, disturbances: [hanging] });
    expect(violations).toEqual([]);
    expect(acts.map(({ name, told }) => `${name}: ${told?.outcome ?? 'killed'}`)).toEqual([
      'main: killed',
      'post: failed',
      'recover 2: succeeded',
    ]);
  });

  it('a main whose token ARM refuses in the window tries to undo, and says how things are', async () => {
    const { interruption: _, ...undisturbed } = killedInWindow;
    const { acts, violations } = await performSchedule({
      ...undisturbed,
      disturbances: [
        {
          kind: 'fault',
          at: { request: 'write-target-load-balancer', nth: 2, times: 1 },
          effect: { effect: 'answer', status: 401, code: 'InvalidAuthenticationToken' },
        },
        forGood('sign-in', 2),
      ],
    });
    expect(violations).toEqual([]);
    const [main] = acts;
    expect(main?.told).toMatchObject({ outcome: 'failed' });
    expect(main?.told?.message).toContain('Signing in');
    expect(acts.at(-1)).toMatchObject({ name: 'recover 2', told: { outcome: 'succeeded' } });
  });
});

it.each([
  ['recover', true, 'recover 2: succeeded'],
  ['post', false, 'post: rolled-back'],
])(
  '%s outlasts a swap of ARM’s own that a killed main has sent, and that arrives after 50 s',
  async (_, isMachineLost, last) => {
    const { acts, violations } = await performSchedule({
      ...killedInWindow,
      method: 'native',
      recovery: 'undo',
      isMachineLost,
      // The lock, and the swap.
      interruption: {
        how: 'kill',
        counts: 'writes',
        nth: 2,
        moment: 'in-flight',
        delayMs: 0,
        lateMs: 50_000,
      },
    });
    expect(violations).toEqual([]);
    expect(acts.map(({ name, told }) => `${name}: ${told?.outcome ?? 'killed'}`)).toEqual([
      'main: killed',
      last,
    ]);
  },
);
