import { describe, expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import {
  customScript,
  group,
  healthExtension,
  newImage,
  refusal,
  ScaleSetWorld,
  scaleSetBody,
  scaleSetId,
} from './scale-set-world.ts';

const compute = 'Microsoft.Compute/virtualMachineScaleSets';
const instance = `${scaleSetId}/virtualMachines/0`;
const network = `${group}/providers/Microsoft.Network`;

function messageOf({ body }: Answer): string {
  return (body as { readonly error: { readonly message: string } }).error.message;
}

/** As Azure names them in its list of operations. */
const actions: readonly (readonly [method: string, path: string, action: string])[] = [
  ['GET', scaleSetId, `${compute}/read`],
  ['PUT', scaleSetId, `${compute}/write`],
  ['PATCH', scaleSetId, `${compute}/write`],
  ['DELETE', scaleSetId, `${compute}/delete`],
  ['GET', `${scaleSetId}/instanceView`, `${compute}/instanceView/read`],
  ['GET', `${scaleSetId}/networkInterfaces`, `${compute}/networkInterfaces/read`],
  ['GET', `${scaleSetId}/publicIPAddresses`, `${compute}/publicIPAddresses/read`],
  ['GET', `${scaleSetId}/osUpgradeHistory`, `${compute}/osUpgradeHistory/read`],
  ['GET', `${scaleSetId}/rollingUpgrades/latest`, `${compute}/rollingUpgrades/read`],
  ['POST', `${scaleSetId}/rollingUpgrades/cancel`, `${compute}/rollingUpgrades/action`],
  ['POST', `${scaleSetId}/setOrchestrationServiceState`, `${compute}/setOrchestrationServiceState/action`],
  ['GET', `${scaleSetId}/extensions`, `${compute}/extensions/read`],
  ['GET', `${scaleSetId}/extensions/health`, `${compute}/extensions/read`],
  ['PUT', `${scaleSetId}/extensions/health`, `${compute}/extensions/write`],
  ['PATCH', `${scaleSetId}/extensions/health`, `${compute}/extensions/write`],
  ['DELETE', `${scaleSetId}/extensions/health`, `${compute}/extensions/delete`],
  ['POST', `${scaleSetId}/manualupgrade`, `${compute}/manualUpgrade/action`],
  ['POST', `${scaleSetId}/delete`, `${compute}/delete/action`],
  ...['reimage', 'reimageAll', 'restart', 'start', 'powerOff', 'deallocate'].flatMap((name) => [
    ['POST', `${scaleSetId}/${name.toLowerCase()}`, `${compute}/${name}/action`] as const,
    ['POST', `${instance}/${name.toLowerCase()}`, `${compute}/virtualMachines/${name}/action`] as const,
  ]),
  ['GET', `${scaleSetId}/virtualMachines`, `${compute}/virtualMachines/read`],
  ['GET', instance, `${compute}/virtualMachines/read`],
  ['PUT', instance, `${compute}/virtualMachines/write`],
  ['DELETE', instance, `${compute}/virtualMachines/delete`],
  ['GET', `${instance}/instanceView`, `${compute}/virtualMachines/instanceView/read`],
  ['GET', `${instance}/networkInterfaces`, `${compute}/virtualMachines/networkInterfaces/read`],
  ['POST', `${instance}/runCommand`, `${compute}/virtualMachines/runCommand/action`],
  ['GET', `${instance}/runCommands/one`, `${compute}/virtualMachines/runCommands/read`],
  ['PUT', `${instance}/runCommands/one`, `${compute}/virtualMachines/runCommands/write`],
  ['DELETE', `${instance}/runCommands/one`, `${compute}/virtualMachines/runCommands/delete`],
  ['GET', newImage.id, 'Microsoft.Compute/images/read'],
  [
    'GET',
    `${group}/providers/Microsoft.Compute/galleries/shop/images/web/versions/1.0.0?api-version=2023-07-03`,
    'Microsoft.Compute/galleries/images/versions/read',
  ],
  [
    'GET',
    `${group.split('/').slice(0, 3).join('/')}/providers/Microsoft.Compute/locations/westus2/publishers/c/artifacttypes/vmimage/offers/o/skus/s/versions/1`,
    'Microsoft.Compute/locations/publishers/artifacttypes/offers/skus/versions/read',
  ],
  [
    'GET',
    `${group.split('/').slice(0, 3).join('/')}/providers/Microsoft.Compute/locations/westus2/publishers/p/artifacttypes/vmextension/types/t/versions/1`,
    'Microsoft.Compute/locations/publishers/artifacttypes/types/versions/read',
  ],
  [
    'POST',
    `${network}/loadBalancers/weblb/backendAddressPools/pool/queryInboundNatRulePortMapping`,
    'Microsoft.Network/loadBalancers/backendAddressPools/queryInboundNatRulePortMapping/action',
  ],
];

describe('what an identity has to be granted', () => {
  test.each(actions)('for %s %s is %s, and nothing else', async (method, path, action) => {
    const world = new ScaleSetWorld();
    world.arm.plane.permissions.replace([{ scope: group, actions: ['*'], notActions: [action] }]);
    const body = method === 'GET' ? undefined : {};
    const refused = await world.send(method, path, body);
    expect(refusal(refused)).toEqual([403, 'AuthorizationFailed']);
    world.arm.plane.permissions.replace([
      { scope: group, actions: [action] },
      { scope: group.split('/').slice(0, 3).join('/'), actions: ['*/versions/read'] },
    ]);
    expect((await world.send(method, path, body)).status).not.toBe(403);
  });
});

describe('a write that names other resources', () => {
  const joins = [
    ['virtualNetworks/subnets/join', `${network}/virtualNetworks/vnet/subnets/default`],
    ['loadBalancers/backendAddressPools/join', `${network}/loadBalancers/weblb/backendAddressPools/pool`],
    ['loadBalancers/inboundNatPools/join', `${network}/loadBalancers/weblb/inboundNatPools/ssh`],
  ] as const;

  test.each(joins)('of an instance takes %s on %s, though nothing of it changes', async (join, id) => {
    const world = new ScaleSetWorld();
    const body = await world.instance(0);
    const action = `Microsoft.Network/${join}/action`;
    world.arm.plane.permissions.replace([{ scope: group, actions: ['*'], notActions: [action] }]);
    const refused = await world.send('PUT', instance, body);
    expect(refusal(refused)).toEqual([403, 'LinkedAuthorizationFailed']);
    expect(messageOf(refused)).toContain(`'${action}' on the linked scope '${id}'`);
    expect(refusal(await world.send('PUT', scaleSetId, scaleSetBody()))).toEqual([
      403,
      'LinkedAuthorizationFailed',
    ]);
  });

  test('of the model takes the read of its image', async () => {
    const world = new ScaleSetWorld();
    world.arm.plane.permissions.replace([
      { scope: group, actions: ['*'], notActions: ['Microsoft.Compute/images/read'] },
    ]);
    expect(refusal(await world.patchImage(newImage))).toEqual([403, 'LinkedAuthorizationFailed']);
  });

  test('of the model takes the read of the version of a gallery', async () => {
    const world = new ScaleSetWorld();
    world.arm.plane.permissions.replace([
      { scope: group, actions: ['*'], notActions: ['Microsoft.Compute/galleries/images/versions/read'] },
    ]);
    const id = `${group}/providers/Microsoft.Compute/galleries/shop/images/web/versions/1.0.0`;
    expect(refusal(await world.patchImage({ id }))).toEqual([403, 'LinkedAuthorizationFailed']);
  });

  test('of tags alone takes nothing beside, and neither does an extension', async () => {
    const world = new ScaleSetWorld({
      extensions: [healthExtension, customScript({ commandToExecute: 'a' })],
    });
    world.arm.plane.permissions.replace([{ scope: group, actions: [`${compute}/*`] }]);
    expect((await world.done(world.patch({ tags: { team: 'web' } }))).status).toBeLessThan(300);
    const { properties } = customScript({ commandToExecute: 'b' });
    expect((await world.send('PUT', `${scaleSetId}/extensions/install`, { properties })).status).toBeLessThan(
      300,
    );
  });
});

test('a lock that makes a scale set read-only forbids the actions on its instances, too', async () => {
  const world = new ScaleSetWorld();
  world.arm.plane.store.put({
    id: `${group}/providers/Microsoft.Authorization/locks/freeze`,
    name: 'freeze',
    type: 'Microsoft.Authorization/locks',
    properties: { level: 'ReadOnly' },
  });
  for (const refused of [
    await world.act('manualupgrade', ['0']),
    await world.patch({ tags: {} }),
    await world.send('POST', `${instance}/runCommand`, { commandId: 'RunShellScript' }),
  ]) {
    expect(refusal(refused)).toEqual([409, 'ScopeLocked']);
  }
  expect((await world.scaleSet()).id).toBe(scaleSetId);
});
