import { describe, expect, it } from 'vitest';
import type { CommandEnd } from '../../src/commands/command.ts';
import type { PlannedCall } from '../../src/engine/plan.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { planText } from '../../src/report/plan-text.ts';
import { group, newImage, scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { startScaleSetCommands } from './scale-set-commands.ts';
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
    expect.assert(end.kind === 'planned');
    const planned = end.plan.steps.flatMap(({ calls }) => calls).filter(({ method }) => method === 'POST');
    const before = world.requests.length;
    await world.canary(world.runner(2), goal);
    const sent = world.requests
      .slice(before)
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path.replace(/(?<=\/virtualMachines\/)0/, '{instanceId}'));
    expect(new Set(sent)).toEqual(new Set(planned.map(({ target }) => target)));
  });

  it('and asks nothing where nobody is to be asked', async () => {
    const world = startScaleSetCommands();
    const end = await world.canary(world.runner(1), {}, { command: 'plan' });
    expect([...askedIn(end, 'upgrade-canaries'), ...askedIn(end, 'confirm-release')]).toEqual([]);
  });
});
