import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newImage, oldImage, propertiesOf, ScaleSetWorld, scaleSetId } from './scale-set-world.ts';

const loadBalancerId = scaleSetId.replace(/Microsoft\.Compute.*/, 'Microsoft.Network/loadBalancers/weblb');

type Act = (world: ScaleSetWorld) => Promise<unknown>;

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 8 }).map(String), { minLength: 1, maxLength: 4 });

/** What clients do to a scale set, each at any time. */
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(oldImage, newImage).map(
    (image): Act =>
      (world) =>
        world.patchImage(image),
  ),
  fc.integer({ min: 0, max: 6 }).map(
    (capacity): Act =>
      (world) =>
        world.scale(capacity),
  ),
  fc.integer().map(
    (release): Act =>
      (world) =>
        world.patch({ tags: { release: String(release) } }),
  ),
  fc.tuple(fc.constantFrom('manualupgrade', 'reimage', 'restart', 'delete'), ids).map(
    ([action, some]): Act =>
      (world) =>
        world.act(action, some),
  ),
  fc.constant<Act>((world) => world.act('manualupgrade', ['*'])),
  fc.integer({ min: 0, max: 8 }).map(
    (id): Act =>
      (world) =>
        world.send('PUT', `${scaleSetId}/virtualMachines/${id}`, {
          properties: { protectionPolicy: { protectFromScaleIn: id % 2 === 0 } },
        }),
  ),
  fc.integer({ min: 1, max: 120 }).map(
    (seconds): Act =>
      async (world) =>
        world.wait(seconds),
  ),
);

/** Every kind of operation with a time of its own, so that they overlap in all ways. */
const durations = {
  'vmss-patch': 7,
  'vmss-scale-out': 40,
  'vmss-scale-in': 23,
  'vmss-upgrade-image': 61,
  'vmss-reimage': 53,
  'vmss-restart': 11,
  'vmss-vm-delete': 29,
  'vmss-vm-put': 3,
} as const;

test('whatever clients do and in whatever order, a scale set comes to rest whole', async () => {
  const schedules = fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (schedule) => {
    const world = new ScaleSetWorld({ durations });
    for (const step of schedule) await step(world);
    world.wait(10_000);
    const scaleSet = await world.scaleSet();
    const instances = await world.instances();
    expect(propertiesOf(scaleSet).provisioningState).toBe('Succeeded');
    expect((scaleSet.sku as { capacity: number }).capacity).toBe(instances.length);
    const model = imageOf(propertiesOf(scaleSet).virtualMachineProfile);
    for (const instance of instances) {
      const { provisioningState, latestModelApplied } = propertiesOf(instance);
      expect(provisioningState).toBe('Succeeded');
      const image = imageOf(propertiesOf(instance));
      expect(latestModelApplied).toBe(image === model);
      const id = Number(instance.instanceId);
      expect([world.answers(id), world.version(id)]).toEqual([true, image === oldImage.id ? 'one' : 'two']);
    }
    expect(await membersOf(world)).toEqual(
      instances.map(({ id }) => `${id}/networkInterfaces/nic/ipConfigurations/ipconfig`),
    );
    expect(world.arm.plane.operations.all().filter(({ ended }) => ended === undefined)).toEqual([]);
  });
  await fc.assert(schedules, { numRuns: 150 });
});

function imageOf(holder: unknown): unknown {
  return (holder as { storageProfile: { imageReference: { id: string } } }).storageProfile.imageReference.id;
}

/** The members of the pool, and as many NAT rules as there are members. */
async function membersOf(world: ScaleSetWorld): Promise<readonly string[]> {
  const { backendAddressPools, inboundNatRules = [] } = propertiesOf(await world.read(loadBalancerId)) as {
    backendAddressPools: { properties: { backendIPConfigurations?: { id: string }[] } }[];
    inboundNatRules?: unknown[];
  };
  const members = backendAddressPools[0]?.properties.backendIPConfigurations ?? [];
  expect(inboundNatRules).toHaveLength(members.length);
  return members.map(({ id }) => id);
}
