import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/engine/plan.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
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
  return planSwap(
    environment,
    { goal, record, isProbeOn: true },
    { method, reason: 'asked for', obstacles: [] },
    [],
  );
}

const PRODUCTION = {
  id: environment.moves[0]?.productionAddress.id ?? '',
  name: 'blue-pip',
  address: '20.1.2.3',
};

/** Which address each load balancer has, with ARM's rule that an address has one frontend. */
class Frontends {
  readonly holds: Record<string, string> = { ...BEFORE };

  /** @returns whether ARM lets it. */
  give(loadBalancer: string, address: string): boolean {
    const holder = Object.keys(this.holds).find((name) => this.holds[name] === address);
    if (holder !== undefined && holder !== loadBalancer) {
      return false;
    }
    this.holds[loadBalancer] = address;
    return true;
  }
}

const UPDATE =
  /^az network lb frontend-ip update -g shop --lb-name (\S+) -n web --public-ip-address (\S+) --subscription 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845$/;

function last(id = ''): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Steps of a plan that move addresses, done up to `count` of them, and none of them undone; nobody has looked since. */
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
  const report = buildReport(
    { ...facts, productionAddresses: [PRODUCTION] },
    rollout.finish('failed', 'stopped').events,
  );
  return { frontends, commands: nextSteps(report).flatMap(({ commands }) => [...commands]) };
}

describe('the commands for by hand of a swap that was stopped, and nobody has looked since', () => {
  it.each([
    ['temporary-ip', 4],
    ['temporary-ip', 5],
    ['temporary-ip', 6],
    ['native', 2],
    ['native', 3],
  ] as const)(
    'give production back where none has it, and name nothing else: %s after %i steps',
    (method, count) => {
      const { frontends, commands } = stoppedAfter(planBy(method), count);
      const [show, update = '', ...others] = commands;
      expect(others).toEqual([]);
      expect(show).toBe(
        `az network public-ip show --ids ${PRODUCTION.id} --query ipConfiguration.id --output tsv`,
      );
      const [, loadBalancer, address] = UPDATE.exec(update) ?? [];
      const isServed = Object.values(frontends.holds).includes('blue-pip');
      expect(frontends.give(last(loadBalancer), last(address))).toBe(!isServed);
      expect(Object.values(frontends.holds)).toContain('blue-pip');
    },
  );

  it.each([
    ['temporary-ip', 1],
    ['temporary-ip', 2],
    ['temporary-ip', 3],
    ['native', 1],
  ] as const)('are none before production is taken away: %s after %i steps', (method, count) => {
    expect(stoppedAfter(planBy(method), count).commands).toEqual([]);
  });
});

it('foretells of ARM’s own swap only the lower bound that is documented', () => {
  expect(planBy('native').expectedDowntime).toMatchObject({
    medianSeconds: null,
    p90Seconds: null,
    atLeastSeconds: 10,
  });
});
