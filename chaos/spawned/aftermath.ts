import { placementIn } from '../invariants/azure-as-it-is.ts';
import { outcomeIsTrue } from '../invariants/outcome-is-true.ts';
import { neverBroken, productionIsWhole } from '../invariants/production-is-whole.ts';
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

/** What a run says at its end, against Azure at that instant. */
export function spokenTruly(world: SpawnedWorld, run: SpawnedRun): Violation[] {
  const { plane } = world.emulator.arm;
  const { claim } = lastWord(run);
  return [
    ...run.secretsTold,
    ...neverBroken(plane, world.before),
    ...(claim === undefined ? [] : outcomeIsTrue(placementIn(plane), world.before, { ...claim, writes: 0 })),
  ];
}

/** Goes on after a run that did not end whole, by one recovery, and judges what becomes of it. */
export async function recoverAndJudge(
  world: SpawnedWorld,
  recovery: Recovery,
  inputs: Readonly<Record<string, string>>,
): Promise<Violation[]> {
  world.emulator.arm.plane.faults.remove();
  const run = await spawnRun(world, recoveries[recovery](inputs));
  const said = lastWord(run).claim;
  return [
    ...spokenTruly(world, run),
    ...(endsWhole(run)
      ? []
      : [
          {
            invariant: 'recover-ends-whole',
            message: `${recovery} says ${said?.outcome ?? 'nothing'}: ${said?.message ?? run.main.stdout.slice(-300)}`,
          } as const,
        ]),
  ];
}

/** Everything is over: production is whole. */
export async function judgeProduction(world: SpawnedWorld): Promise<Violation[]> {
  await world.settled();
  return productionIsWhole(world.emulator.arm.plane, world.before);
}
