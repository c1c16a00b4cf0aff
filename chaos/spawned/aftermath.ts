import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { type Placed, placementIn, printPlacement, samePlacement } from '../invariants/azure-as-it-is.ts';
import type { AzureBefore } from '../invariants/azure-before.ts';
import { outcomeIsTrue } from '../invariants/outcome-is-true.ts';
import { isServed } from '../invariants/packets.ts';
import { neverBroken, productionIsWhole } from '../invariants/production-is-whole.ts';
import { swapOutputsAreTrue } from '../invariants/swap-outputs-are-true.ts';
import type { Violation } from '../invariants/violation.ts';
import { type Recovery, recoveries } from './recovery.ts';
import { type SpawnedRun, type SpokenPhase, spawnRun } from './spawned-run.ts';
import type { SpawnedWorld } from './spawned-world.ts';

/** What a run has said at its end: the last phase that has said anything. */
export function lastWord({ main, post }: SpawnedRun): SpokenPhase {
  return post?.claim === undefined ? main : post;
}

export function endsWhole({ main, post }: SpawnedRun): boolean {
  const isWhole = ({ claim, leftOver }: SpokenPhase): boolean =>
    claim !== undefined && claim.outcome !== 'failed' && !leftOver;
  return post === undefined ? isWhole(main) : isWhole(post);
}

/** What a run says at its end, against Azure at that instant: packets are where they were going to as soon as a busy machine has seen to it. */
export async function spokenTruly(world: SpawnedWorld, run: SpawnedRun): Promise<Violation[]> {
  const { plane } = world.emulator.arm;
  const { claim, outputs } = lastWord(run);
  const placement = placementIn(plane);
  const fromMs = plane.clock.monotonicMs();
  await plane.dataPlane.settled();
  const span = { fromMs, toMs: plane.clock.monotonicMs() };
  return [
    ...run.secretsTold,
    ...neverBroken(plane, world.before),
    ...(claim === undefined ? [] : outcomeIsTrue(placement, world.before, claim)),
    ...(claim === undefined || outputs === undefined
      ? []
      : swapOutputsAreTrue(
          placement,
          world.before,
          claim.act,
          outputs,
          (id, name) => isServed(plane, id, name, span),
          downMsOf(plane, world.before),
        )),
  ];
}

/** Until now. Of several ports the one that was away for the shortest time: which of them was asked does not matter then. */
function downMsOf({ dataPlane, clock }: ControlPlane, { productionAddressIds }: AzureBefore): number {
  const nowMs = clock.monotonicMs();
  const intervals = dataPlane
    .groundTruth()
    .filter(({ publicIpAddressId }) => productionAddressIds.some((id) => sameId(id, publicIpAddressId)));
  const byPort = Map.groupBy(intervals, ({ port }) => port);
  const away = [...byPort.values()].map((own) =>
    own
      .filter(({ state }) => state === 'swallowed' || state === 'refused')
      .reduce((total, { fromMs, toMs = nowMs }) => total + toMs - fromMs, 0),
  );
  return away.length === 0 ? 0 : Math.min(...away);
}

/** What a killed process had sent may still be on its way, and nobody starts the next job at once. */
const BEFORE_RECOVERY_MS = 1_000;

export interface RecoveredRun {
  /** Which way the recovery says that it went, else its outcome. */
  readonly end: string;
  readonly violations: readonly Violation[];
}

/** Goes on after a run that did not end whole, by one recovery, and judges what becomes of it. */
export async function recoverAndJudge(
  world: SpawnedWorld,
  recovery: Recovery,
  inputs: Readonly<Record<string, string>>,
): Promise<RecoveredRun> {
  const { plane } = world.emulator.arm;
  plane.faults.remove();
  await plane.clock.sleep(BEFORE_RECOVERY_MS);
  const run = await goOn(world, recovery, inputs);
  const said = lastWord(run).claim;
  return {
    end: said?.recoveredTo ?? said?.outcome ?? 'nothing',
    violations: [
      ...(await spokenTruly(world, run)),
      ...unwholeOf(recovery, run),
      ...wrongWay(recovery, run, placementIn(plane), world.before),
    ],
  };
}

/** A re-run that has its goal reached says where only clean-up is left, and by which command: whoever reads that, does it. */
async function goOn(
  world: SpawnedWorld,
  recovery: Recovery,
  inputs: Readonly<Record<string, string>>,
): Promise<SpawnedRun> {
  const run = await spawnRun(world, recoveries[recovery](inputs));
  const { claim, leftOver } = lastWord(run);
  return recovery === 're-run' && leftOver && claim?.message.includes('"command: recover"') === true
    ? spawnRun(world, recoveries['recover auto'](inputs))
    : run;
}

function unwholeOf(recovery: Recovery, run: SpawnedRun): Violation[] {
  const { main } = run;
  const said = lastWord(run).claim;
  return endsWhole(run) && main.exitCode === 0
    ? []
    : [
        {
          invariant: 'recover-ends-whole',
          message: `${recovery} says ${said?.outcome ?? 'nothing'} (exit code ${main.exitCode}): ${said?.message ?? main.stdout.slice(-300)}`,
        },
      ];
}

/** A person who says where production shall go gets it there; `auto` may choose, and says what it has chosen. */
function wrongWay(
  recovery: Recovery,
  { main: { claim } }: SpawnedRun,
  placement: readonly Placed[],
  before: AzureBefore,
): Violation[] {
  const way = claim?.recoveredTo;
  const isRight = {
    'recover auto': true,
    'recover finish': way === undefined || way === 'finish',
    'recover undo': way === undefined || way === 'undo',
    // Whatever it had to recover first, the release that was asked for is carried out.
    're-run': samePlacement(placement, before.swapped),
  }[recovery];
  return isRight
    ? []
    : [
        {
          invariant: 'recover-ends-whole',
          message: `${recovery} went to ${way ?? 'nowhere'}: ${printPlacement(placement)}`,
        },
      ];
}

/** Everything is over: production is whole. */
export async function judgeProduction(world: SpawnedWorld): Promise<Violation[]> {
  await world.settled();
  return productionIsWhole(world.emulator.arm.plane, world.before);
}
