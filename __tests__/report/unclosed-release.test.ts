import { describe, expect, it } from 'vitest';
import { toOutputs } from '../../src/outputs.ts';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import {
  type ScaleSetCommands,
  type ScaleSetRunner,
  startScaleSetCommands,
} from '../commands/scale-set-commands.ts';
import { autoscaleSetting, type WorldOptions } from '../emulator/arm/compute/scale-set-world.ts';
import { type ToldRun, tell } from './scale-set-runs.ts';

const shape: WorldOptions = {
  properties: {
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT10M', repairAction: 'Replace' },
  },
  resources: [autoscaleSetting()],
};
const goal = { suspendRepairs: true } as const;

/** ARM refuses to resume repairs, or to take the protection from an instance. */
const refusals = {
  repairs: { method: 'POST', path: 'setOrchestrationServiceState$' },
  protection: { method: 'PUT', path: 'virtualMachines/0$' },
} as const;

async function opened(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands(shape);
  await world.canary(world.runner(7), goal);
  return world;
}

function refuse(world: ScaleSetCommands, match: (typeof refusals)[keyof typeof refusals]): void {
  world.emulated.plane.faults.add({
    match: { ...match, times: 'always' },
    effect: 'answer',
    status: 400,
    code: 'BadRequest',
    message: 'Not today.',
  });
}

/** A run and the `post` of its job. */
async function job(
  world: ScaleSetCommands,
  command: string,
  act: (runner: ScaleSetRunner) => ReturnType<ScaleSetCommands['rollback']>,
  beforePost: () => void,
): Promise<{ readonly main: ToldRun; readonly post: ToldRun }> {
  let ended: ScaleSetRunner | undefined;
  const main = await tell(
    world,
    command,
    (runner) => {
      ended = runner;
      return act(runner);
    },
    {},
  );
  beforePost();
  const { lock, journal, release } = world.record();
  expect({ lock, journal, release }).toEqual({
    lock: undefined,
    journal: expect.anything(),
    release: expect.anything(),
  });
  const startedStepIds = main.report.steps.flatMap(({ id, run }) => (run === null ? [] : [id]));
  const post = await tell(
    world,
    command,
    async (runner) => ({
      kind: 'ran',
      result: await world.settle(runner, ended as ScaleSetRunner),
    }),
    { interrupted: { startedStepIds } },
  );
  return { main, post };
}

const errorsOf = ({ log }: ToldRun) => log.filter((line) => line.startsWith('error: '));

describe.each([
  [
    'rollback',
    'is taken back',
    (world: ScaleSetCommands) => (runner: ScaleSetRunner) => world.rollback(runner),
  ],
  [
    'run',
    'all 3 instances of web have canary/web-2',
    (world: ScaleSetCommands) => (runner: ScaleSetRunner) => world.rollout(runner, goal),
  ],
] as const)('a %s whose release cannot be closed', (command, stands, act) => {
  it.each([
    ['repairs', /Resume the automatic repairs of web/, /because automatic repairs are suspended by it still/],
    [
      'protection',
      /from instance 0, which this release has protected/,
      /because instance 0 is protected from scale-in by it still/,
    ],
  ] as const)('stands, and is red with what is set aside: %s', async (what, step, left) => {
    const world = await opened();
    refuse(world, refusals[what]);
    const { main, post } = await job(world, command, act(world), () => undefined);
    for (const told of [main, post]) {
      expect(told.report.outcome).toBe('succeeded');
      expect(errorsOf(told)).toHaveLength(1);
      expect(told.log.filter((line) => line.startsWith('warning: Not cleaned up'))).toEqual([]);
      const error = causeError(told.report)?.message ?? '';
      expect(error).toContain('What was done stands');
      expect(error.includes('do not run a rollback')).toBe(command === 'run');
      expect(error).toMatch(step);
      expect(error).toMatch(/BadRequest: Not today\./);
      expect(error).toMatch(left);
      expect(error).toContain(
        '"command: recover", "scale-set: web", "resource-group: canary" and "subscription-id: 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845"',
      );
      expect(titleOf(told.report)).toMatch(/, and not closed$/);
      expect(verdict(told.report)).toMatch(/could not be closed: the journal stays in the tags of web\.$/);
      expect(verdict(told.report)).not.toMatch(/is over|to be promoted/);
    }
    expect(verdict(main.report)).toMatch(new RegExp(stands, 'i'));
    expect(causeError(main.report)?.message).toContain('The post step of this job tries this once more');
    expect(causeError(post.report)?.message).not.toContain('The post step');
    expect(summarize(main.report)).toContain('close the release: run the action with');
    world.emulated.plane.faults.remove();
    const recovered = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(recovered.report.outcome).toBe('succeeded');
    expect(causeError(recovered.report)).toBeNull();
    const { lock, journal, release } = world.record();
    expect([lock, journal, release]).toEqual([undefined, undefined, undefined]);
  });

  it('is closed by the post step where the cause has gone, which says so and is green', async () => {
    const world = await opened();
    refuse(world, refusals.repairs);
    const { main, post } = await job(world, command, act(world), () => world.emulated.plane.faults.remove());
    expect(causeError(main.report)).not.toBeNull();
    expect(causeError(post.report)).toBeNull();
    expect(verdict(post.report)).toMatch(
      /stands\. What was left is done now: all that it had set aside is given back, and the release is over\.$/,
    );
    // Who is not well main has found out, and no tag says it any more.
    const { 'updated-instances': updated, 'unhealthy-instances': unhealthy } = toOutputs(post.report, '');
    expect({ updated, unhealthy }).toEqual({ updated: '', unhealthy: '' });
    const { lock, journal, release } = world.record();
    expect([lock, journal, release]).toEqual([undefined, undefined, undefined]);
  });

  it('is red as a recovery, too, as long as it cannot be closed', async () => {
    const world = await opened();
    refuse(world, refusals.repairs);
    await act(world)(world.runner(8));
    const { report } = await tell(world, 'recover', (runner) => world.recover(runner));
    expect(report.outcome).toBe('succeeded');
    expect(causeError(report)?.message).toMatch(/because automatic repairs are suspended by it still/);
    expect(world.record()).toMatchObject({ lock: undefined, journal: {}, release: {} });
  });

  it('keeps a job from its own release that recovers it first: that fails, and says what is in the way', async () => {
    const world = await opened();
    refuse(world, refusals.repairs);
    await act(world)(world.runner(8));
    const { report } = await tell(world, 'run', (runner) =>
      world.rollout(runner, goal, { onInterrupted: 'recover' }),
    );
    expect(report).toMatchObject({ outcome: 'failed', failure: { code: 'UnclosedRelease' } });
    expect(report.failure?.message).toContain('What this run was to do was not begun');
    expect(verdict(report)).toMatch(
      /^The interrupted release of web stands, and its record could not be closed/,
    );
    expect(nextSteps(report)[0]?.text).toContain(
      '"command: recover", "scale-set: web", "resource-group: canary" and "subscription-id: 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845"',
    );
  });
});

it('is red where a canary has its payload, and the tags cannot be written any more', async () => {
  const world = startScaleSetCommands();
  const { report } = await tell(world, 'run', async (runner) => {
    const running = world.canary(runner);
    await world.written('POST web/manualupgrade');
    world.emulated.plane.faults.add({
      match: { method: 'PATCH', path: 'virtualMachineScaleSets/web$', times: 'always' },
      effect: 'answer',
      status: 400,
      code: 'BadRequest',
    });
    return running;
  });
  expect(report.outcome).toBe('succeeded');
  expect(toOutputs(report, '')).toMatchObject({ outcome: 'succeeded', 'updated-instances': '["0"]' });
  expect(verdict(report)).toMatch(/is to be promoted or rejected once its record is in order/);
  expect(causeError(report)?.message).toMatch(
    /Not done: "Unlock web; release \S+ is open": .*400 BadRequest/,
  );
  expect(world.record().journal).toBeDefined();
});
