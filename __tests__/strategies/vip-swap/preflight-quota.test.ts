import { describe, expect, test } from 'vitest';
import { checkPublicIpQuota } from '../../../src/strategies/vip-swap/preflight/public-ip-quota.ts';
import { forbidden, type ScriptedAnswer, scriptedArm } from '../../azure/scripted-arm.ts';
import { address, loadBalancer, proposedSwap, type SwapChanges, subscriptionId } from './preflight-swap.ts';

const subscription = `/subscriptions/${subscriptionId}`;
const { signal } = new AbortController();

describe('the public IP quota', () => {
  const temporary = address('temporary');
  const usages = `GET ${subscription}/providers/Microsoft.Network/locations/westeurope/usages`;

  function counters(
    counts: Readonly<Record<string, readonly [used: number, limit: number]>>,
  ): ScriptedAnswer {
    const value = Object.entries(counts).map(([name, [currentValue, limit]]) => ({
      name: { value: name, localizedValue: name },
      currentValue,
      limit,
      unit: 'Count',
    }));
    return { body: { value } };
  }

  async function quota(
    script: Readonly<Record<string, readonly ScriptedAnswer[]>>,
    changes: SwapChanges = {},
  ) {
    const { arm, requests } = scriptedArm(script);
    const swap = proposedSwap({ temporaryIpIds: [temporary.id], ...changes });
    return { findings: await checkPublicIpQuota(swap, arm, signal), requests };
  }

  test('room for one more', async () => {
    const answer = counters({ PublicIPAddresses: [9, 10], IPv4StandardSkuPublicIpAddresses: [9, 10] });
    expect((await quota({ [usages]: [answer] })).findings).toEqual([]);
  });

  test.each(['PublicIPAddresses', 'StandardSkuPublicIpAddresses', 'IPv4StandardSkuPublicIpAddresses'])(
    'no room in %s',
    async (counter) => {
      const { findings } = await quota({ [usages]: [counters({ [counter]: [10, 10] })] });
      expect(findings).toEqual([
        { kind: 'refusal', message: expect.stringMatching(`${counter}: 10 of 10.*spare-public-ip`) },
      ]);
    },
  );

  test.each(['IPv6StandardSkuPublicIpAddresses', 'StaticPublicIPAddresses', 'LoadBalancers'])(
    '%s says nothing about a Standard IPv4 address',
    async (counter) => {
      const answer = counters({ PublicIPAddresses: [1, 10], [counter]: [10, 10] });
      expect((await quota({ [usages]: [answer] })).findings).toEqual([]);
    },
  );

  test('room for one and two to create', async () => {
    const temporaryIpIds = [temporary.id, address('temporary6').id];
    const { findings } = await quota(
      { [usages]: [counters({ PublicIPAddresses: [9, 10] })] },
      { temporaryIpIds },
    );
    expect(findings.map(({ kind }) => kind)).toEqual(['refusal']);
  });

  test('the left-over of an earlier run is used again, and needs no room', async () => {
    const answer = counters({ PublicIPAddresses: [10, 10] });
    const script = { [usages]: [answer], [`GET ${temporary.id}`]: [{ body: temporary }] };
    expect((await quota(script)).findings).toEqual([]);
  });

  test('a left-over that may not be read is taken for missing', async () => {
    const answer = counters({ PublicIPAddresses: [10, 10] });
    const unreadable = forbidden('Microsoft.Network/publicIPAddresses/read');
    const script = { [usages]: [answer], [`GET ${temporary.id}`]: [unreadable] };
    expect((await quota(script)).findings.map(({ kind }) => kind)).toEqual(['refusal']);
  });

  test('is not read where nothing is created', async () => {
    for (const changes of [{ temporaryIpIds: [] }, { plannedMethod: 'native' }] as const) {
      const { findings, requests } = await quota({}, changes);
      expect(findings).toEqual([]);
      expect(requests).toEqual([]);
    }
  });

  test('is asked for by the name of the region', async () => {
    const production = loadBalancer('blue', { location: 'West Europe' });
    const script = { [usages]: [counters({ PublicIPAddresses: [10, 10] })] };
    const { findings } = await quota(script, { production });
    expect(findings.map(({ kind }) => kind)).toEqual(['refusal']);
  });

  test('without a counter of addresses is told as unchecked', async () => {
    const { findings } = await quota({ [usages]: [counters({ LoadBalancers: [1, 10] })] });
    expect(findings).toEqual([
      { kind: 'unchecked', message: expect.stringContaining('quota was not checked') },
    ]);
  });

  test('that may not be read is told as unchecked', async () => {
    const { findings } = await quota({ [usages]: [forbidden('Microsoft.Network/locations/usages/read')] });
    expect(findings).toEqual([
      {
        kind: 'unchecked',
        message: expect.stringMatching(/403.*Microsoft\.Network\/locations\/usages\/read/),
      },
    ]);
  });
});
