import { expect, it } from 'vitest';
import { readInputs } from '../src/inputs.ts';
import { leaseOf } from '../src/lease.ts';
import { undoTimeoutMs } from '../src/undo-timeout.ts';
import { VirtualClock } from './engine/virtual-clock.ts';

const account = {
  'subscription-id': '11111111-2222-3333-4444-555555555555',
  'resource-group': 'shop',
  'tenant-id': 'aaaaaaaa-2222-3333-4444-555555555555',
  'client-id': 'bbbbbbbb-2222-3333-4444-555555555555',
  timeout: '20m',
};

function leaseFor(given: Readonly<Record<string, string>>) {
  const values: Readonly<Record<string, string>> = { ...account, ...given };
  const inputs = readInputs({ getInput: (name) => values[name] ?? '', mask: () => undefined }, () => '');
  const clock = new VirtualClock();
  const { validUntilMs } = leaseOf(inputs, 'id', clock);
  return {
    beyondTimeoutMs: validUntilMs - clock.monotonicMs() - inputs.timeoutMs,
    undoing: undoTimeoutMs(inputs.task),
  };
}

it('locks a swap for ten minutes more than it may take, in which all of it can be undone', () => {
  const { beyondTimeoutMs, undoing } = leaseFor({
    strategy: 'vip-swap',
    'production-public-ip': 'shop-ip',
    'target-load-balancer': 'green-lb',
  });
  expect(beyondTimeoutMs).toBe(600_000);
  // The answer to a write may take a minute, before and after.
  expect(undoing + 2 * 60_000).toBeLessThanOrEqual(beyondTimeoutMs);
});

it.each([
  [
    'a release',
    {
      strategy: 'full-rollout',
      'scale-set': 'web',
      image:
        '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.Compute/images/new',
      'batch-size': '1',
    },
  ],
  ['a rollback', { command: 'rollback', 'scale-set': 'web' }],
])('locks a scale set for as long as its instances may take to be taken back: %s', (_, given) => {
  const { beyondTimeoutMs, undoing } = leaseFor(given);
  expect(undoing / 2).toBeGreaterThanOrEqual(900_000);
  expect(undoing + 2 * 60_000).toBeLessThanOrEqual(beyondTimeoutMs);
});
