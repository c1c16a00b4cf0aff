import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandContext, CommandEnd } from '../../src/commands/command.ts';
import { tellOfEarlyEnd } from '../../src/early-end.ts';
import { conclusionOf, factsOf } from '../../src/ending.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { type Inputs, readInputs } from '../../src/inputs.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { reportText } from '../../src/report/report-text.ts';
import { statusRows } from '../../src/report/status/status-text.ts';
import { titleOf, verdict } from '../../src/report/verdict/verdict.ts';
import type { ReleaseStatus } from '../../src/strategies/release-status.ts';
import type { RecoverTo, ReleaseSubject } from '../../src/strategies/strategy.ts';
import { scaleSetId } from '../emulator/arm/compute/scale-set-world.ts';
import { validate } from '../report/report-schema.ts';
import {
  type InProcessCommands,
  type Runner,
  runUrl,
  startInProcessCommands,
} from './in-process-commands.ts';
import { type ScaleSetCommands, type ScaleSetRunner, startScaleSetCommands } from './scale-set-commands.ts';
import { recover, rollback, run, status } from './swap-commands.ts';

const SIGNED_IN = {
  'tenant-id': '3d9a6b52-7c1e-4f80-b4a3-91e5d0c82f76',
  'client-id': 'b7c41f9e-2d85-4a63-8e17-6f0a3c5d9b24',
};
const SUBSCRIPTION_ID = scaleSetId.split('/')[2] ?? '';

function inputsOf(given: Readonly<Record<string, string>>): Inputs {
  const all: Readonly<Record<string, string>> = { ...SIGNED_IN, ...given };
  return readInputs({ getInput: (name) => all[name] ?? '', mask: () => undefined }, () => '');
}

/** What the report says that is to be done next, of a command with these inputs. */
async function reportOf(
  { context, stream }: Pick<Runner, 'context' | 'stream'>,
  inputs: Inputs,
  act: (context: CommandContext) => Promise<CommandEnd>,
): Promise<Report> {
  const { clock } = context;
  const startedAt = { startedAtMs: clock.monotonicMs(), startedAtEpochMs: clock.epochMs() };
  let subject: Partial<ReleaseSubject> = {};
  const tellSubject: CommandContext['tellSubject'] = (known) => {
    subject = known;
  };
  const ending = await act({ ...context, tellSubject }).then(
    (end) => ({ end }),
    (error: unknown) => ({ failure: toFailure(error) }),
  );
  const facts = factsOf({ inputs, subject, ...ending });
  return buildReport(
    { ...startedAt, finishedAtMs: clock.monotonicMs(), ...facts },
    stream,
    conclusionOf({ inputs, ...ending }),
  );
}

function printedBy(report: Report): string {
  return nextSteps(report)
    .map(({ text }) => text)
    .join('\n');
}

/** `recover-to` of the inputs that are printed in quotes, as a step would have it. */
function recoverToIn(printed: string): RecoverTo {
  const given = [...printed.matchAll(/"([a-z-]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const { task } = inputsOf(Object.fromEntries(given));
  expect.assert(task.command === 'recover');
  return task.recoverTo;
}

function asStatus({ status: found }: Report): ReleaseStatus {
  expect.assert(found !== null);
  return found;
}

const BEFORE = { vipswap1lb: 'vipswap1pip', vipswap2lb: 'vipswap2pip' };
const AFTER = { vipswap1lb: 'vipswap2pip', vipswap2lb: 'vipswap1pip' };

const swapInputs = {
  strategy: 'vip-swap',
  'subscription-id': SUBSCRIPTION_ID,
  'resource-group': 'vipswap',
  'production-public-ip': 'vipswap1pip',
};

/** A release that has moved production, and was lost before it could say so: `auto` finishes it. */
async function lostAfterItsMove(): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap2lb', 2);
  victim.kill();
  return world;
}

/** Cancelled while it watches whether the run that it found is alive: nothing is written yet. */
async function cancelledWhileItLooks(world: InProcessCommands, recoverTo: RecoverTo): Promise<Report> {
  const runner = world.runner(runUrl(2));
  const inputs = inputsOf({ ...swapInputs, command: 'recover', 'recover-to': recoverTo });
  const reported = reportOf(runner, inputs, (context) =>
    recover(context, world.recoverOptions({ recoverTo })),
  );
  await world.clock.sleep(3_000);
  runner.cancel();
  return reported;
}

describe('a recovery of a swap that was told which way to go, and was cancelled', () => {
  it('prints that way, and what is printed goes it', async () => {
    const world = await lostAfterItsMove();
    const report = await cancelledWhileItLooks(world, 'undo');
    expect(report.recoverTo).toBe('undo');
    const printed = printedBy(report);
    expect(printed).toContain(
      'Recover once more: run the action with "command: recover", "recover-to: undo", "production-public-ip: vipswap1pip", ',
    );
    const again = world.recoverOptions({ recoverTo: recoverToIn(printed) });
    expect(await recover(world.runner(runUrl(3)).context, again)).toMatchObject({ recoveredTo: 'undo' });
    expect(world.placement()).toEqual(BEFORE);
  });

  it('prints none where it was told none, which finishes this one', async () => {
    const world = await lostAfterItsMove();
    const printed = printedBy(await cancelledWhileItLooks(world, 'auto'));
    expect(printed).toContain('"command: recover", "production-public-ip: ');
    const again = world.recoverOptions({ recoverTo: recoverToIn(printed) });
    expect(await recover(world.runner(runUrl(3)).context, again)).toMatchObject({ recoveredTo: 'finish' });
    expect(world.placement()).toEqual(AFTER);
  });
});

const scaleSetInputs = {
  'subscription-id': SUBSCRIPTION_ID,
  'resource-group': 'canary',
  'scale-set': 'web',
};

/** A canary that was lost in its upgrade: `auto` finishes it. */
async function lostInItsUpgrade(): Promise<ScaleSetCommands> {
  const world = startScaleSetCommands({ capacity: 3 });
  const victim = world.runner(1);
  void world.canary(victim);
  await world.written('POST web/manualupgrade');
  victim.kill();
  return world;
}

/** It waits for late writes then, and has not looked at the instances. */
async function untilLockedBy(world: ScaleSetCommands, { context }: ScaleSetRunner): Promise<void> {
  while (world.record().lock?.id !== context.lease.id) {
    await world.clock.sleep(50);
  }
}

async function cancelledUnderItsLock(world: ScaleSetCommands, recoverTo: RecoverTo): Promise<Report> {
  const runner = world.runner(2);
  const inputs = inputsOf({ ...scaleSetInputs, command: 'recover', 'recover-to': recoverTo });
  const reported = reportOf(runner, inputs, (context) => world.recover({ ...runner, context }, recoverTo));
  await untilLockedBy(world, runner);
  runner.cancel();
  return reported;
}

describe('a recovery of a canary that was told which way to go, and was cancelled under its lock', () => {
  it('prints that way, and what is printed goes it', async () => {
    const world = await lostInItsUpgrade();
    const printed = printedBy(await cancelledUnderItsLock(world, 'undo'));
    expect(printed).toContain(
      'Recover once more: run the action with "command: recover", "recover-to: undo", "scale-set: web", ',
    );
    expect(await world.recover(world.runner(3), recoverToIn(printed))).toMatchObject({ recoveredTo: 'undo' });
  });

  it('has written it down with its lock: one that is told nothing goes that way, too', async () => {
    const world = await lostInItsUpgrade();
    const lost = world.runner(2);
    void world.recover(lost, 'undo');
    await untilLockedBy(world, lost);
    lost.kill();
    expect(world.record().journal).toMatchObject({ direction: 'undo' });
    expect(await world.status(world.runner(3))).toMatchObject({
      status: { interrupted: { direction: 'undo' } },
    });
    expect(await world.recover(world.runner(4))).toMatchObject({ recoveredTo: 'undo' });
  });

  it('prints and writes down none where it was told none, which finishes this one', async () => {
    const world = await lostInItsUpgrade();
    const printed = printedBy(await cancelledUnderItsLock(world, 'auto'));
    expect(printed).toContain('"command: recover", "scale-set: web", ');
    expect(world.record().journal).not.toHaveProperty('direction');
    expect(await world.recover(world.runner(3), recoverToIn(printed))).toMatchObject({
      recoveredTo: 'finish',
    });
  });

  it('writes down no way that half of a rollback does not have', async () => {
    const world = startScaleSetCommands({ capacity: 3 });
    await world.canary(world.runner(1));
    const victim = world.runner(2);
    void world.rollback(victim);
    await world.written('POST web/manualupgrade', 2);
    victim.kill();
    const runner = world.runner(3);
    const inputs = inputsOf({ ...scaleSetInputs, command: 'recover', 'recover-to': 'finish' });
    const report = await reportOf(runner, inputs, (context) =>
      world.recover({ ...runner, context }, 'finish'),
    );
    expect(report.failure?.message).toContain('recover-to: undo or auto');
    expect(world.record().journal).not.toHaveProperty('direction');
    // To be told that way again would be refused again.
    expect(await world.recover(world.runner(4), recoverToIn(printedBy(report)))).toMatchObject({
      recoveredTo: 'undo',
    });
  });
});

describe('a recovery that meets one that is faster', () => {
  it('says to go the way once more that it was told', async () => {
    const world = await lostInItsUpgrade();
    const [first, second] = [world.runner(2), world.runner(3)];
    const recovering = [world.recover(first, 'undo'), world.recover(second, 'undo')];
    const ended = await Promise.allSettled(recovering);
    expect(ended.map((each) => (each.status === 'rejected' ? String(each.reason) : ''))).toContainEqual(
      expect.stringMatching(
        /Somebody else was faster.* "command: recover" with recover-to: undo and scale-set: web /,
      ),
    );
  });
});

describe('a post that has nothing but what main has saved', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  async function saidOfEarlyEnd(
    kind: 'looking' | 'recovering' | 'unreadable',
    inputs: Readonly<Record<string, string>>,
  ): Promise<string> {
    const world = startInProcessCommands();
    const holders = {
      input: 'production-public-ip',
      ids: [world.idOf('publicIPAddresses', 'vipswap1pip')],
    } as const;
    const hold = { lease: world.runner(runUrl(2)).lease, holders };
    for (const [name, value] of Object.entries(inputs)) {
      vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
    }
    vi.stubEnv('GITHUB_STEP_SUMMARY', undefined);
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const { exitCode } = process;
    await tellOfEarlyEnd({ kind, holders, hold });
    process.exitCode = exitCode;
    return write.mock.calls.map(([text]) => decodeURIComponent(String(text))).join('');
  }

  it.each(['looking', 'recovering', 'unreadable'] as const)(
    'prints the way that the recovery was told: %s',
    async (kind) => {
      const inputs = { ...swapInputs, command: 'recover', 'recover-to': 'undo' };
      expect(await saidOfEarlyEnd(kind, inputs)).toContain(
        '"command: recover", "recover-to: undo", "production-public-ip: vipswap1pip", ',
      );
    },
  );

  it('prints none where there was none to tell', async () => {
    for (const inputs of [
      { command: 'recover', 'recover-to': 'auto' },
      { command: 'run', 'recover-to': 'undo' },
    ]) {
      expect(await saidOfEarlyEnd('recovering', { ...swapInputs, ...inputs })).toContain(
        '"command: recover", "production-public-ip: vipswap1pip", ',
      );
    }
  });

  it('does not lead a rollback that recovers first to finish what it rejects', async () => {
    const said = await saidOfEarlyEnd('recovering', { ...swapInputs, command: 'rollback' });
    expect(said).toContain('"command: recover", "recover-to: undo", "production-public-ip: ');
    expect(said).toContain('where what was interrupted is a rollback itself, give recover-to: finish');
  });
});

describe('a rollback of a swap that is cancelled', () => {
  const inputs = { ...swapInputs, command: 'rollback' };
  const optionsOf = (world: InProcessCommands, more = {}) => {
    const { goal, ...options } = world.runOptions({}, more);
    return { ...options, terms: goal };
  };

  it('in its window says how to go on with it', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const runner = world.runner(runUrl(2));
    const reported = reportOf(runner, inputsOf(inputs), (context) => rollback(context, optionsOf(world)));
    await world.written('PUT loadBalancers/vipswap2lb', 3);
    runner.cancel();
    const printed = printedBy(await reported);
    expect(printed).toContain('"command: recover", "recover-to: finish", "production-public-ip: ');
    const again = world.recoverOptions({ recoverTo: recoverToIn(printed) });
    expect(await recover(world.runner(runUrl(3)).context, again)).toMatchObject({
      result: { outcome: 'succeeded' },
    });
    expect(world.placement()).toEqual(BEFORE);
  });

  it('while it recovers first says how to take that release back', async () => {
    const world = await lostAfterItsMove();
    await world.clock.sleep(4_200_000);
    const runner = world.runner(runUrl(2));
    const reported = reportOf(runner, inputsOf({ ...inputs, 'on-interrupted': 'recover' }), (context) =>
      rollback(context, optionsOf(world, { onInterrupted: 'recover' })),
    );
    while (world.record().lock?.id !== runner.lease.id) {
      await world.clock.sleep(50);
    }
    runner.cancel();
    const printed = printedBy(await reported);
    expect(printed).toContain('"command: recover", "recover-to: undo", "production-public-ip: ');
    expect(printed).not.toContain('recover-to: finish');
    const again = world.recoverOptions({ recoverTo: recoverToIn(printed) });
    expect(await recover(world.runner(runUrl(3)).context, again)).toMatchObject({ recoveredTo: 'undo' });
    expect(world.placement()).toEqual(BEFORE);
  });
});

describe('a rollback of a swap that was lost before its window', () => {
  async function lostRollback(): Promise<InProcessCommands> {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    const victim = world.runner(runUrl(2));
    const { goal, ...options } = world.runOptions();
    void rollback(victim.context, { ...options, terms: goal });
    await untilJournal(world);
    victim.kill();
    return world;
  }

  async function untilJournal(world: InProcessCommands): Promise<void> {
    while (world.record().journal === undefined) {
      await world.clock.sleep(50);
    }
  }

  it('is called that by status, which says how to go on with it', async () => {
    const world = await lostRollback();
    const ids = world.runOptions().goal.productionPublicIpIds;
    const read = () =>
      reportOf(world.runner(runUrl(3)), inputsOf({ ...swapInputs, command: 'status' }), (context) =>
        status(context, ids),
      );
    const locked = await read();
    expect(printedBy(locked)).toContain('a rollback, which "recover-to: finish" goes on with');
    expect(statusRows(asStatus(locked))).toContainEqual([
      'Under way',
      expect.stringMatching(/^rollback: vip-swap by /),
    ]);
    await world.clock.sleep(4_200_000);
    const interrupted = await read();
    expect(validate(JSON.parse(reportText(interrupted))), JSON.stringify(validate.errors)).toBe(true);
    expect(printedBy(interrupted)).toMatch(
      /"command: recover", "recover-to: finish", "production-public-ip: .*It goes on with the rollback; recover-to: undo takes it back\./,
    );
    const again = world.recoverOptions({ recoverTo: recoverToIn(printedBy(interrupted)) });
    expect(await recover(world.runner(runUrl(4)).context, again)).toMatchObject({ recoveredTo: 'finish' });
    expect(world.placement()).toEqual(BEFORE);
  });

  it('is not called a release by a recovery that takes it back, which says what is live then', async () => {
    const world = await lostRollback();
    const report = await reportOf(
      world.runner(runUrl(3)),
      inputsOf({ ...swapInputs, command: 'recover' }),
      (context) => recover(context, world.recoverOptions()),
    );
    expect(world.placement()).toEqual(AFTER);
    expect(titleOf(report)).toBe('vip-swap: interrupted rollback undone');
    expect(verdict(report)).toMatch(
      /serves from vipswap2lb: the interrupted rollback was undone, and the release that it was to take back is live\.$/,
    );
    expect(validate(JSON.parse(reportText(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is gone on with by what a recovery of it prints that was cancelled before it had chosen a way', async () => {
    const world = await lostRollback();
    const printed = printedBy(await cancelledWhileItLooks(world, 'auto'));
    const again = world.recoverOptions({ recoverTo: recoverToIn(printed) });
    expect(await recover(world.runner(runUrl(4)).context, again)).toMatchObject({ recoveredTo: 'finish' });
  });
});
