import { describe, expect, it } from 'vitest';
import { causeError } from '../../src/report/annotations.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { reportText } from '../../src/report/report-text.ts';
import { summarize } from '../../src/report/summary/summary.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { type ScaleSetCommands, startScaleSetCommands } from '../commands/scale-set-commands.ts';
import { newImage } from '../emulator/arm/compute/scale-set-world.ts';
import { validate } from './report-schema.ts';
import { type ToldRun, tell } from './scale-set-runs.ts';

const image = { kind: 'image', image: newImage } as const;
const status = expect.arrayContaining(['command: status', 'scale-set: web']);

async function untilLocked(world: ScaleSetCommands): Promise<void> {
  while (world.record().lock === undefined) {
    await world.clock.sleep(50);
  }
}

/** A rollout that was killed in its second batch, and somebody who recovers it. */
async function recovered(): Promise<{ world: ScaleSetCommands; recovering: Promise<ToldRun> }> {
  const world = startScaleSetCommands({ capacity: 4 });
  const victim = world.runner(8);
  void world.rollout(victim, { payload: image });
  await world.written('POST web/manualupgrade', 2);
  victim.kill();
  const recovering = tell(world, 'recover', (runner) => world.recover(runner, 'finish'));
  while (!world.record().lock?.owner.includes('/runs/1/')) {
    await world.clock.sleep(50);
  }
  return { world, recovering };
}

/** All that a reader gets, of a report that is as its schema says. */
function everyWord({ report }: ToldRun): string {
  expect(validate(JSON.parse(reportText(report))), JSON.stringify(validate.errors)).toBe(true);
  return [verdict(report), causeError(report)?.message, summarize(report)].join('\n');
}

describe('a run that is overtaken by a recovery', () => {
  it('before it has worked on instances does not say that all is as before, and names who has it', async () => {
    const world = startScaleSetCommands();
    const running = tell(world, 'run', (runner) => world.canary(runner));
    await untilLocked(world);
    const recovering = world.recover(world.runner(3), 'undo');
    const told = await running;
    await recovering;
    expect(verdict(told.report)).toMatch(
      /^Release \S+ of web is not this run's any more: somebody else has taken it over, and https:\S+\/runs\/3\/attempts\/1 \(.+\) has web now\. Nothing was changed by this run but tags of web\. By a fresh read of Azure, 0 of 3 instances of web have canary\/web-2\.$/,
    );
    expect(everyWord(told)).not.toMatch(/is as it was before|is undone|run again/i);
    const [first, second, ...more] = nextSteps(told.report);
    expect(first).toMatchObject({
      text: expect.stringMatching(/^Change nothing by hand, and start no recovery: https:\S+\/runs\/3\//),
      inputs: status,
    });
    expect(second?.text).toMatch(/^Only where the job of that run has ended/);
    expect(more).toEqual([]);
    expect(told.log.join('\n')).toMatch(/Azure says that \S+\/runs\/3\/attempts\/1 \(.+\) has the lock now/);
  });

  it('in the middle of its batches says what it leaves, by a fresh read', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    const running = tell(world, 'run', (runner) => world.rollout(runner, { payload: image }));
    await world.written('POST web/manualupgrade', 2);
    const recovering = world.recover(world.runner(3), 'finish');
    const told = await running;
    expect(verdict(told.report)).toMatch(
      /has web now\. What this run had changed of web, and has not taken back itself, is left to whoever has it\. By a fresh read of Azure, \d of 5 instances of web (?:has|have) canary\/web-2\.$/,
    );
    expect(nextSteps(told.report)[0]?.inputs).toEqual(status);
    await recovering;
  });

  it('whose fresh read ARM refuses claims nothing of how things are', async () => {
    const world = startScaleSetCommands({ capacity: 5 });
    const running = tell(world, 'run', (runner) => world.rollout(runner, { payload: image }));
    await world.written('POST web/manualupgrade', 2);
    await world.unlock(world.runner(3));
    const recovering = world.recover(world.runner(4), 'undo');
    const told = await running;
    await recovering;
    const unseen = {
      ...told.report,
      scaleSet: told.report.scaleSet && { ...told.report.scaleSet, overtaken: null },
    };
    expect(verdict(unseen)).toMatch(
      /: somebody else has taken it over\. .* How web is now, "command: status" tells\.$/,
    );
    expect(nextSteps(unseen)[0]).toMatchObject({
      text: expect.stringMatching(/start no recovery: somebody else may be at work on it/),
      inputs: status,
    });
  });
});

describe('the post step of a run that is overtaken', () => {
  it('does not call undone what it has left to somebody else', async () => {
    const world = startScaleSetCommands();
    const victim = world.runner(8);
    void world.canary(victim);
    await untilLocked(world);
    victim.kill();
    const recovering = world.recover(world.runner(3), 'undo');
    while (!world.record().lock?.owner.includes('/runs/3/')) {
      await world.clock.sleep(50);
    }
    const settled = await tell(
      world,
      'run',
      async (runner) => ({ kind: 'ran', result: await world.settle(runner, victim) }),
      { interrupted: { startedStepIds: ['take-lock'] } },
    );
    await recovering;
    expect(verdict(settled.report)).toMatch(
      /^Release \S+ of web is not this run's any more: somebody else has taken it over, and https:\S+\/runs\/3\//,
    );
    expect(settled.report.outcome).toBe('failed');
    expect(everyWord(settled)).not.toMatch(/is as it was before|is undone/);
    expect(nextSteps(settled.report)[0]?.inputs).toEqual(status);
  });
});

describe('a recovery that loses its lock to another one', () => {
  it.each([
    ['while that is written', 0],
    ['while it waits for late writes', 12_000],
  ])(
    'before it has begun says that nothing was changed, and does not send its reader to recover once more: %s',
    async (_, delayMs) => {
      const { world, recovering } = await recovered();
      await world.clock.sleep(delayMs);
      await world.unlock(world.runner(3));
      const faster = world.recover(world.runner(4), 'undo');
      const told = await recovering;
      expect(verdict(told.report)).toMatch(
        /^This run has not brought the interrupted release of web to an end: somebody else was faster, and https:\S+\/runs\/4\/attempts\/1 \(.+\) has web now\. Nothing was changed by this run but tags of web\. By a fresh read of Azure, \d of 4 instances/,
      );
      expect(told.report.failure).toMatchObject({
        code: 'Locked',
        message: expect.stringMatching(/Somebody else was faster, and works on it now/),
      });
      expect(everyWord(told)).not.toMatch(/remove the cause|recover once more/i);
      expect(nextSteps(told.report)[0]?.inputs).toEqual(status);
      expect(await faster).toMatchObject({ result: { outcome: 'succeeded' } });
    },
  );

  it('in the middle of its batches says so, and whose it is', async () => {
    const { world, recovering } = await recovered();
    while (Object.values(world.images().instances).filter((each) => each === 'web-2').length < 3) {
      await world.clock.sleep(50);
    }
    await world.unlock(world.runner(3));
    const faster = world.recover(world.runner(4), 'undo');
    const told = await recovering;
    expect(verdict(told.report)).toMatch(
      /\/runs\/4\/attempts\/1 \(.+\) has web now\. What this run had changed/,
    );
    expect(everyWord(told)).not.toMatch(/remove the cause|recover once more/i);
    expect(await faster).toMatchObject({ result: { outcome: 'succeeded' } });
  });

  it('that nobody works on any more says that it is to be recovered', async () => {
    const { world, recovering } = await recovered();
    await world.unlock(world.runner(3));
    const lost = world.runner(4);
    void world.recover(lost, 'undo');
    while (!world.record().lock?.owner.includes('/runs/4/')) {
      await world.clock.sleep(50);
    }
    lost.kill();
    const told = await recovering;
    const seen = told.report.scaleSet;
    const interrupted = {
      ...told.report,
      scaleSet: seen && {
        ...seen,
        overtaken: { state: 'interrupted' as const },
      },
    };
    expect(verdict(interrupted)).toMatch(/nobody works on it now: it is interrupted\./);
    expect(nextSteps(interrupted).map(({ text }) => text)).toEqual([
      'See how things are:',
      expect.stringMatching(/^Nobody works on it: bring the release to an end: .*"command: recover"/),
    ]);
  });
});

describe('whoever meets the lock of a scale set', () => {
  it('is told that a recovery takes it at once, and that a run which is alive fails by it', async () => {
    const world = startScaleSetCommands();
    const running = world.canary(world.runner(2));
    await untilLocked(world);
    const { report } = await tell(world, 'run', (runner) => world.canary(runner));
    await running;
    expect(report.failure?.message).toMatch(
      /"command: recover" with scale-set: web and resource-group: canary and subscription-id: 8f4e2c7a-5b1d-4c39-9a06-d2e7f1b3c845; it takes the lock at once, .*Make sure first that the job of that run has ended: a run that is alive fails by it\./,
    );
    expect(report.failure?.message).not.toMatch(/as soon as it sees/);
  });
});
