import { describe, expect, it } from 'vitest';
import type { Outputs } from '../../chaos/in-process/action.ts';
import { createWorld, type World } from '../../chaos/in-process/world.ts';
import { addressesIn, loadBalancersIn, nameOf, placementIn } from '../../chaos/invariants/azure-as-it-is.ts';
import { type AzureBefore, readAzureBefore } from '../../chaos/invariants/azure-before.ts';
import { goesAsTold } from '../../chaos/invariants/goes-as-told.ts';
import { outcomeIsTrue } from '../../chaos/invariants/outcome-is-true.ts';
import { isServed } from '../../chaos/invariants/packets.ts';
import { productionIsWhole } from '../../chaos/invariants/production-is-whole.ts';
import { recordIsTrue } from '../../chaos/invariants/record-is-true.ts';
import { statusIsTrue } from '../../chaos/invariants/status-is-true.ts';
import { swapOutputsAreTrue } from '../../chaos/invariants/swap-outputs-are-true.ts';
import { scenarioOf } from '../../chaos/schedules/scenario.ts';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';
import { OUTPUT_NAMES } from '../../src/outputs.ts';
import { lastRunTags } from '../../src/record/last-run.ts';

interface Broken {
  readonly world: World;
  readonly before: AzureBefore;
  find(name: string): ArmResource;
  /** Writes past everything that ARM would check. */
  put(name: string, change: (text: string) => string): void;
}

function whole(scenario: 'vipswap' | 'dual-stack' = 'vipswap'): Broken {
  const world = createWorld({
    scenario: scenarioOf(scenario),
    seed: 1,
    requestLatency: 'none',
    dataPlane: 'pessimistic',
  });
  const { plane } = world.azure;
  const production = addressesIn(plane).filter(({ name }) => /^vipswap1pip6?$/.test(name));
  const find = (name: string): ArmResource => {
    const found = [...addressesIn(plane), ...loadBalancersIn(plane)].find((each) => each.name === name);
    if (found === undefined) {
      throw new Error(`There is no ${name}.`);
    }
    return found;
  };
  return {
    world,
    before: readAzureBefore(
      plane,
      production.map(({ id }) => id),
      'vipswap2lb',
    ),
    find,
    put: (name, change) => plane.store.put(JSON.parse(change(JSON.stringify(find(name)))) as ArmResource),
  };
}

function broken({ world, before }: Broken): string[] {
  return [...new Set(productionIsWhole(world.azure.plane, before).map(({ invariant }) => invariant))];
}

describe('production is whole', () => {
  it.each(['vipswap', 'dual-stack'] as const)('where nothing has happened to %s', (scenario) => {
    expect(broken(whole(scenario))).toEqual([]);
  });

  it('is not where an address is gone', () => {
    const azure = whole();
    azure.world.azure.plane.store.remove(azure.find('spare').id);
    expect(broken(azure)).toEqual(['address-kept']);
  });

  it('is not where a frontend names an address that is not there', () => {
    const azure = whole();
    azure.put('vipswap2lb', (text) =>
      text.replaceAll('publicIPAddresses/vipswap2pip', 'publicIPAddresses/gone'),
    );
    expect(broken(azure)).toEqual(['frontend-has-address', 'address-assigned']);
  });

  it('is not where an address that was assigned is assigned to nothing', () => {
    const azure = whole();
    azure.put('vipswap2lb', (text) =>
      text.replaceAll('publicIPAddresses/vipswap2pip', 'publicIPAddresses/spare'),
    );
    expect(broken(azure)).toEqual(['address-assigned']);
  });

  it('is not where the addresses of a dual stack are on two sides', () => {
    const azure = whole('dual-stack');
    azure.put('vipswap1lb', (text) =>
      text.replaceAll(/publicIPAddresses\/vipswap1pip"/g, 'publicIPAddresses/X"'),
    );
    azure.put('vipswap2lb', (text) =>
      text.replaceAll(/publicIPAddresses\/vipswap2pip"/g, 'publicIPAddresses/vipswap1pip"'),
    );
    azure.put('vipswap1lb', (text) =>
      text.replaceAll(/publicIPAddresses\/X"/g, 'publicIPAddresses/vipswap2pip"'),
    );
    expect(broken(azure)).toEqual(['one-side-serves']);
  });

  it('is not where packets go elsewhere than the model says', async () => {
    const azure = whole();
    const { plane } = azure.world.azure;
    const after = { ...azure.find('vipswap1lb'), properties: {} };
    plane.dataPlane.accepted({
      changes: [{ before: azure.find('vipswap1lb'), after }],
      acceptedAtMs: plane.clock.monotonicMs(),
      durationMs: 0,
      dataPlaneFollows: true,
    });
    expect(broken(azure)).toEqual(['one-side-serves']);
  });

  it.each(['Updating', 'Failed'])('is not where a load balancer is %s', (state) => {
    const azure = whole();
    azure.put('vipswap1lb', (text) =>
      text.replaceAll('"provisioningState":"Succeeded"', `"provisioningState":"${state}"`),
    );
    expect(broken(azure)).toEqual(['settled']);
  });

  it('is not where a temporary address is left over', () => {
    const azure = whole();
    const { id, name, ...spare } = azure.find('spare');
    azure.world.azure.plane.store.put({ ...spare, id: `${id}-temporary`, name: `${name}-temporary` });
    expect(broken(azure)).toEqual(['nothing-left-over']);
  });

  it.each([
    ['azure-rollout-lock', ['nothing-left-over']],
    ['azure-rollout-journal-2', ['nothing-left-over']],
    ['azure-rollout-last', []],
    ['team', []],
  ])('with the tag %s: %j', (tag, violations) => {
    const azure = whole();
    foreignWrite(azure.world.azure.plane, azure.find('vipswap1pip').id, { tags: { [tag]: 'x' } });
    expect(broken(azure)).toEqual(violations);
  });
});

describe('what a run says', () => {
  const claim = { act: 'main', message: 'because', writes: 3 };
  const swapped = ({ world, before }: Broken) =>
    placementIn(world.azure.plane).map(
      (placed) => before.swapped.find(({ loadBalancer }) => loadBalancer === placed.loadBalancer) ?? placed,
    );

  it.each([
    ['succeeded', 'before', 1],
    ['succeeded', 'after', 0],
    ['rolled-back', 'before', 0],
    ['rolled-back', 'after', 1],
    ['failed', 'before', 0],
    ['failed', 'after', 0],
  ] as const)('"%s" is held against where the addresses are (%s the swap)', (outcome, when, violations) => {
    const azure = whole();
    const placement = when === 'before' ? azure.before.placement : swapped(azure);
    expect(outcomeIsTrue(placement, azure.before, { ...claim, outcome })).toHaveLength(violations);
  });

  it('"no-change" is untrue after a write, and a failure without a reason is none', () => {
    const { before } = whole();
    expect(outcomeIsTrue(before.placement, before, { ...claim, outcome: 'no-change' })).toHaveLength(1);
    expect(
      outcomeIsTrue(before.placement, before, { ...claim, outcome: 'failed', message: '' }),
    ).toHaveLength(1);
  });

  it('is half true where only one side has moved', () => {
    const { before } = whole();
    const half = before.placement.map((placed) =>
      placed.loadBalancer === 'vipswap1lb'
        ? { ...placed, addressId: before.addressIds.find((id) => nameOf(id) === 'spare') ?? '' }
        : placed,
    );
    for (const outcome of ['succeeded', 'rolled-back'] as const) {
      expect(outcomeIsTrue(half, before, { ...claim, outcome })).toHaveLength(1);
    }
  });
});

function told(outputs: Partial<Outputs>): Outputs {
  return { ...(Object.fromEntries(OUTPUT_NAMES.map((name) => [name, ''])) as Outputs), ...outputs };
}

describe('whether packets come to a load balancer', () => {
  it('is what the data plane does, whatever the model says', () => {
    const azure = whole();
    const { plane } = azure.world.azure;
    const [id = ''] = azure.before.productionAddressIds;
    const span = { fromMs: 0, toMs: 0 };
    expect(isServed(plane, id, 'vipswap1lb', span)).toBe(true);
    expect(isServed(plane, id, 'vipswap2lb', span)).toBe(false);
    const after = { ...azure.find('vipswap1lb'), properties: {} };
    plane.dataPlane.accepted({
      changes: [{ before: azure.find('vipswap1lb'), after }],
      acceptedAtMs: plane.clock.monotonicMs(),
      durationMs: 0,
      dataPlaneFollows: true,
    });
    expect(isServed(plane, id, 'vipswap1lb', span)).toBe(false);
  });
});

describe('what a status says', () => {
  const azure = whole();
  const { plane } = azure.world.azure;
  const { productionAddressIds } = azure.before;
  const [id = ''] = productionAddressIds;
  const untrue = (outputs: Partial<Outputs>, text = '', servedBy?: string) =>
    statusIsTrue(
      plane,
      productionAddressIds,
      'status',
      { text, outputs: told(outputs) },
      (asked, name) => asked === id && name === servedBy,
    ).length;
  const status = (loadBalancer: string | null) =>
    JSON.stringify({
      addresses: [{ id, live: loadBalancer === null ? null : { loadBalancer } }],
    });

  it.each<[string, Partial<Outputs>, string]>([
    ['its output live-load-balancer', { 'live-load-balancer': 'vipswap2lb' }, ''],
    ['its output status', { status: status('vipswap2lb') }, ''],
    ['its text', {}, '127.80.100.1 (vipswap1pip) is served by vipswap2lb; nothing is under way.'],
  ])('is held against packets by %s', (_, outputs, text) => {
    expect(untrue(outputs, text, 'vipswap2lb')).toBe(0);
    expect(untrue(outputs, text, 'vipswap1lb')).toBe(1);
    expect(untrue(outputs, text)).toBe(1);
  });

  it('is true where it calls nobody live', () => {
    expect(
      untrue({ status: status(null) }, '127.80.100.1 (vipswap1pip) is served by no load balancer;'),
    ).toBe(0);
  });
});

describe('what the outputs of a run say', () => {
  const { before } = whole();
  const untrue = (
    outputs: Partial<Outputs>,
    placement = before.placement,
    downMs?: number,
    comeThere = true,
  ) => swapOutputsAreTrue(placement, before, 'main', told(outputs), () => comeThere, downMs).length;

  it('of who is live is held against where production is', () => {
    expect(untrue({ 'live-load-balancer': 'vipswap1lb' })).toBe(0);
    expect(untrue({ 'live-load-balancer': 'vipswap2lb' })).toBe(1);
    expect(untrue({ 'live-load-balancer': 'vipswap1lb' }, before.swapped)).toBe(1);
    expect(untrue({ 'live-load-balancer': '' })).toBe(0);
    const away = before.placement.map((placed) => ({ ...placed, addressId: '' }));
    expect(untrue({ 'live-load-balancer': 'vipswap1lb' }, away)).toBe(1);
  });

  it('of who is live is held against packets, too', () => {
    expect(untrue({ 'live-load-balancer': 'vipswap1lb' }, before.placement, undefined, false)).toBe(1);
    expect(untrue({ 'live-load-balancer': '' }, before.placement, undefined, false)).toBe(0);
  });

  it.each(['succeeded', 'no-change'])(
    'of "%s" is untrue where no packets come, whoever is live',
    (outcome) => {
      expect(untrue({ outcome }, before.placement, undefined, false)).toBe(1);
      expect(untrue({ outcome }, before.placement, undefined, true)).toBe(0);
      expect(untrue({ outcome: 'failed' }, before.placement, undefined, false)).toBe(0);
    },
  );

  it('of the downtime is none where nobody has measured any', () => {
    expect(untrue({ 'downtime-seconds': '4.700', 'downtime-source': 'control-plane' })).toBe(0);
    expect(untrue({ 'downtime-seconds': '' })).toBe(0);
    expect(untrue({ 'downtime-seconds': '0.000', 'downtime-source': 'control-plane' })).toBe(1);
    expect(untrue({ 'downtime-seconds': '4.700', 'downtime-source': 'probe' })).toBe(1);
  });

  it('of the downtime that was measured is not less than production was away', () => {
    const measured = (seconds: string) =>
      ({ 'downtime-seconds': seconds, 'downtime-source': 'probe', 'probe-resolution-ms': '250' }) as const;
    expect(untrue(measured('0.000'), before.placement, 0)).toBe(0);
    expect(untrue(measured('0.000'), before.placement, 4_700)).toBe(1);
    expect(untrue(measured('4.500'), before.placement, 4_700)).toBe(0);
    expect(untrue({ 'downtime-seconds': '' }, before.placement, 4_700)).toBe(0);
  });
});

describe('the record', () => {
  const last = (kind: 'run' | 'rollback', loadBalancer: string) =>
    lastRunTags({
      finishedAtEpochMs: 0,
      kind,
      strategy: 'vip-swap',
      method: 'native',
      previousTarget: 'vipswap/other/loadBalancerFrontEnd',
      target: `vipswap/${loadBalancer}/loadBalancerFrontEnd`,
      downtime: null,
      run: 'https://github.com/contoso/shop/actions/runs/1/attempts/1',
    });
  const [run, rollback] = [{ command: 'run' }, { command: 'rollback' }] as const;

  it.each([
    ['nothing, after a run that has not moved production', { ...run, leavesRecord: true }, {}, true],
    ['of that run', { ...run, leavesRecord: true }, last('run', 'vipswap2lb'), false],
    ['of the run that stays', { ...rollback, leavesRecord: true }, last('run', 'vipswap1lb'), true],
    [
      'of a rollback that was undone',
      { ...rollback, leavesRecord: true },
      last('rollback', 'vipswap2lb'),
      false,
    ],
    ['nothing, after a rollback that was undone', { ...rollback, leavesRecord: true }, {}, false],
  ])('tells %s, where production has stayed', (_, recorded, tags, isTrue) => {
    const { world, before, find } = whole();
    foreignWrite(world.azure.plane, find('vipswap1pip').id, { tags });
    expect(recordIsTrue(world.azure.plane, before, recorded)).toHaveLength(isTrue ? 0 : 1);
  });

  it.each([
    ['of the run', { ...run, leavesRecord: true }, last('run', 'vipswap2lb'), true],
    ['of another side', { ...run, leavesRecord: true }, last('run', 'vipswap1lb'), false],
    ['of a rollback', { ...run, leavesRecord: true }, last('rollback', 'vipswap2lb'), false],
    ['nothing', { ...run, leavesRecord: true }, {}, false],
    ['nothing, with record: none', { ...run, leavesRecord: false }, {}, true],
    ['of the run, with record: none', { ...run, leavesRecord: false }, last('run', 'vipswap2lb'), false],
  ])('tells %s, where production has moved', (_, recorded, tags, isTrue) => {
    const { world, before, find } = whole();
    const { plane } = world.azure;
    foreignWrite(plane, find('vipswap1pip').id, { tags });
    const moved = { ...before, swapped: placementIn(plane) };
    expect(recordIsTrue(plane, moved, recorded)).toHaveLength(isTrue ? 0 : 1);
  });
});

it('a recovery that was told where to go has gone there', () => {
  expect(goesAsTold('recover', 'auto', 'undo')).toEqual([]);
  expect(goesAsTold('recover', 'undo', 'undo')).toEqual([]);
  expect(goesAsTold('recover', 'finish', undefined)).toEqual([]);
  expect(goesAsTold('recover', 'finish', 'undo')).toMatchObject([{ invariant: 'recover-ends-whole' }]);
});
