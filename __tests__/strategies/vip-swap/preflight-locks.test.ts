import { describe, expect, test } from 'vitest';
import { checkLocks } from '../../../src/strategies/vip-swap/preflight/locks.ts';
import { scriptedArm } from '../../azure/scripted-arm.ts';
import { granting, group, lock, messages, network, preflight, subscription } from './preflight-run.ts';
import { loadBalancer, proposedSwap, group as shop } from './preflight-swap.ts';

describe('locks', () => {
  test('ReadOnly on a load balancer', async () => {
    const { findings } = await preflight({ before: lock(`${network}/loadBalancers/vipswap2lb`, 'ReadOnly') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(
        /ReadOnly lock "freeze" on .*\/vipswap2lb forbids every write to the load balancer "vipswap2lb"\./,
      ),
    ]);
  });

  test('ReadOnly on the subscription holds for everything, and is told once', async () => {
    const { findings } = await preflight({ before: lock(subscription, 'ReadOnly') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(
        /load balancer "vipswap1lb", the load balancer "vipswap2lb", the production address "vipswap1pip", the target address "vipswap2pip", the temporary address/,
      ),
    ]);
  });

  test('CanNotDelete on the group where the temporary address would be', async () => {
    const { findings } = await preflight({ before: lock(group, 'CanNotDelete') });
    expect(messages(findings, 'refusal')).toEqual([
      expect.stringMatching(/CanNotDelete lock "freeze" on .*\/vipswap .*spare-public-ip/),
    ]);
  });

  test('CanNotDelete on a load balancer lets it be updated', async () => {
    const { findings } = await preflight({
      before: lock(`${network}/loadBalancers/vipswap1lb`, 'CanNotDelete'),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
  });

  test('that may not be read are told as unchecked', async () => {
    const { findings } = await preflight({
      adapt: granting({ scope: '/', actions: ['*'], notActions: ['Microsoft.Authorization/locks/*'] }),
    });
    expect(messages(findings, 'refusal')).toEqual([]);
    expect(messages(findings, 'unchecked')).toContainEqual(
      `Locks were not checked at ${group}: 403 AuthorizationFailed. Reading them takes Microsoft.Authorization/locks/read there.`,
    );
  });
});

test('a lock that several groups inherit is told once', async () => {
  const elsewhere = shop.replace(/shop$/, 'staging');
  const target = loadBalancer('green', {
    id: `${elsewhere}/providers/Microsoft.Network/loadBalancers/green`,
  });
  const inherited = {
    id: `${subscription}/providers/Microsoft.Authorization/locks/freeze`,
    name: 'freeze',
    properties: { level: 'ReadOnly' },
  };
  const lists = [shop, elsewhere].map((scope) => [
    `GET ${scope}/providers/Microsoft.Authorization/locks`,
    [{ body: { value: [inherited] } }],
  ]);
  const { arm } = scriptedArm(Object.fromEntries(lists));
  const findings = await checkLocks(proposedSwap({ target }), arm, new AbortController().signal);
  expect(findings.map(({ kind }) => kind)).toEqual(['refusal']);
});
