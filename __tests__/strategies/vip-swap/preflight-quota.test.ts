import { describe, expect, test } from 'vitest';
import { checkPublicIpQuota } from '../../../src/strategies/vip-swap/preflight/public-ip-quota.ts';
import { forbidden, type ScriptedAnswer, scriptedArm } from '../../azure/scripted-arm.ts';
import {
  address,
  frontend,
  loadBalancer,
  proposedSwap,
  type SwapChanges,
  subscriptionId,
} from './preflight-swap.ts';

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

  describe('of a dual stack', () => {
    const temporary6 = address('temporary6');
    const dualStack: SwapChanges = {
      temporaryIpIds: [temporary.id, temporary6.id],
      furtherMoves: [
        {
          productionAddress: address('shop6', { properties: { publicIPAddressVersion: 'IPv6' } }),
          productionFrontend: frontend('blue', 'web6'),
          targetFrontend: frontend('green', 'web6'),
          targetAddress: address('staging6', { properties: { publicIPAddressVersion: 'IPv6' } }),
        },
      ],
    };

    test('takes room for two', async () => {
      const script = { [usages]: [counters({ PublicIPAddresses: [9, 10] })] };
      expect((await quota(script, dualStack)).findings).toEqual([
        { kind: 'refusal', message: expect.stringContaining('no room for 2 temporary addresses') },
      ]);
    });

    test('takes room for one of each IP version', async () => {
      const room = {
        IPv4StandardSkuPublicIpAddresses: [9, 10],
        IPv6StandardSkuPublicIpAddresses: [9, 10],
      } as const;
      expect((await quota({ [usages]: [counters(room)] }, dualStack)).findings).toEqual([]);
      const none = { ...room, IPv6StandardSkuPublicIpAddresses: [10, 10] } as const;
      expect((await quota({ [usages]: [counters(none)] }, dualStack)).findings).toEqual([
        { kind: 'refusal', message: expect.stringContaining('IPv6StandardSkuPublicIpAddresses: 10 of 10') },
      ]);
    });

    test('takes room only for what is not left over', async () => {
      const script = {
        [usages]: [counters({ PublicIPAddresses: [9, 10] })],
        [`GET ${temporary6.id}`]: [{ body: temporary6 }],
      };
      expect((await quota(script, dualStack)).findings).toEqual([]);
    });
  });

  test('of Basic counts static addresses by themselves', async () => {
    const basic = { sku: { name: 'Basic' } };
    const answer = counters({ PublicIPAddresses: [1, 10], StaticPublicIPAddresses: [10, 10] });
    const ofKind = async (publicIPAllocationMethod: string) => {
      const productionAddress = address('shop', { ...basic, properties: { publicIPAllocationMethod } });
      const { findings } = await quota({ [usages]: [answer] }, { move: { productionAddress } });
      return findings.map(({ kind }) => kind);
    };
    expect(await ofKind('Static')).toEqual(['refusal']);
    expect(await ofKind('Dynamic')).toEqual([]);
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
