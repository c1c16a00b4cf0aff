import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/engine/plan.ts';
import { nextSteps } from '../../src/report/next-steps.ts';
import { buildReport } from '../../src/report/report.ts';
import type { SwapMethod } from '../../src/strategies/vip-swap/goal.ts';
import { planSwap } from '../../src/strategies/vip-swap/plan.ts';
import { observed } from '../strategies/vip-swap/observed.ts';
import { facts, Rollout } from './rollouts.ts';

const environment = observed({ targetIpAddress: '127.0.0.2' });
const BEFORE = { 'blue-lb': 'blue-pip', 'green-lb': 'green-pip' };

function planBy(method: SwapMethod): Plan {
  const goal = {
    subscriptionId: '8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845',
    productionPublicIpIds: [],
    sparePublicIpIds: [],
    targetLoadBalancerId: environment.targetLoadBalancer.id,
    targetFrontends: [],
    swapMethod: method,
    temporaryIpTags: {},
    allowAddressChange: false,
    allowSmallerTarget: false,
    targetCheck: { kind: 'off' },
  } as const;
  const record = { release: 'run', leavesRecord: true } as const;
  return planSwap(environment, goal, { method, reason: 'asked for', obstacles: [] }, [], record);
}

/** Which address each load balancer has, with ARM's rule that an address has one frontend. */
class Frontends {
  readonly holds: Record<string, string> = { ...BEFORE };

  give(loadBalancer: string, address: string): void {
    const holder = Object.keys(this.holds).find((name) => this.holds[name] === address);
    if (holder !== undefined && holder !== loadBalancer) {
      throw new Error(`PublicIPAddressInUse: ${address} is on ${holder}`);
    }
    this.holds[loadBalancer] = address;
  }

  /** @returns whether the command was one that this understands. */
  run(command: string): boolean {
    const update =
      /^az network lb frontend-ip update -g shop --lb-name (\S+) -n web --public-ip-address (\S+) --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845$/.exec(
        command,
      );
    if (update === null) {
      return /^az network public-ip delete --ids \/subscriptions\/\S+\/publicIPAddresses\/blue-pip-\S+$/.test(
        command,
      );
    }
    this.give(last(update[1]), last(update[2]));
    return true;
  }
}

function last(id = ''): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Steps of a plan that move addresses, done up to `count` of them, and none of them undone. */
function stoppedAfter(plan: Plan, count: number): { frontends: Frontends; commands: string[] } {
  const frontends = new Frontends();
  const rollout = new Rollout().plan(plan);
  for (const { id, calls, changes } of plan.steps.filter(({ cleanUp }) => !cleanUp).slice(0, count)) {
    rollout.step(id, ...calls.map(({ target }) => ({ path: target })));
    const moved = changes.filter(({ field }) => field !== '(resource)' && !field.startsWith('tags/'));
    // An exchange happens in one go inside ARM.
    for (const { resource } of moved.length > 1 ? moved : []) {
      delete frontends.holds[last(resource)];
    }
    for (const { resource, to } of moved) {
      frontends.give(last(resource), last(to ?? ''));
    }
  }
  const report = buildReport(facts, rollout.finish('failed', 'stopped').events);
  return { frontends, commands: nextSteps(report).flatMap(({ commands }) => [...commands]) };
}

describe('the commands that take a stopped swap back', () => {
  it.each([
    ['temporary-ip', 2],
    ['temporary-ip', 3],
    ['temporary-ip', 4],
    ['temporary-ip', 5],
    ['temporary-ip', 6],
    ['native', 2],
    ['native', 3],
  ] as const)('lead back to where it began, and ARM refuses none: %s after %i steps', (method, count) => {
    const { frontends, commands } = stoppedAfter(planBy(method), count);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => !frontends.run(command))).toEqual([]);
    expect(frontends.holds).toEqual(BEFORE);
  });

  it.each(['temporary-ip', 'native'] as const)(
    'are none where only the tags were written, which a recovery removes: %s',
    (method) => {
      expect(stoppedAfter(planBy(method), 1).commands).toEqual([]);
    },
  );

  it('delete the temporary address last', () => {
    expect(stoppedAfter(planBy('temporary-ip'), 5).commands.map((command) => command.split(' ')[4])).toEqual([
      'update',
      'update',
      'update',
      '--ids',
    ]);
  });
});

it('foretells of ARM’s own swap only the lower bound that is documented', () => {
  expect(planBy('native').expectedDowntime).toMatchObject({
    medianSeconds: null,
    p90Seconds: null,
    atLeastSeconds: 10,
  });
});
