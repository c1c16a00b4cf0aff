import { describe, expect, it } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { toOutputs } from '../../src/outputs.ts';
import { nextSteps } from '../../src/report/next-steps/next-steps.ts';
import type { Report } from '../../src/report/report.ts';
import { statusRows } from '../../src/report/status/status-text.ts';
import { verdict } from '../../src/report/verdict/verdict.ts';
import { type InProcessCommands, runUrl, startInProcessCommands } from './in-process-commands.ts';
import { recover, rollback, run, status, unlock } from './swap-commands.ts';
import { tellSwap } from './told-swap.ts';

const ids = (world: InProcessCommands) => world.runOptions().goal.productionPublicIpIds;

const asking = async (world: InProcessCommands): Promise<Report> =>
  (await tellSwap(world, 'status', (context) => status(context, ids(world)))).report;

const recovering = async (world: InProcessCommands): Promise<Report> =>
  (await tellSwap(world, 'recover', (context) => recover(context, world.recoverOptions()))).report;

const unlocking = async (world: InProcessCommands): Promise<Report> =>
  (await tellSwap(world, 'unlock', (context) => unlock(context, ids(world), 'the runner is lost'))).report;

const live = (report: Report) => toOutputs(report, '')['live-load-balancer'];

/** What becomes of packets to the production address. */
function packets(world: InProcessCommands): string[] {
  const open = world.dataPlane
    .groundTruth()
    .filter(
      ({ publicIpAddressId, toMs }) => toMs === undefined && publicIpAddressId.endsWith('/vipswap1pip'),
    );
  return [
    ...new Set(
      open.map(({ state, loadBalancerId = '' }) => `${state} ${loadBalancerId.split('/').at(-1)}`.trim()),
    ),
  ];
}

const SERVED = ['served vipswap2lb'];

/** Has the new model, and the old data plane. */
const CLOSING_FAILS: Fault = {
  match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', nth: 2 },
  effect: 'operation-fails',
  model: 'changed',
  dataPlaneFollows: false,
};

const CLOSING_HANGS: Fault = { ...CLOSING_FAILS, effect: 'stuck' };

/** A run is killed as soon as its update is sent that gives production to the other side. */
async function lostWhileClosing(faults: readonly Fault[] = []): Promise<InProcessCommands> {
  const world = startInProcessCommands({ faults });
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap2lb', 2);
  victim.kill();
  await world.clock.sleep(100);
  return world;
}

async function lostInOwnSwap(): Promise<InProcessCommands> {
  const world = startInProcessCommands();
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions({ swapMethod: 'native' }));
  while (!world.writes().some((each) => each.includes('setLoadBalancerFrontendPublicIpAddresses'))) {
    await world.clock.sleep(50);
  }
  victim.kill();
  await world.clock.sleep(100);
  return world;
}

async function failedWhileClosing(): Promise<InProcessCommands> {
  const world = await lostWhileClosing([CLOSING_FAILS]);
  await world.clock.sleep(400_000);
  return world;
}

/** As a template does that knows nothing of ours. */
function writeTags(world: InProcessCommands, tags: Readonly<Record<string, string>>): void {
  const { store } = world.emulated.plane;
  const address = store.get(world.idOf('publicIPAddresses', 'vipswap1pip'));
  expect.assert(address !== undefined);
  store.put({ ...address, tags });
}

function refuseLoadBalancer(world: InProcessCommands): void {
  world.emulated.plane.faults.add({
    match: { method: 'GET', path: 'loadBalancers/vipswap2lb$', times: 'always' },
    effect: 'answer',
    status: 403,
    code: 'AuthorizationFailed',
  });
}

describe('a production address whose load balancer is not at rest', () => {
  it.each([
    ["ARM's own swap runs", lostInOwnSwap, 'an update of vipswap2lb is under way'],
    ['the closing update runs', lostWhileClosing, 'an update of vipswap2lb is under way'],
    ['the closing update has failed', failedWhileClosing, 'the last update of vipswap2lb ended as Failed'],
  ] as const)('is called served by nobody: %s', async (_, lose, doubt) => {
    const world = await lose();
    expect(packets(world)).not.toEqual(SERVED);
    const report = await asking(world);
    expect(verdict(report)).toMatch(
      new RegExp(
        `\\(vipswap1pip\\) is on vipswap2lb, and whether that serves it is not known, because ${doubt};`,
      ),
    );
    expect(live(report)).toBe('');
    expect.assert(report.status !== null);
    expect(Object.fromEntries(statusRows(report.status)).Live).toBe(
      `not known: frontend loadBalancerFrontEnd of vipswap2lb has the address, and ${doubt}`,
    );
  });

  it('is called served by nobody by who unlocks it', async () => {
    const world = await failedWhileClosing();
    const report = await unlocking(world);
    expect(report.outcome).toBe('succeeded');
    expect(report.reason).toContain(
      '; whether vipswap2lb, which has vipswap1pip, serves it is not known: the last update of vipswap2lb ended as Failed',
    );
    expect(live(report)).toBe('');
  });

  it('is served once a recovery without a journal has written the load balancer once more', async () => {
    const world = await failedWhileClosing();
    writeTags(world, {});
    expect(packets(world)).not.toEqual(SERVED);
    const before = await asking(world);
    expect(before.status?.state).toBe('uncertain');
    expect(nextSteps(before).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Have the load balancer written once more.*"command: recover"/),
    ]);
    const report = await recovering(world);
    expect(report).toMatchObject({
      outcome: 'succeeded',
      reason: expect.stringContaining(
        'vipswap2lb, which has vipswap1pip, is written once more: the last update of vipswap2lb ended as Failed',
      ) as string,
    });
    expect(live(report)).toBe('vipswap2lb');
    expect(packets(world)).toEqual(SERVED);
    // Its own lock is gone too.
    expect(world.tags()).toEqual({});
    expect(await asking(world)).toMatchObject({ status: { state: 'idle' } });
  });

  it('makes a recovery red that cannot write the load balancer', async () => {
    const world = await failedWhileClosing();
    writeTags(world, {});
    world.emulated.plane.faults.add({
      match: { method: 'PUT', path: 'loadBalancers/vipswap2lb$', times: 'always' },
      effect: 'operation-fails',
      model: 'changed',
      dataPlaneFollows: false,
    });
    const report = await recovering(world);
    expect(report.failure).toMatchObject({
      code: 'Uncertain',
      message: expect.stringMatching(
        /^Whether vipswap2lb, which has vipswap1pip, serves it is not known: the last update of vipswap2lb ended as Failed\. To write vipswap2lb once more has failed: .*az network lb update --ids \S+\/vipswap2lb /,
      ) as string,
    });
    expect(verdict(report)).toMatch(/^Whether Production at .* is served is not known\.$/);
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Production may be down\..*"command: recover"/),
    ]);
    expect(live(report)).toBe('');
    expect(world.tags()).toEqual({});
  });

  it('is waited for by a recovery without a journal, as long as updates take', async () => {
    const world = await lostWhileClosing();
    writeTags(world, {});
    const report = await recovering(world);
    expect(report.outcome).toBe('succeeded');
    expect(world.writes().filter((each) => each === 'PUT loadBalancers/vipswap2lb')).toHaveLength(2);
    expect(live(report)).toBe('vipswap2lb');
    expect(packets(world)).toEqual(SERVED);
  });

  it('is written over by one where the update hangs', async () => {
    const world = await lostWhileClosing([CLOSING_HANGS]);
    writeTags(world, {});
    const report = await recovering(world);
    expect(report.outcome).toBe('succeeded');
    expect(live(report)).toBe('vipswap2lb');
    expect(packets(world)).toEqual(SERVED);
  });

  it('is no production that a rollback has brought back already', async () => {
    const world = startInProcessCommands();
    const { goal, ...options } = world.runOptions();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    await rollback(world.runner(runUrl(2)).context, { ...options, terms: goal });
    const { store } = world.emulated.plane;
    const loadBalancer = store.get(world.idOf('loadBalancers', 'vipswap1lb'));
    expect.assert(loadBalancer !== undefined);
    store.put({ ...loadBalancer, properties: { ...loadBalancer.properties, provisioningState: 'Failed' } });
    const { report } = await tellSwap(world, 'rollback', (context) =>
      rollback(context, { ...options, terms: goal }),
    );
    expect(report.failure?.message).toMatch(
      /was a rollback already, and whether vipswap1lb, which has vipswap1pip, serves it is not known: the last update of vipswap1lb ended as Failed\. "command: recover" with /,
    );
    expect(live(report)).toBe('');
  });
});

describe('a load balancer that the identity may not read', () => {
  it('is not said to serve what it has', async () => {
    const world = startInProcessCommands();
    await run(world.runner(runUrl(1)).context, world.runOptions());
    refuseLoadBalancer(world);
    const text =
      'the identity may not read vipswap2lb, for which it needs Microsoft.Network/loadBalancers/read at ' +
      world.idOf('loadBalancers', 'vipswap2lb');
    const report = await asking(world);
    expect(report.status?.state).toBe('uncertain');
    expect(verdict(report)).toContain(`whether that serves it is not known, because ${text}`);
    expect(nextSteps(report).map(({ text: step }) => step)).toEqual([
      `Give the identity a role that has the action, and look again: ${text}.`,
    ]);
    expect(live(report)).toBe('');
    const unlocked = await unlocking(world);
    expect(unlocked).toMatchObject({ outcome: 'no-change', reason: expect.stringContaining(text) as string });
    expect(live(unlocked)).toBe('');
    const recovered = await recovering(world);
    expect(recovered.failure).toMatchObject({
      code: 'Uncertain',
      message: expect.stringContaining(text) as string,
    });
    expect(live(recovered)).toBe('');
  });
});

describe('a lock that has no end, and no journal beside it', () => {
  const LOCK = {
    'azure-rollout-lock': 'until never for me',
    'azure-rollout-lock-owner': 'https://x',
    'azure-rollout-lock-id': '1',
  };

  it('is no promise of a recovery, which says how it is taken away', async () => {
    const world = startInProcessCommands();
    writeTags(world, LOCK);
    const report = await recovering(world);
    expect(report.failure).toMatchObject({
      code: 'EndlessLock',
      message: expect.stringMatching(
        /^No run can begin: vipswap1pip is locked by https:\/\/x \(me\) without an end: "command: unlock" with production-public-ip: vipswap1pip .*unlock-reason/,
      ) as string,
    });
    expect(report.failure?.message).not.toContain('when that is over');
    expect(nextSteps(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Make sure that nobody works under that lock/),
    ]);
    expect(live(report)).toBe('vipswap1lb');
    await unlocking(world);
    expect(await recovering(world)).toMatchObject({ outcome: 'no-change' });
  });

  it('is swept where it has an end, when that has come', async () => {
    const world = startInProcessCommands();
    const lock = `until ${new Date(world.clock.epochMs() + 60_000).toISOString()} for me`;
    writeTags(world, { ...LOCK, 'azure-rollout-lock': lock });
    expect(await recovering(world)).toMatchObject({
      outcome: 'no-change',
      reason: expect.stringContaining('"command: recover" sweeps it when that is over') as string,
    });
    await world.clock.sleep(61_000);
    expect(await recovering(world)).toMatchObject({ outcome: 'succeeded' });
  });
});
