import { describe, expect, it } from 'vitest';
import { foreignWrite } from '../../../emulator/arm/foreign-write.ts';
import { toOutputs } from '../../../src/outputs.ts';
import { nextSteps } from '../../../src/report/next-steps/next-steps.ts';
import { reportText } from '../../../src/report/report-text.ts';
import { summarize } from '../../../src/report/summary/summary.ts';
import { verdict } from '../../../src/report/verdict/verdict.ts';
import { startScaleSetCommands } from '../../commands/scale-set-commands.ts';
import {
  customScript,
  healthExtension,
  newImage,
  scaleSetId,
} from '../../emulator/arm/compute/scale-set-world.ts';
import { validate } from '../report-schema.ts';
import { type ToldRun, tell } from '../scale-set-runs.ts';
import { canaryFacts, oneSick, plain, rolloutFacts, runs } from './told-runs.ts';

describe('what to do after a release', () => {
  const SUBSCRIPTION = 'subscription-id: 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845';
  const promotion = ['strategy: full-rollout', SUBSCRIPTION, 'resource-group: canary', 'scale-set: web'];
  const rejection = ['command: rollback', SUBSCRIPTION, 'resource-group: canary', 'scale-set: web'];
  const releaseIdOf = ({ report }: ToldRun) => `release-id: ${report.scaleSet?.releaseId}`;

  it('is to look at the canaries, and to promote or reject them, by inputs to copy', () => {
    const steps = nextSteps(runs.canary.report);
    expect(steps[0]?.commands).toEqual([
      'ssh -p 50000 azureuser@203.0.113.1 # instance 0',
      'ssh -p 50001 azureuser@203.0.113.1 # instance 1',
    ]);
    expect(steps.slice(1).map(({ inputs }) => inputs)).toEqual([
      [...promotion, releaseIdOf(runs.canary)],
      [...rejection, releaseIdOf(runs.canary)],
    ]);
    expect(plain(summarize(runs.canary.report))).toContain(
      `  \`\`\`yaml\n  strategy: full-rollout\n  ${SUBSCRIPTION}\n  resource-group: canary\n  scale-set: web\n  release-id: ID\n  \`\`\``,
    );
  });

  it('is to ask each canary at every port that a rule leads to, by HTTP where that is known to answer', () => {
    const { report } = runs['canary with three ports'];
    const known = report.scaleSet?.canaryEndpoints ?? [];
    const asked = {
      ...report,
      scaleSet: report.scaleSet && {
        ...report.scaleSet,
        canaryEndpoints: known.map((each) =>
          each.port === 80 ? { ...each, protocol: 'http' as const } : each,
        ),
      },
    };
    const [ssh, ask] = nextSteps(asked);
    expect(ssh?.commands).toEqual([
      'ssh -p 50000 azureuser@203.0.113.1 # instance 0',
      'ssh -p 50001 azureuser@203.0.113.1 # instance 1',
    ]);
    expect(ask).toEqual({
      text: 'Ask each canary by itself:',
      commands: [],
      places: [
        'Instance 0: http://203.0.113.1:51000 (its port 80), 203.0.113.1:52000 (its port 5432)',
        'Instance 1: http://203.0.113.1:51001 (its port 80), 203.0.113.1:52001 (its port 5432)',
      ],
    });
    expect(summarize(asked)).toContain('\n  - Instance 0: http://203.0.113.1:51000 (its port 80)');
  });

  it('is the same where it is asked for again, by a status or by the same run', () => {
    for (const name of ['open', 'canary again'] as const) {
      const steps = nextSteps(runs[name].report).flatMap(({ inputs = [] }) => (inputs[0] ? [inputs] : []));
      const id = releaseIdOf(runs.canary);
      expect(steps).toEqual([
        [...promotion, id],
        [...rejection, id],
      ]);
    }
    expect(nextSteps(runs['canary again'].report)[0]).toEqual(nextSteps(runs.canary.report)[0]);
  });

  it('is to promote with room for who is not well, so that what is printed does not take the release back', async () => {
    const world = startScaleSetCommands(oneSick);
    const share = { kind: 'instances', instanceIds: ['0', '1'] } as const;
    const goal = {
      share,
      onUnhealthy: 'quarantine',
      maxUnhealthy: { kind: 'count', count: 1 },
    } as const;
    const canary = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    const again = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    for (const told of [canary, status, again]) {
      const step = nextSteps(told.report).find(({ inputs }) => inputs?.[0] === 'strategy: full-rollout');
      expect(step?.inputs).toEqual([...promotion, releaseIdOf(canary), 'max-unhealthy: 1']);
      expect(step?.text).toContain('In that half, too, instance 1 counts as not well, so max-unhealthy has');
    }
    const promoted = await tell(
      world,
      'run',
      (runner) => world.rollout(runner, { maxUnhealthy: { kind: 'count', count: 1 } }),
      rolloutFacts,
    );
    expect(promoted.report.outcome).toBe('succeeded');
  });

  it('tells of a canary that Azure calls unhealthy, though nobody but a status has looked', async () => {
    const world = startScaleSetCommands(oneSick);
    const share = { kind: 'instances', instanceIds: ['0', '1'] } as const;
    await world.canary(world.runner(1), { share, onUnhealthy: 'stop' });
    const told = await tell(world, 'status', (runner) => world.status(runner));
    expect(told.report.scaleSet?.instances.map(({ role }) => role)).toEqual([
      'canary',
      'unhealthy',
      'old',
      'old',
    ]);
    expect(toOutputs(told.report, '')).toMatchObject({
      'unhealthy-instances': '["1"]',
      'quarantined-instances': '[]',
    });
    expect(verdict(told.report)).toContain('; instance 1 is not well with the release; a release is open');
    const [why, promote] = nextSteps(told.report);
    expect(why?.text).toBe('See why instance 1 did not get well: nothing of it was changed since.');
    expect(promote?.inputs).toEqual([...promotion, releaseIdOf(told), 'max-unhealthy: 1']);
  });

  it('is to go back, where all is done', () => {
    expect(nextSteps(runs.promotion.report).map(({ inputs }) => inputs)).toEqual([rejection]);
    expect(nextSteps(runs.rollback.report)).toEqual([
      { text: 'To go forwards again, release anew with command: run.', commands: [] },
    ]);
  });

  it('names the former settings of an extension, which each half needs, also in a status that has none', async () => {
    const script = (text: string) => ({ settings: { commandToExecute: text } });
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
    });
    const payload = { kind: 'extension', name: 'install', ...script('install-two') } as const;
    const goal = { payload, previousSettings: script('install-one') };
    const canary = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    for (const { report } of [canary, status]) {
      const steps = nextSteps(report).filter(({ inputs }) => inputs !== undefined);
      expect(steps.map(({ inputs }) => inputs?.[0])).toEqual(['strategy: full-rollout', 'command: rollback']);
      for (const { text } of steps) {
        expect(text).toMatch(/, with what the extension had before in previous-extension-settings and /);
        expect(text).not.toContain('this run');
      }
    }
  });

  it('says of an extension whose former settings nobody has given that its promotion has no way back either', async () => {
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
    });
    const settings = { commandToExecute: 'install-two' };
    const payload = { kind: 'extension', name: 'install', settings } as const;
    const goal = { payload, allowNoRollback: true };
    const canary = await tell(world, 'run', (runner) => world.canary(runner, goal), canaryFacts);
    const status = await tell(world, 'status', (runner) => world.status(runner));
    const stepOf = ({ report }: ToldRun) =>
      nextSteps(report).find(({ inputs }) => inputs?.[0] === 'strategy: full-rollout');
    expect(stepOf(canary)?.inputs).toEqual([...promotion, releaseIdOf(canary), 'allow-no-rollback: true']);
    expect(stepOf(canary)?.text).toContain(
      ', with allow-no-rollback, because nobody has said what the extension had before, so it has no way back',
    );
    expect(stepOf(status)?.inputs).toEqual([...promotion, releaseIdOf(canary)]);
    expect(stepOf(status)?.text).toContain('or, where nobody knows that, allow-no-rollback: true');
    const promoted = await tell(world, 'run', (runner) => world.rollout(runner, { allowNoRollback: true }));
    expect(promoted.report.outcome).toBe('succeeded');
  });

  it('names the former settings of an extension where a release of it is to be recovered', async () => {
    const script = (text: string) => ({ settings: { commandToExecute: text } });
    const world = startScaleSetCommands({
      extensions: [customScript({ commandToExecute: 'install-one' }), healthExtension],
    });
    const payload = { kind: 'extension', name: 'install', ...script('install-two') } as const;
    const victim = world.runner(2);
    void world.canary(victim, { payload, previousSettings: script('install-one') });
    await world.written('POST web/manualupgrade');
    victim.kill();
    await world.clock.sleep(6 * 3_600_000);
    const { report } = await tell(world, 'status', (runner) => world.status(runner));
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /"command: recover".*, with what the extension had before in previous-extension-settings and/,
      ),
    ]);
  });

  it('is not to take back what nobody could, and not to promote what is not open', async () => {
    const world = startScaleSetCommands({
      payloads: [
        { image: '/web-1$', version: 'one' },
        { image: '/web-2$', version: 'two', condition: 'unhealthy' },
      ],
    });
    foreignWrite(world.emulated.plane, scaleSetId, {
      properties: { virtualMachineProfile: { storageProfile: { imageReference: newImage } } },
    });
    const { report } = await tell(world, 'run', (runner) => world.rollout(runner), rolloutFacts);
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnhealthyInstances' } });
    expect(world.record().release).toBeUndefined();
    expect(nextSteps(report).flatMap(({ inputs }) => (inputs === undefined ? [] : [inputs]))).toEqual([
      [...promotion, 'max-unhealthy: 1'],
    ]);
  });

  it('is to look at who was taken back and could not be checked, because ARM did not let its command be run', async () => {
    const world = startScaleSetCommands({ commandResults: [{ script: 'check', exitCode: 0 }] });
    await world.canary(world.runner(1));
    world.emulated.plane.faults.add({
      match: { method: 'POST', path: 'runCommand$', times: 'always' },
      effect: 'answer',
      status: 403,
      code: 'AuthorizationFailed',
    });
    const health = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 120_000, command: 'check' };
    const { report, log } = await tell(world, 'rollback', (runner) => world.rollback(runner, { health }));
    expect(report.outcome).toBe('succeeded');
    expect(log.join('\n')).not.toContain('taken back, and well');
    expect(log).toContainEqual(
      expect.stringMatching(
        /^warning: .*Taken back, and not checked: instance 0 has not had its check command run, because ARM refuses to: 403 /,
      ),
    );
    expect(verdict(report)).toContain(
      'again, but instance 0 was not checked with it, because ARM has not let check-command be run there',
    );
    expect(nextSteps(report)[0]?.text).toMatch(
      /^Instance 0 has back what it had before, .*: see that it is well\.$/,
    );
    expect(toOutputs(report, '')['unhealthy-instances']).toBe('[]');
    validate(JSON.parse(reportText(report)));
    expect(validate.errors).toBeNull();
  });
});
