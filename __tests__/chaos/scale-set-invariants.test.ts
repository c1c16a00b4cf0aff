import { describe, expect, it } from 'vitest';
import type { Outputs } from '../../chaos/in-process/action.ts';
import { doneOnce, type InstanceWork } from '../../chaos/invariants/scale-set/done-once.ts';
import { upgradesOfFailedModel } from '../../chaos/invariants/scale-set/known-model.ts';
import { lastReleaseIsTrue } from '../../chaos/invariants/scale-set/last-release-is-true.ts';
import {
  canariesAreFew,
  othersAreUntouched,
  releaseIsWhole,
  setAsideIsBack,
} from '../../chaos/invariants/scale-set/release-is-whole.ts';
import {
  failedReleaseCanGoOn,
  forgottenIsOver,
  type ReleaseClaim,
  releaseOutcomeIsTrue,
} from '../../chaos/invariants/scale-set/release-outcome-is-true.ts';
import { releaseOutputsAreTrue } from '../../chaos/invariants/scale-set/release-outputs-are-true.ts';
import { restOfModel } from '../../chaos/invariants/scale-set/rest-of-model.ts';
import {
  type InstanceAsItIs,
  type ScaleSetAsItIs,
  scaleSetIn,
  touchedIn,
} from '../../chaos/invariants/scale-set/scale-set-as-it-is.ts';
import { createReleaseWorld } from '../../chaos/scale-set/release-world.ts';
import { NEW_SETTINGS, newImage, OLD_SETTINGS, scaleSetId } from '../../chaos/scale-set/scenario.ts';
import { WorkHistory } from '../../chaos/scale-set/work-history.ts';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { OUTPUT_NAMES } from '../../src/outputs.ts';
import { type LastRun, lastRunTags } from '../../src/record/last-run.ts';
import { openReleaseTags } from '../../src/record/open-release.ts';
import { startInProcessArm } from '../azure/in-process-arm.ts';
import { canaryScenario } from '../emulator/arm/compute/scale-set-world.ts';

function worldOf() {
  return createReleaseWorld(
    { capacity: 3, isZonal: false, repairs: 'none', isScaled: false, hasPolicies: false },
    { seed: 1, requestLatency: 'none', dataPlane: 'pessimistic' },
  );
}

const { azure } = worldOf();
const before = scaleSetIn(azure.plane, 'image');

function changed(ids: readonly string[], change: Partial<InstanceAsItIs>): ScaleSetAsItIs {
  return {
    ...before,
    instances: before.instances.map((each) => (ids.includes(each.id) ? { ...each, ...change } : each)),
  };
}

function emptyOutputs(): Outputs {
  return Object.fromEntries(OUTPUT_NAMES.map((name) => [name, ''])) as Outputs;
}

function brokenBy(now: ScaleSetAsItIs): string[] {
  return [...new Set(releaseIsWhole(now, before, 0).map(({ invariant }) => invariant))];
}

describe('a scale set without an open release', () => {
  it('is whole where nothing has happened to it', () => {
    expect(brokenBy(before)).toEqual([]);
  });

  it.each<[string, ScaleSetAsItIs, readonly string[]]>([
    ['an instance has another payload than the model', changed(['1'], { has: 'new' }), ['one-payload']],
    [
      'an instance has what nobody has declared',
      changed(['1'], { has: 'undeclared' }),
      ['declared-model', 'one-payload'],
    ],
    [
      'an instance is still protected',
      changed(['1'], { isProtectedFromScaleIn: true }),
      ['protection-returned'],
    ],
    ['repairs are still suspended', { ...before, repairs: 'Suspended' }, ['repairs-resumed']],
    ['the lock is left', { ...before, tags: { 'azure-rollout-lock-id': '1' } }, ['nothing-left-over']],
    [
      'a tag is left that tells of nothing',
      { ...before, tags: { 'azure-rollout-leftover': 'x' } },
      ['nothing-left-over'],
    ],
    [
      'an instance is left in the middle of an upgrade',
      changed(['1'], { provisioning: 'Updating' }),
      ['settled'],
    ],
    [
      'the model has got more than a payload',
      { ...before, rest: { ...before.rest, others: { overprovision: true } } },
      ['declared-model'],
    ],
    [
      'an instance was brought to more than a payload',
      changed(['1'], { rest: { userData: 'bW9yZQ==' } }),
      ['declared-model'],
    ],
    [
      'the upgrade of an instance has failed',
      changed(['1'], { provisioning: 'Failed', hasFailedWork: true }),
      ['settled'],
    ],
  ])('is not whole where %s', (_, now, invariants) => {
    expect(brokenBy(now)).toEqual(invariants);
  });

  it('may have as many failed instances with the new payload as may be unhealthy, and none with the old one', () => {
    const failed = changed(['1'], { provisioning: 'Failed', hasFailedWork: true });
    const released = (now: ScaleSetAsItIs) => ({
      ...now,
      model: 'new' as const,
      instances: now.instances.map((each) => ({ ...each, has: 'new' as const })),
    });
    expect(releaseIsWhole(released(failed), before, 1)).toEqual([]);
    expect(releaseIsWhole(released(failed), before, 0)).toMatchObject([{ invariant: 'settled' }]);
    expect(releaseIsWhole(failed, before, 1)).toMatchObject([{ invariant: 'settled' }]);
  });

  it('may have a protected instance on what it had', () => {
    const now = changed(['0', '2'], { has: 'new' });
    const { instances } = changed(['1'], { isProtectedFromScaleSetActions: true });
    const kept = instances.map((each) => (each.id === '1' ? each : { ...each, has: 'new' as const }));
    expect(brokenBy({ ...now, model: 'new', instances: kept })).toEqual([]);
  });
});

describe('what a job says of its release', () => {
  const claim: ReleaseClaim = {
    act: 'main',
    message: 'because',
    outcome: 'succeeded',
    command: 'rollout',
    mostWithout: 0,
    leftOver: false,
    writes: 3,
  };
  const everybody: ScaleSetAsItIs = { ...changed(['0', '1', '2'], { has: 'new' }), model: 'new' };
  const upgraded = { has: 'new', isWorkedOn: true } as const;
  const sickCanary = changed(['0'], { ...upgraded, isWell: false });
  const sick: ScaleSetAsItIs = {
    ...everybody,
    instances: [...sickCanary.instances.slice(0, 1), ...changed(['1', '2'], upgraded).instances.slice(1)],
  };
  const tagsOf = (canaryIds: readonly string[]) =>
    openReleaseTags({
      id: '20260101T000001Z-46d6718b',
      strategy: 'full-rollout',
      run: 'https://github.com/contoso/shop/actions/runs/1/attempts/1',
      openedAtEpochMs: 0,
      previousPayload: 'web/web-1',
      payload: 'web/web-2',
      canaryIds,
      otherIds: [],
      sickIds: [],
      quarantinedIds: [],
      protectedIds: [],
      isPreviousUnpinned: false,
      hasSuspendedRepairs: false,
    });
  const tags = tagsOf([]);
  const stopped: ScaleSetAsItIs = { ...changed(['0'], { has: 'new' }), model: 'new', tags };

  it.each<[Partial<ReleaseClaim>, ScaleSetAsItIs, number]>([
    [{}, everybody, 0],
    [{}, before, 1],
    [{}, sick, 1],
    [{ mostWithout: 1 }, sick, 0],
    [{ found: sick }, sick, 0],
    [{ command: 'recover', recoveredTo: 'finish' }, sick, 1],
    [{ command: 'canary' }, { ...sickCanary, model: 'new', tags: tagsOf(['0']) }, 1],
    [{ command: 'rollback' }, before, 0],
    [{ command: 'rollback' }, everybody, 1],
    [{ command: 'canary' }, everybody, 1],
    [{ command: 'recover', recoveredTo: 'undo' }, everybody, 1],
    [{ outcome: 'rolled-back' }, before, 0],
    [{ outcome: 'rolled-back' }, everybody, 1],
    [{ outcome: 'rolled-back', found: stopped }, stopped, 0],
    [{ outcome: 'rolled-back', found: stopped }, { ...everybody, tags }, 1],
    [{ outcome: 'rolled-back', found: before }, stopped, 1],
    // The tags were removed meanwhile, and nobody has lost what the release had brought.
    [{ outcome: 'rolled-back', found: stopped }, { ...stopped, tags: {} }, 1],
    [{ outcome: 'rolled-back', isModelTaken: true }, { ...before, model: 'undeclared' }, 0],
    [{ outcome: 'rolled-back', isModelTaken: true }, { ...stopped, model: 'undeclared', tags: {} }, 1],
    [{ outcome: 'succeeded', isModelTaken: true }, { ...everybody, model: 'undeclared' }, 1],
    [{ outcome: 'no-change' }, before, 1],
    [{ outcome: 'failed', message: '' }, before, 1],
  ])('%j is held against the scale set', (more, now, violations) => {
    expect(releaseOutcomeIsTrue(now, before, { ...claim, ...more })).toHaveLength(violations);
  });

  it('is not that there is nothing to do where the tags of half a release were removed', () => {
    expect(forgottenIsOver({ ...stopped, tags: {} }, claim)).toMatchObject([
      { invariant: 'outcome-is-true' },
    ]);
    expect(forgottenIsOver(before, claim)).toEqual([]);
    expect(forgottenIsOver(everybody, claim)).toEqual([]);
  });

  it('and whoever finds the tags removed names what it has not given back', () => {
    const kept = { ...changed(['1', '2'], { isProtectedFromScaleIn: true }), repairs: 'Suspended' as const };
    const named = { protectedIds: ['1', '2'], hasSuspendedRepairs: true };
    expect(setAsideIsBack(kept, before, named)).toEqual([]);
    expect(setAsideIsBack(kept, before, { ...named, protectedIds: ['1'] })).toMatchObject([
      { invariant: 'protection-returned', message: expect.stringContaining('instance 2') },
    ]);
    expect(setAsideIsBack(kept, before, { ...named, hasSuspendedRepairs: false })).toMatchObject([
      { invariant: 'repairs-resumed' },
    ]);
  });

  it('and a failure that leaves half of it leaves what tells of it too', () => {
    const half = changed(['1'], { has: 'new' });
    expect(failedReleaseCanGoOn(half, before, 'main')).toHaveLength(1);
    expect(
      failedReleaseCanGoOn({ ...half, tags: { 'azure-rollout-release': 'v1' } }, before, 'main'),
    ).toEqual([]);
  });
});

it('whoever upgrades instances has brought the model to a known state before', async () => {
  const { emulated, arm } = startInProcessArm({ adapt: () => canaryScenario({ capacity: 3 }) });
  const violations = upgradesOfFailedModel(emulated.plane);
  const { signal } = new AbortController();
  const write = { apiVersion: '2024-07-01', path: scaleSetId };
  const changeModel = () =>
    arm.write(
      {
        ...write,
        method: 'PATCH',
        body: { properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } } },
      },
      signal,
    );
  const upgrade = (instanceId: string) =>
    arm.write(
      {
        ...write,
        method: 'POST',
        path: `${scaleSetId}/manualupgrade`,
        body: { instanceIds: [instanceId] },
      },
      signal,
    );
  emulated.plane.faults.add({ match: { method: 'PATCH' }, effect: 'operation-fails', model: 'changed' });
  await expect(changeModel()).rejects.toThrow();
  await upgrade('0');
  expect(violations.map(({ invariant }) => invariant)).toEqual(['known-model']);
  await changeModel();
  await upgrade('1');
  expect(violations).toHaveLength(1);
});

describe('what is done to an instance', () => {
  const work: InstanceWork = {
    action: 'manualupgrade',
    instanceId: '1',
    model: 'new',
    acceptedAtMs: 1_000,
    hasSucceeded: true,
  };
  const again = { ...work, acceptedAtMs: 2_000 };
  const processes = [
    { name: 'main', startedAtMs: 0, endedAtMs: 5_000 },
    { name: 'recover', startedAtMs: 6_000, endedAtMs: 9_000 },
  ];

  it.each<[string, readonly InstanceWork[], number]>([
    ['once', [work], 0],
    ['again by the same process', [work, again], 1],
    ['once to each', [work, { ...again, instanceId: '2' }], 0],
    ['again because it had failed', [{ ...work, hasSucceeded: false }, again], 0],
    ['again with another model', [work, { ...again, model: 'old' }], 0],
    ['again after something else was', [work, { ...work, action: 'reimage', acceptedAtMs: 1_500 }, again], 0],
    ['again by another process', [work, { ...again, acceptedAtMs: 7_000 }], 0],
  ])('may be done %s, or is held against it', (_, works, violations) => {
    expect(doneOnce(works, processes)).toHaveLength(violations);
  });

  it('may be done again by another plan of the same process', () => {
    const plans = [
      { name: 'main', startedAtMs: 0, endedAtMs: 1_500 },
      { name: 'main', startedAtMs: 1_500, endedAtMs: 5_000 },
    ];
    expect(doneOnce([work, again], plans)).toEqual([]);
  });

  it('is told by what ARM has accepted, with the model that there was', async () => {
    const { emulated, arm } = startInProcessArm({ adapt: () => canaryScenario({ capacity: 3 }) });
    const history = new WorkHistory(emulated.plane);
    const reimage = () =>
      arm.write(
        {
          method: 'POST',
          path: `${scaleSetId}/reimage`,
          apiVersion: '2024-07-01',
          body: { instanceIds: ['1', '2'] },
        },
        new AbortController().signal,
      );
    const process = { name: 'main', startedAtMs: 0, endedAtMs: Number.POSITIVE_INFINITY };
    await reimage();
    expect(doneOnce(history.works(), [process])).toEqual([]);
    foreignWrite(emulated.plane, scaleSetId, { properties: { virtualMachineProfile: { userData: 'eA==' } } });
    await reimage();
    expect(doneOnce(history.works(), [process])).toEqual([]);
    await reimage();
    expect(
      doneOnce(history.works(), [process]).map(({ message }) => /instance \d/.exec(message)?.[0]),
    ).toEqual(['instance 1', 'instance 2']);
  });
});

describe('the tag that a release leaves', () => {
  const releaseId = '20260101T000001Z-46d6718b';
  const tagsOf = (kind: LastRun['kind']) =>
    lastRunTags({
      finishedAtEpochMs: 0,
      kind,
      strategy: 'full-rollout',
      method: 'batches',
      releaseId,
      previousTarget: 'web/web-1',
      target: 'web/web-2',
      downtime: null,
      run: 'https://github.com/contoso/shop/actions/runs/1/attempts/1',
    });
  const begun = { releaseId, leavesRecord: true };

  it.each([
    ['new', tagsOf('run'), begun, 0],
    ['new', tagsOf('rollback'), begun, 1],
    ['new', {}, begun, 1],
    ['old', tagsOf('rollback'), begun, 0],
    ['old', tagsOf('undoing'), begun, 0],
    ['old', tagsOf('run'), begun, 1],
    ['old', {}, begun, 1],
    ['old', {}, { leavesRecord: true }, 0],
    ['old', tagsOf('undoing'), { leavesRecord: true }, 1],
    ['new', {}, { releaseId, leavesRecord: false }, 0],
    ['new', tagsOf('run'), { releaseId, leavesRecord: false }, 1],
  ] as const)('is held against what the instances have: %s, %j, %j', (model, tags, more, violations) => {
    expect(lastReleaseIsTrue({ model, tags }, more)).toHaveLength(violations);
  });
});

describe('what a job says of instances', () => {
  const now: ScaleSetAsItIs = {
    ...before,
    model: 'new',
    instances: [
      ...changed(['0'], { has: 'new', isWorkedOn: true, isUpToDate: true }).instances.slice(0, 1),
      ...changed(['1'], {
        has: 'new',
        isWorkedOn: true,
        isUpToDate: true,
        isWell: false,
        isOff: true,
      }).instances.slice(1, 2),
      ...changed(['2'], { isUpToDate: false }).instances.slice(2),
    ],
  };
  const truth = {
    outcome: 'succeeded',
    'updated-instances': '["0","1"]',
    'outdated-instances': '["2"]',
    'quarantined-instances': '["1"]',
    'unhealthy-instances': '["1"]',
  };
  const untrueOf = (outputs: Partial<Outputs>, isSettled: (id: string) => boolean = () => true) =>
    releaseOutputsAreTrue(now, 'main', { ...emptyOutputs(), ...truth, ...outputs }, isSettled).map(
      ({ message }) => /(\w+-instances) is/.exec(message)?.[1],
    );

  it('is held against each of them', () => {
    expect(untrueOf({})).toEqual([]);
    expect(untrueOf({ 'updated-instances': '["0"]' })).toEqual(['updated-instances']);
    expect(untrueOf({ 'updated-instances': '["0","1","2"]' })).toEqual(['updated-instances']);
    expect(untrueOf({ 'outdated-instances': '[]' })).toEqual(['outdated-instances']);
    expect(untrueOf({ 'quarantined-instances': '[]' })).toEqual(['quarantined-instances']);
    expect(untrueOf({ 'quarantined-instances': '["0","1"]' })).toEqual(['quarantined-instances']);
    expect(untrueOf({ 'unhealthy-instances': '[]' })).toEqual(['unhealthy-instances']);
  });

  it('is not, where nobody has looked, or something has happened since', () => {
    expect(untrueOf({ 'updated-instances': '', 'outdated-instances': '' })).toEqual([]);
    expect(untrueOf({ 'updated-instances': '["0"]' }, (id) => id !== '1')).toEqual([]);
  });
});

describe('what a release has no business with', () => {
  const rest = (payload: 'image' | 'extension', patch: unknown) => {
    const { azure: changed } = worldOf();
    foreignWrite(changed.plane, scaleSetId, patch);
    const scaleSet = changed.plane.store.get(scaleSetId);
    expect.assert(scaleSet !== undefined);
    return restOfModel(scaleSet, payload);
  };
  const profile = (virtualMachineProfile: unknown) => ({ properties: { virtualMachineProfile } });
  const image = profile({ storageProfile: { imageReference: newImage } });

  it('is all of the model but the payload, and what other writers change', () => {
    const none = rest('image', {});
    expect(rest('image', image)).toEqual(none);
    expect(rest('image', { sku: { capacity: 5 }, tags: { owner: 'somebody' } })).toEqual(none);
    expect(rest('image', profile({ licenseType: 'RHEL_BYOS' }))).toEqual(none);
    expect(rest('extension', image)).not.toEqual(rest('extension', {}));
    expect(rest('image', profile({ userData: 'bW9yZQ==' }))).not.toEqual(none);
    expect(rest('image', profile({ extensionProfile: { extensions: [] } }))).not.toEqual(none);
    expect(rest('image', { properties: { overprovision: true } })).not.toEqual(none);
    expect(rest('image', { sku: { name: 'Standard_B4ms' } })).not.toEqual(none);
  });

  it('an image with a member too many is none that was declared', () => {
    const { azure: changed } = worldOf();
    foreignWrite(changed.plane, scaleSetId, image);
    expect(scaleSetIn(changed.plane, 'image').model).toBe('new');
    foreignWrite(
      changed.plane,
      scaleSetId,
      profile({ storageProfile: { imageReference: { communityGalleryImageId: '/x' } } }),
    );
    expect(scaleSetIn(changed.plane, 'image').model).toBe('undeclared');
  });

  it('a script that is run again is told by its tag, and by nothing else', () => {
    const { azure: changed } = worldOf();
    const hadWith = (properties: object) => {
      const extensions = [{ name: 'install', properties }];
      foreignWrite(changed.plane, scaleSetId, profile({ extensionProfile: { extensions } }));
      return scaleSetIn(changed.plane, 'forced-run').model;
    };
    expect(hadWith({ settings: OLD_SETTINGS })).toBe('old');
    expect(hadWith({ settings: OLD_SETTINGS, forceUpdateTag: 'release-7' })).toBe('new');
    expect(hadWith({ settings: NEW_SETTINGS, forceUpdateTag: 'release-7' })).toBe('undeclared');
  });
});

describe('who is none of a release', () => {
  it('was not touched', () => {
    expect(othersAreUntouched(new Set(['0', '1']), new Set(['0']))).toHaveLength(1);
  });

  it.each([
    ['a restart of all', 'POST', 'restart', undefined, ['0', '1', '2']],
    ['a restart of one', 'POST', 'virtualMachines/1/restart', undefined, ['1']],
    ['a deallocation', 'POST', 'deallocate', { instanceIds: ['2'] }, ['2']],
    [
      'a protection',
      'PUT',
      'virtualMachines/0',
      { location: 'westus2', properties: { protectionPolicy: { protectFromScaleIn: true } } },
      ['0'],
    ],
    ['a change of its tags', 'PATCH', '', { tags: { owner: 'somebody' } }, []],
  ])('is touched by %s', async (_, method, path, body, ids) => {
    const { emulated } = startInProcessArm({ adapt: () => canaryScenario() });
    const answer = await emulated.handle({
      method,
      path: `${scaleSetId}${path === '' ? '' : `/${path}`}`,
      query: 'api-version=2026-04-01',
      headers: {},
      body: body === undefined ? '' : JSON.stringify(body),
    });
    expect(answer.status, answer.body).toBeLessThan(300);
    expect([...touchedIn(emulated.plane)].toSorted()).toEqual(ids);
  });

  it('is not made a canary beyond what was asked for', () => {
    expect(canariesAreFew({ canaries: 1, instances: 3 }, 10)).toEqual([]);
    expect(canariesAreFew({ canaries: 2, instances: 3 }, 10)).toMatchObject([{ invariant: 'untouched' }]);
  });
});
