import { describe, expect, test } from 'vitest';
import {
  checkDeploymentStacks,
  checkResourceGroups,
} from '../../../src/strategies/vip-swap/preflight/owners.ts';
import { forbidden, type ScriptedAnswer, scriptedArm } from '../../azure/scripted-arm.ts';
import { address, group, loadBalancer, proposedSwap, subscriptionId } from './preflight-swap.ts';

const subscription = `/subscriptions/${subscriptionId}`;
const { signal } = new AbortController();

describe('owners', () => {
  const stacks = (scope: string) => `GET ${scope}/providers/Microsoft.Resources/deploymentStacks`;
  const stack = (name: string, scope: string, resources: readonly string[], denySettings?: object) => ({
    id: `${scope}/providers/Microsoft.Resources/deploymentStacks/${name}`,
    name,
    properties: { resources: resources.map((id) => ({ id, status: 'managed' })), denySettings },
  });
  const none: ScriptedAnswer = { body: { value: [] } };

  test('a stack at the resource group that looks after what takes part', async () => {
    const mine = [loadBalancer('green').id.toUpperCase(), address('shop').id, `${group}/other`];
    const { arm } = scriptedArm({
      [stacks(subscription)]: [none],
      [stacks(group)]: [{ body: { value: [stack('shop', group, mine, { mode: 'denyWriteAndDelete' })] } }],
    });
    expect(await checkDeploymentStacks(proposedSwap(), arm, signal)).toEqual([
      {
        kind: 'refusal',
        message: expect.stringMatching(
          /load balancer "green", the production address "shop" are owned by .*deploymentStacks\/shop \(deny settings: denyWriteAndDelete\)/,
        ),
      },
    ]);
  });

  test('a stack at the subscription that looks after what takes part', async () => {
    const { arm } = scriptedArm({
      [stacks(subscription)]: [{ body: { value: [stack('all', subscription, [loadBalancer('blue').id])] } }],
      [stacks(group)]: [none],
    });
    expect(await checkDeploymentStacks(proposedSwap(), arm, signal)).toEqual([
      { kind: 'refusal', message: expect.stringContaining('load balancer "blue" is owned by') },
    ]);
  });

  test('a stack of other resources is no owner of ours', async () => {
    const { arm } = scriptedArm({
      [stacks(subscription)]: [none],
      [stacks(group)]: [{ body: { value: [stack('other', group, [`${group}/other`])] } }],
    });
    expect(await checkDeploymentStacks(proposedSwap(), arm, signal)).toEqual([]);
  });

  test('stacks that may not be read at one scope are told with that scope', async () => {
    const action = 'Microsoft.Resources/deploymentStacks/read';
    const { arm } = scriptedArm({ [stacks(subscription)]: [forbidden(action)], [stacks(group)]: [none] });
    expect(await checkDeploymentStacks(proposedSwap(), arm, signal)).toEqual([
      {
        kind: 'unchecked',
        message: `Deployment stacks were not checked at ${subscription}: 403 AuthorizationFailed. Reading them takes ${action} there.`,
      },
    ]);
  });

  test('a group that nothing manages, whatever ARM calls that', async () => {
    for (const managedBy of [undefined, null, '']) {
      const { arm } = scriptedArm({ [`GET ${group}`]: [{ body: { id: group, name: 'shop', managedBy } }] });
      expect(await checkResourceGroups(proposedSwap(), arm, signal)).toEqual([]);
    }
  });
});
