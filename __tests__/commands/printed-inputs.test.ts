import { describe, expect, it, vi } from 'vitest';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import type { CommandContext, CommandEnd } from '../../src/commands/command.ts';
import { tellOfEarlyEnd } from '../../src/early-end.ts';
import { toFailure } from '../../src/engine/failure.ts';
import { readInputs } from '../../src/inputs.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import { buildReport } from '../../src/report/report.ts';
import type { Conclusion } from '../../src/report/run-facts.ts';
import type { ReleaseSubject } from '../../src/strategies/strategy.ts';
import { facts } from '../report/rollouts.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, run, status } from './swap-commands.ts';

const SIGNED_IN = {
  'tenant-id': '3d9a6b52-7c1e-4f80-b4a3-91e5d0c82f76',
  'client-id': 'b7c41f9e-2d85-4a63-8e17-6f0a3c5d9b24',
};

interface World extends InProcessCommands {
  readonly ids: readonly string[];
  release(owner: string): Promise<CommandEnd>;
  /** As somebody who copies what was printed into a step that had named everything by ids. */
  recoverAsPrinted(owner: string, printed: string): Promise<CommandEnd>;
}

/** A pair of which one half lies in a group of its own. */
function inTwoGroups(scenario: Scenario): Scenario {
  const moved: Scenario = JSON.parse(
    JSON.stringify(scenario).replaceAll(
      /vipswap(\/providers\/Microsoft.Network\/publicIPAddresses\/vipswap1pip6)"/g,
      'edge$1"',
    ),
  );
  const [group] = scenario.resourceGroups;
  expect.assert(group !== undefined);
  return { ...moved, resourceGroups: [...moved.resourceGroups, { ...group, name: 'edge' }] };
}

/** Production is lost in the window of a release of both. */
async function startInterrupted(adapt?: (scenario: Scenario) => Scenario): Promise<World> {
  const world = startInProcessCommands({ scenario: 'dual-stack', ...(adapt && { adapt }) });
  const { store } = world.emulated.plane;
  const ids = store
    .list('Microsoft.Network/publicIPAddresses')
    .filter(({ name }) => name === 'vipswap1pip' || name === 'vipswap1pip6')
    .map(({ id }) => id);
  const options = world.runOptions({ productionPublicIpIds: ids });
  const victim = world.runner(runUrl(1));
  void run(victim.context, options);
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  return {
    ...world,
    ids,
    release: (owner) => run(world.runner(owner).context, options),
    recoverAsPrinted(owner, printed) {
      const { productionPublicIpIds } = addressesIn(printed);
      return recover(world.runner(owner).context, world.recoverOptions({ productionPublicIpIds }));
    },
  };
}

/** @throws InputError where the step would not run. */
function addressesIn(printed: string) {
  const inputs: Readonly<Record<string, string>> = {
    ...SIGNED_IN,
    command: 'recover',
    ...Object.fromEntries(
      [
        ...printed.matchAll(
          /(production-public-ip|resource-group|subscription-id): ([^\s",;]+(?:, [^\s",;]+)*)/g,
        ),
      ].map(([, name, value]) => [name, value]),
    ),
  };
  const { task } = readInputs({ getInput: (name) => inputs[name] ?? '', mask: () => undefined }, () => '');
  expect.assert(task.strategy === 'vip-swap' && task.command === 'recover');
  return task;
}

/** What the summary says that is to be done next. */
async function nextOf(
  world: World,
  command: string,
  act: (context: CommandContext) => Promise<CommandEnd>,
): Promise<string> {
  const { context, events } = world.runner(runUrl(7));
  let subject: Partial<ReleaseSubject> = {};
  const tellSubject: CommandContext['tellSubject'] = (known) => {
    subject = known;
  };
  const conclusion = await act({ ...context, tellSubject }).then(
    (end): Conclusion | undefined =>
      end.kind === 'reported' ? { outcome: 'reported', status: end.status } : undefined,
    (error): Conclusion => ({ outcome: 'failed', failure: toFailure(error) }),
  );
  const report = buildReport({ ...facts, command, ...subject }, events, conclusion);
  return nextSteps(report)
    .map(({ text }) => text)
    .join('\n');
}

async function messageOf(ended: Promise<unknown>): Promise<string> {
  return ended.then(
    () => '',
    (error: unknown) => toFailure(error).message,
  );
}

const LOCK_IS_OVER_MS = 4_200_000;

const SAME_GROUP =
  'production-public-ip: vipswap1pip, vipswap1pip6", "resource-group: vipswap" and "subscription-id: 8f4e2c7a-';

describe.each([
  ['in one group', undefined],
  ['in two groups', inTwoGroups],
])('what is printed of a pair %s can be run', (_, adapt) => {
  const isWhole = { kind: 'ran', result: { outcome: 'succeeded' } };

  it('by who meets its lock', async () => {
    const world = await startInterrupted(adapt);
    const printed = await messageOf(world.release(runUrl(2)));
    expect(printed).toContain('is locked');
    expect(await world.recoverAsPrinted(runUrl(3), printed)).toMatchObject(isWhole);
  });

  it('by who meets what was interrupted, also where that is the other half', async () => {
    const world = await startInterrupted(adapt);
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const other = world.ids.find((id) => id.endsWith('pip6')) ?? '';
    const options = world.runOptions({ productionPublicIpIds: [other] });
    const printed = await messageOf(run(world.runner(runUrl(2)).context, options));
    expect(printed).toContain('was interrupted');
    expect(await world.recoverAsPrinted(runUrl(3), printed)).toMatchObject(isWhole);
  });

  it('in the summary of a status', async () => {
    const world = await startInterrupted(adapt);
    await world.clock.sleep(LOCK_IS_OVER_MS);
    const printed = await nextOf(world, 'status', (context) => status(context, world.ids));
    expect(printed.includes(SAME_GROUP)).toBe(adapt === undefined);
    expect(await world.recoverAsPrinted(runUrl(3), printed)).toMatchObject(isWhole);
  });

  it('in the summary of a recovery that had no time', async () => {
    const world = await startInterrupted(adapt);
    const hasty = world.recoverOptions({ productionPublicIpIds: world.ids, timeoutMs: 3_000 });
    const printed = await nextOf(world, 'recover', (context) => recover(context, hasty));
    expect(await world.recoverAsPrinted(runUrl(3), printed)).toMatchObject(isWhole);
  });

  it('by a post that has nothing but what main has saved', async () => {
    const world = await startInterrupted(adapt);
    const { lease } = world.runner(runUrl(2));
    const holders = { input: 'production-public-ip', ids: world.ids } as const;
    const ends = [
      { kind: 'looking', holders },
      { kind: 'recovering', hold: { lease, holders } },
    ] as const;
    const printed = [await saidOfEarlyEnd(ends[0]), await saidOfEarlyEnd(ends[1])];
    for (const each of printed) {
      expect(each).toMatch(/^::error .*Production may be down/);
    }
    expect(await world.recoverAsPrinted(runUrl(3), printed[0] ?? '')).toMatchObject(isWhole);
  });
});

async function saidOfEarlyEnd(end: Parameters<typeof tellOfEarlyEnd>[0]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('GITHUB_STEP_SUMMARY', undefined);
  const { exitCode } = process;
  try {
    await tellOfEarlyEnd(end);
    return write.mock.calls.map(([text]) => decodeURIComponent(String(text))).join('');
  } finally {
    process.exitCode = exitCode;
    vi.unstubAllEnvs();
    write.mockRestore();
  }
}
