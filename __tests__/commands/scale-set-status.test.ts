import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../src/outputs.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import {
  customScript,
  healthExtension,
  imageResource,
  newImage,
  oldImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { tell } from '../report/scale-set-runs.ts';
import { type ScaleSetCommands, startScaleSetCommands } from './scale-set-commands.ts';

const otherImage = newImage.id.replace('web-2', 'web-3');

async function opened(options: WorldOptions = {}): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ resources: [imageResource(otherImage)], ...options });
  await world.canary(world.runner(7));
  return world;
}

/** By somebody's hand. */
function put({ emulated: { plane } }: ScaleSetCommands, id: string): void {
  foreignWrite(plane, scaleSetId, {
    properties: { virtualMachineProfile: { storageProfile: { imageReference: { id } } } },
  });
}

async function statusOf(world: ScaleSetCommands) {
  const { report } = await tell(world, 'status', (runner) => world.status(runner));
  const [first] = nextSteps(report);
  const inputs = nextSteps(report).map((step) => step.inputs ?? []);
  return { report, first, inputs, sentence: verdict(report) };
}

describe('the status of a release whose model somebody has changed', () => {
  it('says that neither half goes on with it, and which commands put that right', async () => {
    const world = await opened();
    put(world, otherImage);
    const { sentence, first, report } = await statusOf(world);
    expect(sentence).toMatch(
      /somebody else has changed the model while a release is open, so that can be neither/,
    );
    expect(sentence).toMatch(/; a release is open\.$/);
    expect(first?.text).toMatch(/With anything else both are refused:$/);
    expect(first?.commands).toEqual([
      expect.stringMatching(/^az vmss update .*images\/web-2/),
      expect.stringMatching(/^az vmss update .*images\/web-1/),
    ]);
    expect(report.status).toMatchObject({ release: { model: 'foreign' } });
    await expect(world.rollout(world.runner(2))).rejects.toThrow(/Somebody else has changed the model/);
    await expect(world.rollback(world.runner(3))).rejects.toThrow(/Somebody else has changed the model/);
    put(world, newImage.id);
    expect((await statusOf(world)).first?.text).toMatch(/^To promote/);
    expect(await world.rollout(world.runner(4))).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('tells a model that was put back, with which it can be rejected, and not promoted', async () => {
    const world = await opened();
    put(world, oldImage.id);
    const { sentence, first } = await statusOf(world);
    expect(sentence).toMatch(/the model has what it had before the open release/);
    expect(first?.text).toMatch(
      /can be rejected as it is; before it is promoted, canary\/web-2 has to be put/,
    );
    expect(first?.commands).toEqual([expect.stringMatching(/images\/web-2/)]);
    await expect(world.rollout(world.runner(2))).rejects.toThrow(/Somebody has put web-1 back/);
    expect(await world.rollback(world.runner(3))).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('says nothing of it where the model is the release’s', async () => {
    const { sentence, report } = await statusOf(await opened());
    expect(sentence).not.toMatch(/model while|before the open/);
    expect(report.status).toMatchObject({ release: { model: 'released' } });
  });
});

describe('the status of a release whose canary has a failed extension', () => {
  const payload = {
    kind: 'extension',
    name: 'install',
    settings: { commandToExecute: 'install two' },
  } as const;
  const previousSettings = { settings: { commandToExecute: 'install one' } };
  // Nothing but ARM's word on the extension tells how the machine is.
  const shape: WorldOptions = {
    extensions: [healthExtension, customScript(previousSettings.settings)],
    payloads: [
      { extensionSettings: 'install one', version: 'one' },
      { extensionSettings: 'install two', version: 'two', script: 'fails', instances: ['0'] },
    ],
  };

  it('calls it unwell, and prints a promotion that has room for it', async () => {
    const world = startScaleSetCommands(shape);
    await world.canary(world.runner(7), { payload, previousSettings, onUnhealthy: 'stop' });
    const { sentence, report, inputs } = await statusOf(world);
    expect(report.scaleSet?.instances[0]).toMatchObject({ health: 'healthy', provisioningState: 'Failed' });
    expect(toOutputs(report, '')['unhealthy-instances']).toBe('["0"]');
    expect(sentence).toMatch(/instance 0 is not well with the release/);
    expect(inputs.find(([first]) => first === 'strategy: full-rollout')).toContain('max-unhealthy: 1');
  });

  it('does not so with one that failed before, and is no canary', async () => {
    const world = startScaleSetCommands({
      ...shape,
      payloads: [
        { extensionSettings: 'install one', version: 'one' },
        { extensionSettings: 'install two', version: 'two' },
      ],
    });
    const { store } = world.emulated.plane;
    const id = `${scaleSetId}/virtualMachines/2`;
    const machine = store.get(id);
    expect.assert(machine !== undefined);
    store.put({ ...machine, properties: { ...machine.properties, provisioningState: 'Failed' } });
    await world.canary(world.runner(7), { payload, previousSettings });
    const { report } = await statusOf(world);
    expect(report.scaleSet?.instances[2]).toMatchObject({ provisioningState: 'Failed' });
    expect(toOutputs(report, '')['unhealthy-instances']).toBe('[]');
  });
});

type Retag = (tags: Readonly<Record<string, string>>) => Record<string, string>;

/** A rollout whose runner is lost after its first batch, and whose tags somebody has changed since. */
async function lostWith(retag: Retag): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands();
  const victim = world.runner(7);
  void world.rollout(victim, { payload: { kind: 'image', image: newImage } });
  await world.written('POST web/manualupgrade', 2);
  victim.kill();
  await world.clock.sleep(300_000);
  const { store } = world.emulated.plane;
  const found = store.get(scaleSetId);
  expect.assert(found !== undefined);
  store.put({ ...found, tags: retag((found as { tags?: Record<string, string> }).tags ?? {}) });
  return world;
}

const without =
  (pattern: RegExp): Retag =>
  (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([name]) => !pattern.test(name)));

describe('the status of a scale set with a lock and an open release, and no journal', () => {
  it('says that the release is there, and what is printed brings it to an end', async () => {
    const world = await lostWith(without(/^azure-rollout-journal/));
    const { report, first, inputs } = await statusOf(world);
    expect(report.status).toMatchObject({ state: 'locked', release: { id: expect.any(String) as string } });
    expect(first?.text).toMatch(
      /no journal says what its owner had begun of release \S+, so there is nothing to recover, and that is to be promoted/,
    );
    expect(first?.inputs).toContain('command: unlock');
    expect(inputs.map(([head]) => head)).toEqual([
      'command: unlock',
      'strategy: full-rollout',
      'command: rollback',
    ]);
    await world.unlock(world.runner(8));
    expect(await world.rollout(world.runner(9))).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('says where there is none that nothing is written down', async () => {
    const world = await lostWith(without(/^azure-rollout-(?:journal|release)/));
    const { first, inputs } = await statusOf(world);
    expect(first?.text).toMatch(/no release is written down beside it, so there is nothing to recover/);
    expect(inputs).toHaveLength(1);
  });
});

describe('the status of a scale set with a lock beside what this version cannot read', () => {
  it.each<[string, Retag]>([
    ['a journal', (tags) => ({ ...tags, 'azure-rollout-journal': 'v9 x' })],
    ['a release', (tags) => ({ ...tags, 'azure-rollout-release': 'v9 x' })],
  ])('(%s) prints no recovery, which is refused', async (_, retag) => {
    const world = await lostWith(retag);
    const { report, first, inputs } = await statusOf(world);
    expect(report.status).toMatchObject({
      state: 'locked',
      problem: expect.stringContaining('v9 x') as string,
    });
    expect(first?.text).toMatch(/do what the row "Under way" says: .*"command: recover" of it is refused/);
    expect(inputs.flat()).not.toContain('command: recover');
    expect(inputs.flat()).toContain('command: unlock');
    await world.unlock(world.runner(8));
    expect((await statusOf(world)).report.status).toMatchObject({ state: 'interrupted' });
  });
});

describe('a recovery of a scale set that is refused by its tags', () => {
  it.each<[string, Retag, RegExp]>([
    ['a journal of another version', (tags) => ({ ...tags, 'azure-rollout-journal': 'v9 x' }), /v9 x/],
    ['a release of another version', (tags) => ({ ...tags, 'azure-rollout-release': 'v9 x' }), /v9 x/],
    ['no tags of the release', without(/^azure-rollout-release/), /whose own tags are gone/],
  ])('(%s) points to the workflow of scale sets, and names this one', async (_, retag, cause) => {
    const world = await lostWith(retag);
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report.outcome).toBe('failed');
    const message = causeError(report)?.message ?? '';
    expect(message).toMatch(cause);
    expect(message).toContain('"scale-set: web", "resource-group: canary"');
    expect(message).toContain('examples/scale-set-operate.yml');
    expect(message).toContain('Make sure before that no job works on the release any more');
  });
});

describe('the status after a release of an extension was taken back', () => {
  const former = { settings: { fileUris: [] }, protectedSettings: { commandToExecute: 'install one' } };
  const payload = {
    kind: 'extension',
    name: 'install',
    settings: { fileUris: [] },
    protectedSettings: { commandToExecute: 'install two' },
  } as const;

  async function takenBack(): Promise<ScaleSetCommands> {
    const { settings, ...secret } = former;
    const world = startScaleSetCommands({ extensions: [healthExtension, customScript(settings, secret)] });
    await world.canary(world.runner(1), { payload, previousSettings: former });
    await world.rollback(world.runner(2), { previousSettings: former });
    // A model that was written is a new one to ARM, whatever it has.
    const { store } = world.emulated.plane;
    for (const id of ['1', '2']) {
      const instance = store.get(`${scaleSetId}/virtualMachines/${id}`);
      if (instance !== undefined) {
        store.put({ ...instance, properties: { ...instance.properties, latestModelApplied: false } });
      }
    }
    return world;
  }

  it('does not call those outdated whom it has not reached, and says who they are', async () => {
    const world = await takenBack();
    const { report, sentence } = await statusOf(world);
    expect(sentence).toMatch(/^3 of 3 instances of web have what the model has/);
    expect(toOutputs(report, '')).toMatchObject({
      state: 'idle',
      'outdated-instances': '[]',
      'updated-instances': '["0","1","2"]',
    });
    expect(report.status).toMatchObject({ unreachedIds: ['1', '2'] });
    const { log } = await tell(world, 'status', (runner) => world.status(runner));
    expect(log.join('\n')).toMatch(
      /Outdated by Azure alone: +1, 2; image and extensions are those of the model/,
    );
  });

  it('calls those outdated that have something else, or of whose model nobody knows', async () => {
    const world = await takenBack();
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    const { report } = await statusOf(world);
    expect(report.status).toMatchObject({ unreachedIds: [] });
    expect(toOutputs(report, '')).toMatchObject({ 'outdated-instances': '["0","1","2"]' });
  });
});

describe('a scale set with a lock that has no end, and no journal', () => {
  it('is told by a recovery, which says how that is taken away, and promises nothing', async () => {
    const world = await lostWith((tags) => ({
      ...without(/^azure-rollout-(?:journal|release)/)(tags),
      'azure-rollout-lock': 'until never for me',
    }));
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report.failure).toMatchObject({
      code: 'EndlessLock',
      message: expect.stringMatching(
        /^No run can begin: web is locked by \S+ \(me\) without an end: "command: unlock" with scale-set: web .*unlock-reason takes that away\./,
      ) as string,
    });
    expect(report.failure?.message).not.toContain('when that is over');
    expect(verdict(report)).toBe('Nothing was changed.');
    await world.unlock(world.runner(8));
    const { report: after } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(after.outcome).toBe('no-change');
  });
});
