import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import type { CommandEnd } from '../../src/commands/command.ts';
import type { Plan, PlannedCall } from '../../src/engine/plan.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { planText } from '../../src/report/plan-text.ts';
import {
  customScript,
  group,
  healthExtension,
  newImage,
  scaleSetId,
  type WorldOptions,
} from '../emulator/arm/compute/scale-set-world.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';
import { shareNatPorts } from './shared-nat-ports.ts';

const command = 'check --token s3cret';
const runCommand = `${scaleSetId}/virtualMachines/{instanceId}/runCommand`;
const question = `${group}/providers/Microsoft.Network/loadBalancers/weblb/backendAddressPools/pool/queryInboundNatRulePortMapping`;
const health = {
  minHealthyTimeMs: 0,
  healthyDeadlineMs: 120_000,
  endpoint: { protocol: 'http', port: 8080, path: '/', expectation: anySuccess },
  command,
} as const;

function postsOf(end: CommandEnd): PlannedCall[] {
  expect.assert(end.kind === 'planned');
  return end.plan.steps.flatMap(({ calls }) => calls).filter(({ method }) => method === 'POST');
}

/** What becomes of a tag by the last step that writes it: `absent` -> `what was done`. */
function lastTagIn(end: CommandEnd): readonly (string | null)[] {
  expect.assert(end.kind === 'planned');
  const changes = end.plan.steps.flatMap((step) => step.changes);
  const change = changes.findLast(({ field }) => field === 'tags/azure-rollout-last');
  return change === undefined ? [] : [change.from, change.to];
}

/** Targets of what was sent by POST, as a plan writes them. */
function sentSince({ requests }: ScaleSetCommands, since: number): Set<string> {
  const posts = requests.slice(since).filter(({ method }) => method === 'POST');
  return new Set(posts.map(({ path }) => path.replace(/(?<=\/virtualMachines\/)0/, '{instanceId}')));
}

/** What a step sends to ask instances one by one. */
function askedIn(end: CommandEnd, stepId: string): PlannedCall[] {
  expect.assert(end.kind === 'planned');
  const step = end.plan.steps.find(({ id }) => id === stepId);
  return (step?.calls ?? []).filter(({ target }) => target === runCommand || target === question);
}

function naming(...targets: [target: string, explanation: RegExp][]) {
  return targets.map(([target, explanation]) => ({
    method: 'POST',
    target,
    apiVersion: expect.any(String),
    explanation: expect.stringMatching(explanation),
  }));
}

describe('the plan of a release names what is asked of instances one by one', () => {
  it('before an approval, of canaries: a command that runs as root, and the ports that only ARM knows', async () => {
    const world = startScaleSetCommands();
    shareNatPorts(world);
    const end = await world.canary(world.runner(1), { health }, { command: 'plan' });
    expect(askedIn(end, 'upgrade-canaries')).toEqual(
      naming(
        [question, /^for instance 0: asks where its port 8080 is reached$/],
        [runCommand, /^for instance 0, again and again until it is good: runs check-command there as root/],
      ),
    );
    expect(askedIn(end, 'confirm-release')).toEqual(naming([question, /^for instance 0: .* port 8080/]));
    expect.assert(end.kind === 'planned');
    const lines = planText(end.plan);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {3}POST .*\/\{instanceId\}\/runCommand \(\S+\), for instance 0, .* as root/),
    );
    expect(JSON.stringify(end)).not.toContain('s3cret');
    expect(lines.join('\n')).not.toContain('s3cret');
  });

  it('of several ports of a canary one question, which is what is sent', async () => {
    const world = startScaleSetCommands();
    shareNatPorts(world);
    shareNatPorts(world, 9090);
    const planned = await world.canary(world.runner(1), {}, { command: 'plan' });
    expect(askedIn(planned, 'confirm-release')).toEqual(
      naming([question, /^for instance 0: asks where its ports 8080, 9090 are reached$/]),
    );
    const before = world.requests.length;
    await world.canary(world.runner(1));
    const sent = world.requests.slice(before).filter(({ path }) => path === question);
    expect(sent).toHaveLength(1);
  });

  it('of each batch of a rollout', async () => {
    const world = startScaleSetCommands();
    shareNatPorts(world);
    const goal = { payload: { kind: 'image', image: newImage }, health } as const;
    const end = await world.rollout(world.runner(1), goal, { command: 'plan' });
    expect(askedIn(end, 'upgrade-outdated')).toEqual(
      naming(
        [question, /^for each of the instances 0, 1, 2:/],
        [runCommand, /^for each of the instances 0, 1, 2,/],
      ),
    );
  });

  it('also of canaries that another job has upgraded, before anybody else is', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const end = await world.rollout(
      world.runner(2),
      { health: { minHealthyTimeMs: 0, healthyDeadlineMs: 120_000, command } },
      { command: 'plan' },
    );
    expect(askedIn(end, 'upgrade-outdated')).toEqual(
      naming([runCommand, /^for each of the instances 0, 1, 2,/]),
    );
  });

  it('of whom a rollback checks', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const runner = world.runner(2);
    await world.rollback(runner, { health: { minHealthyTimeMs: 0, healthyDeadlineMs: 120_000, command } });
    const planned = runner.events.find((event) => event.type === 'plan-started');
    expect(planned?.plan.steps.find(({ id }) => id === 'check-taken-back')?.calls).toEqual(
      naming([runCommand, /^for instance 0, again/]),
    );
  });

  it.each([
    ['finish', 'upgrade-canaries'],
    ['undo', 'check-taken-back'],
  ] as const)('of a recovery, by whom it upgrades or takes back: %s', async (direction, stepId) => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
    const killed = world.runner(1);
    void world.canary(killed);
    await world.written('POST web/manualupgrade');
    killed.kill();
    const runner = world.runner(2);
    await world.recover(runner, direction, {
      health: { minHealthyTimeMs: 0, healthyDeadlineMs: 120_000, command },
    });
    const planned = runner.events.find((event) => event.type === 'plan-started');
    expect(planned?.plan.steps.find(({ id }) => id === stepId)?.calls).toEqual(
      expect.arrayContaining(naming([runCommand, /^for instance 0, again/])),
    );
  });

  it('as a run of it sends it, and nothing else by POST', async () => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
    shareNatPorts(world);
    const goal = { health: { minHealthyTimeMs: 0, healthyDeadlineMs: 120_000, command } };
    const end = await world.canary(world.runner(1), goal, { command: 'plan' });
    const planned = postsOf(end).filter(({ explanation = '' }) => !explanation.startsWith('only of whom'));
    const before = world.requests.length;
    await world.canary(world.runner(2), goal);
    expect(sentSince(world, before)).toEqual(new Set(planned.map(({ target }) => target)));
  });

  it('and asks nothing where nobody is to be asked', async () => {
    const world = startScaleSetCommands();
    const end = await world.canary(world.runner(1), {}, { command: 'plan' });
    expect([...askedIn(end, 'upgrade-canaries'), ...askedIn(end, 'confirm-release')]).toEqual([]);
  });
});

describe('a run asks exactly those by check-command whom its plan names', () => {
  const gate = { minHealthyTimeMs: 0, healthyDeadlineMs: 600_000, command } as const;
  const check = { script: 'check', exitCode: 0 };
  const one = { kind: 'count', count: 1 } as const;
  const named = (...instanceIds: string[]) => ({ share: { kind: 'instances', instanceIds } }) as const;
  type Command = (
    runner: ScaleSetRunner,
    control: { readonly command: 'plan' | 'run' },
  ) => Promise<CommandEnd>;

  /** Of each step that asks, whom. */
  const plannedIn = (plan: Plan | undefined) =>
    (plan?.steps ?? []).flatMap(({ id, calls }) =>
      calls
        .filter(({ target }) => target === runCommand)
        .map(({ explanation = '' }) => `${id}: ${/instances? ([\d, ]*\d)/.exec(explanation)?.[1]}`),
    );

  /** Each once, in order. */
  const askedSince = ({ requests }: ScaleSetCommands, since: number) => {
    const asked = requests.slice(since).filter(({ path }) => path.endsWith('/runCommand'));
    return [...new Set(asked.map(({ path }) => path.split('/').at(-2) ?? ''))].toSorted();
  };

  async function compare(world: ScaleSetCommands, run: Command) {
    const since = world.requests.length;
    const runner = world.runner(7);
    await run(runner, { command: 'run' });
    const planned = plannedIn(runner.events.find((event) => event.type === 'plan-started')?.plan);
    const ids = planned.flatMap((text) => text.split(': ')[1]?.split(', ') ?? []);
    expect(ids.toSorted()).toEqual(askedSince(world, since));
    return planned;
  }

  async function write(world: ScaleSetCommands, action: 'poweroff' | 'manualupgrade', id: string) {
    await world.arm.write(
      {
        method: 'POST',
        path: `${scaleSetId}/${action}`,
        apiVersion: '2024-07-01',
        body: { instanceIds: [id] },
        pace: 'as-told',
        timeoutMs: 600_000,
      },
      new AbortController().signal,
    );
  }

  function change({ emulated }: ScaleSetCommands, id: string, properties: object) {
    const { store } = emulated.plane;
    const found = store
      .list('Microsoft.Compute/virtualMachineScaleSets/virtualMachines')
      .find(({ instanceId }) => instanceId === id);
    expect.assert(found !== undefined);
    store.put({ ...found, properties: { ...found.properties, ...properties } });
  }

  it('in a canary also those that autoscale has given the payload, once the canaries are well', async () => {
    const world = startScaleSetCommands({ capacity: 3, commandResults: [check] });
    await world.canary(world.runner(1), named('0'));
    foreignWrite(world.emulated.plane, scaleSetId, { sku: { capacity: 4 } });
    await world.clock.sleep(900_000);
    const planned = await compare(world, (runner, control) =>
      world.canary(runner, { ...named('0', '1'), health: gate }, control),
    );
    expect(planned).toEqual(['upgrade-canaries: 0, 1', 'confirm-release: 3']);
    shareNatPorts(world);
    const more = { ...named('0', '1', '2'), health };
    expect(
      askedIn(await world.canary(world.runner(2), more, { command: 'plan' }), 'confirm-release'),
    ).toEqual(
      naming(
        [question, /^for each of the instances 0, 1, 2: asks where its port 8080 is reached$/],
        [question, /^for instance 3: asks where its port 8080 is reached$/],
        [runCommand, /^for instance 3,/],
      ),
    );
  });

  it('in a rollout nobody who was sick before with the payload, and nobody who is switched off', async () => {
    const world = startScaleSetCommands({ capacity: 4, commandResults: [check] });
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    await write(world, 'manualupgrade', '0');
    await write(world, 'poweroff', '1');
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    await world.clock.sleep(120_000);
    const planned = await compare(world, (runner, control) =>
      world.rollout(runner, { health: gate }, control),
    );
    expect(planned).toEqual(['upgrade-outdated: 2, 3']);
  });

  it('in a rollout whom an upgrade has left as Failed, also where it was sick before', async () => {
    const world = startScaleSetCommands({ capacity: 3, commandResults: [check] });
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    await write(world, 'manualupgrade', '0');
    world.dataPlane.setInstanceCondition('web_0', 'unhealthy');
    await world.clock.sleep(120_000);
    change(world, '0', { provisioningState: 'Failed' });
    const planned = await compare(world, (runner, control) =>
      world.rollout(runner, { health: gate }, control),
    );
    expect(planned).toEqual(['upgrade-outdated: 0, 1, 2']);
  });

  it('in a rollout each once, also who has the payload and is upgraded all the same', async () => {
    const world = startScaleSetCommands({ capacity: 3, commandResults: [check] });
    await world.canary(world.runner(1), named('0'));
    change(world, '0', { latestModelApplied: false });
    const planned = await compare(world, (runner, control) =>
      world.rollout(runner, { health: gate }, control),
    );
    expect(planned).toEqual(['upgrade-outdated: 0, 1, 2']);
  });

  it('in a promotion, and in a rejection, nobody in quarantine', async () => {
    const world = startScaleSetCommands({
      capacity: 3,
      commandResults: [check],
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy', instances: ['1'] },
      ],
    });
    const quarantine = { onUnhealthy: 'quarantine', maxUnhealthy: one } as const;
    await world.canary(world.runner(1), { ...named('0', '1'), ...quarantine });
    const promoted = await compare(world, (runner, control) =>
      world.rollout(runner, { ...quarantine, health: gate }, control),
    );
    expect(promoted).toEqual(['upgrade-outdated: 0, 2']);
    const rejected = await compare(world, (runner, control) =>
      world.rollback(runner, { health: gate }, control),
    );
    expect(rejected).toEqual(['check-taken-back: 0, 2']);
  });
});

const failingScript: WorldOptions = {
  extensions: [healthExtension, customScript({ commandToExecute: 'install one' })],
  payloads: [
    { extensionSettings: 'install one', version: 'one' },
    { extensionSettings: 'install two', version: 'two', condition: 'unhealthy', instances: ['0'] },
  ],
};

const scriptRelease = {
  payload: { kind: 'extension', name: 'install', settings: { commandToExecute: 'install two' } },
  previousSettings: { settings: { commandToExecute: 'install one' } },
  onUnhealthy: 'quarantine',
} as const;

describe('the plan of a release names what is sent only where an instance is not well', () => {
  const conditional = (end: CommandEnd, stepId: string) => {
    expect.assert(end.kind === 'planned');
    const calls = end.plan.steps.find(({ id }) => id === stepId)?.calls ?? [];
    return calls.filter(({ target }) => /\/(?:reimage|poweroff)$/.test(target));
  };
  const reimage = [
    `${scaleSetId}/reimage`,
    /^only of whom does not get well: one more try, from a fresh disk$/,
  ] as const;
  const poweroff = (who: RegExp) => [`${scaleSetId}/poweroff`, who] as [string, RegExp];

  it('of canaries: one more try, and quarantine where that is asked for', async () => {
    const world = startScaleSetCommands(failingScript);
    const end = await world.canary(world.runner(1), scriptRelease, { command: 'plan' });
    expect(conditional(end, 'upgrade-canaries')).toEqual(
      naming(
        [...reimage],
        poweroff(/^only of whom does not get well by that either \(on-unhealthy: quarantine\)$/),
      ),
    );
    expect(conditional(end, 'confirm-release')).toEqual(
      naming(poweroff(/^only of whom is not well any more/)),
    );
    const stopping = { ...scriptRelease, onUnhealthy: 'stop' } as const;
    const noting = expect.objectContaining({
      method: 'PATCH',
      explanation: expect.stringMatching(/^tags: whom/),
    });
    expect.assert(end.kind === 'planned');
    expect(end.plan.steps.find(({ id }) => id === 'upgrade-canaries')?.calls).toContainEqual(noting);
    const other = await world.canary(world.runner(2), stopping, { command: 'plan' });
    expect(conditional(other, 'upgrade-canaries')).toEqual(naming([...reimage]));
    expect(conditional(other, 'confirm-release')).toEqual([]);
    expect.assert(other.kind === 'planned');
    expect(planText(other.plan)).toContainEqual(
      expect.stringMatching(/^ {3}POST \S+\/reimage \(\S+\), only of whom does not get well: one more try/),
    );
  });

  it('of a rollout, and of a recovery that finishes it', async () => {
    const world = startScaleSetCommands();
    const goal = { payload: { kind: 'image', image: newImage }, onUnhealthy: 'quarantine' } as const;
    const end = await world.rollout(world.runner(1), goal, { command: 'plan' });
    const expected = naming([...reimage], poweroff(/^only of whom .* either, or is not well any more/));
    expect(conditional(end, 'upgrade-outdated')).toEqual(expected);
    const killed = world.runner(2);
    void world.rollout(killed, goal);
    await world.written('POST web/manualupgrade');
    killed.kill();
    const runner = world.runner(3);
    await world.recover(runner, 'finish');
    const recovered = runner.events.findLast((event) => event.type === 'plan-started')?.plan;
    expect(recovered?.steps.find(({ id }) => id === 'upgrade-outdated')?.calls).toEqual(
      expect.arrayContaining(expected),
    );
    expect(recovered?.hazards).toContainEqual(expect.stringMatching(/once more from a fresh OS disk/));
  });

  it('and a run on a machine that does not get well sends all of that, and nothing else by POST', async () => {
    const world = startScaleSetCommands(failingScript);
    const end = await world.canary(world.runner(1), scriptRelease, { command: 'plan' });
    const before = world.requests.length;
    await world.canary(world.runner(2), scriptRelease);
    expect(sentSince(world, before)).toEqual(new Set(postsOf(end).map(({ target }) => target)));
    expect(sentSince(world, before)).toContain(`${scaleSetId}/reimage`);
  });

  it('of an extension too: that a disk may be replaced is a hazard', async () => {
    const world = startScaleSetCommands(failingScript);
    const end = await world.canary(world.runner(1), scriptRelease, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    expect(end.plan.hazards).toContainEqual(
      expect.stringMatching(
        /^An instance that does not get well .* is tried once more from a fresh OS disk \(reimage\)/,
      ),
    );
  });

  it('and of nobody that is taken back: nobody is tried again there', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const runner = world.runner(2);
    await world.rollback(runner);
    const plan = runner.events.find((event) => event.type === 'plan-started')?.plan;
    expect(JSON.stringify(plan)).toContain('manualupgrade');
    expect(JSON.stringify(plan)).not.toMatch(/reimage|poweroff/);
  });
});

describe('the plan of a release of an image says that OS disks are replaced', () => {
  const replaced = /^An image upgrade replaces the OS disk of each instance/;
  const hazardsOf = (end: CommandEnd) => {
    expect.assert(end.kind === 'planned');
    return end.plan.hazards.filter((hazard) => replaced.test(hazard));
  };
  const begunWith = (runner: ScaleSetRunner) =>
    runner.events
      .findLast((event) => event.type === 'plan-started')
      ?.plan.hazards.filter((hazard) => replaced.test(hazard));

  it('once, in the canaries, in the promotion that is approved without an image, and in the rejection', async () => {
    const world = startScaleSetCommands();
    const plan = { command: 'plan' } as const;
    expect(hazardsOf(await world.canary(world.runner(1), {}, plan))).toHaveLength(1);
    await world.canary(world.runner(2));
    expect(hazardsOf(await world.rollout(world.runner(3), {}, plan))).toHaveLength(1);
    expect(hazardsOf(await world.rollback(world.runner(4), {}, plan))).toHaveLength(1);
  });

  it('in a rollout of what is outdated by hand', async () => {
    const world = startScaleSetCommands();
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    const end = await world.rollout(world.runner(1), {}, { command: 'plan' });
    expect(hazardsOf(end)).toHaveLength(1);
  });

  it.each(['finish', 'undo'] as const)('in a recovery to %s', async (direction) => {
    const world = startScaleSetCommands();
    const killed = world.runner(1);
    void world.canary(killed);
    await world.written('POST web/manualupgrade');
    killed.kill();
    const runner = world.runner(2);
    await world.recover(runner, direction);
    expect(begunWith(runner)).toHaveLength(1);
  });

  it('and not where only an extension goes out, or nobody is upgraded', async () => {
    const scripts = startScaleSetCommands(failingScript);
    const extension = await scripts.canary(scripts.runner(1), scriptRelease, { command: 'plan' });
    expect(hazardsOf(extension)).toEqual([]);
    const world = startScaleSetCommands({ capacity: 1 });
    const all = { share: { kind: 'percent', percent: 100 } } as const;
    await world.canary(world.runner(1), all);
    expect(hazardsOf(await world.rollout(world.runner(2), {}, { command: 'plan' }))).toEqual([]);
  });
});

describe('the plan of the end of a release', () => {
  const replacing = {
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M', repairAction: 'Replace' },
  };
  const resumption = (end: CommandEnd) => {
    expect.assert(end.kind === 'planned');
    const step = end.plan.steps.find(({ id }) => id === 'resume-repairs');
    return {
      title: step?.title,
      targets: step?.calls.map(({ target }) => target),
      changes: step?.changes.length,
    };
  };
  const resumed = {
    title: 'Resume the automatic repairs of web, which this release has suspended',
    targets: [`${scaleSetId}/setOrchestrationServiceState`, scaleSetId],
    changes: 1,
  };

  it('resumes repairs where this release has suspended them, or will', async () => {
    const world = startScaleSetCommands({ properties: replacing });
    const whole = { payload: { kind: 'image', image: newImage }, suspendRepairs: true } as const;
    expect(resumption(await world.rollout(world.runner(1), whole, { command: 'plan' }))).toEqual(resumed);
    await world.canary(world.runner(2), { suspendRepairs: true });
    expect(resumption(await world.rollout(world.runner(3), {}, { command: 'plan' }))).toEqual(resumed);
    expect(resumption(await world.rollback(world.runner(4), {}, { command: 'plan' }))).toEqual(resumed);
  });

  it('only looks where there is nothing to resume', async () => {
    const world = startScaleSetCommands();
    await world.canary(world.runner(1));
    const looks = {
      title: 'See that no automatic repairs are suspended by this release any more',
      targets: [],
      changes: 0,
    };
    expect(resumption(await world.rollout(world.runner(2), {}, { command: 'plan' }))).toEqual(looks);
    expect(resumption(await world.rollback(world.runner(3), {}, { command: 'plan' }))).toEqual(looks);
  });
});

describe('the plan of a release tells of its record', () => {
  const payload = { kind: 'image', image: newImage } as const;

  it('what was there before, and what will be', async () => {
    const world = startScaleSetCommands();
    const planned = (leavesRecord: boolean) =>
      world.rollout(world.runner(9), { payload }, { command: 'plan', leavesRecord });
    expect(lastTagIn(await planned(true))).toEqual([null, 'what was done']);
    expect(lastTagIn(await planned(false))).toEqual([]);
    await world.rollout(world.runner(1), { payload });
    await world.rollback(world.runner(2));
    expect(lastTagIn(await planned(true))).toEqual(['what was done before', 'what was done']);
    expect(lastTagIn(await planned(false))).toEqual(['what was done before', null]);
  });

  it('without an id that no release will ever have, and with that of the one that is open', async () => {
    const world = startScaleSetCommands();
    const canary = await world.canary(world.runner(1), {}, { command: 'plan' });
    expect.assert(canary.kind === 'planned');
    const text = planText(canary.plan).join('\n');
    expect(text).toContain('write release <id made by the run> into its tags');
    expect(text).not.toMatch(/\d{8}T\d{6}Z/);
    await world.canary(world.runner(2));
    const rollout = await world.rollout(world.runner(3), {}, { command: 'plan' });
    expect.assert(rollout.kind === 'planned');
    expect(planText(rollout.plan).join('\n')).toContain(`write release ${world.record().release?.id} into`);
  });
});

it('the plan of a promotion counts the time in which its canaries are looked at by check-command', async () => {
  const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
  const gate = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000 };
  await world.canary(world.runner(1), { health: gate });
  const medianOf = async (more: object) => {
    const end = await world.rollout(world.runner(2), { health: { ...gate, ...more } }, { command: 'plan' });
    expect.assert(end.kind === 'planned');
    return end.plan.expectedDuration?.medianSeconds;
  };
  expect(await medianOf({})).toBe(200);
  expect(await medianOf({ command: 'check' })).toBe(230);
});
