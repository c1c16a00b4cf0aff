import { nameOf } from '../../../azure/resource-id.ts';
import { setScaleInProtection } from '../../../azure/scale-sets/instance-protection.ts';
import { listInstances } from '../../../azure/scale-sets/scale-set-instances.ts';
import { changeTags } from '../../../azure/scale-sets/scale-set-tags.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { readRecord, withRecord } from '../../../record/record.ts';
import type { ScaleSetWork } from '../performers.ts';
import type { ProtectCanaries } from '../plan/steps.ts';
import { type GivingBack, setAsideOf } from './set-aside.ts';

/**
 * Autoscale deletes the newest instances first, or any: a canary that vanishes has been tried for nothing. Written down
 * before it is done: whoever ends the release takes the protection from them, and from no others.
 */
export function protectCanaries(work: ScaleSetWork, { instanceIds }: ProtectCanaries): StepPerformer {
  const { arm, release, asFound } = work;
  return {
    async run({ signal }) {
      const unprotected = await unprotectedOf(work, instanceIds, signal);
      await noteProtected(work, (ids) => [...new Set([...ids, ...unprotected])], signal);
      for (const instanceId of unprotected) {
        await setScaleInProtection(
          arm,
          { scaleSetId: release.scaleSetId, instanceId, isProtected: true },
          signal,
        );
      }
    },
    async verify({ signal }) {
      const left = await unprotectedOf(work, instanceIds, signal);
      if (left.length > 0) {
        throw new Error(
          `Instances ${left.join(', ')} of ${nameOf(release.scaleSetId)} should be protected from scale-in, and are not.`,
        );
      }
    },
    // Whom the release had protected before this run, it protects for as long as it is open: where it is not any more, its end does this.
    undo: ({ signal }) =>
      unprotect(
        work,
        signal,
        (id) => instanceIds.includes(id) && asFound?.protectedIds.includes(id) !== true,
      ),
  };
}

export function releaseProtection(work: ScaleSetWork): StepPerformer {
  return {
    run: ({ signal }) => unprotect(work, signal),
    async verify({ signal }) {
      const ids = await protectedIds(work, signal);
      if (ids.length > 0) {
        throw new Error(
          `Instances ${ids.join(', ')} of ${nameOf(work.release.scaleSetId)} are still noted as protected by this release.`,
        );
      }
    },
    undo: async () => undefined,
  };
}

/** Takes the protection from those that this release has protected, and from no others. */
export async function unprotect(
  work: GivingBack,
  signal: AbortSignal,
  isMeant: (id: string) => boolean = () => true,
): Promise<void> {
  const { arm, release } = work;
  const ids = (await protectedIds(work, signal)).filter(isMeant);
  for (const instanceId of ids) {
    await setScaleInProtection(
      arm,
      { scaleSetId: release.scaleSetId, instanceId, isProtected: false },
      signal,
    );
    remember(work, (known) => known.filter((id) => id !== instanceId));
  }
  if (ids.length > 0) {
    await noteProtected(work, (noted) => noted.filter((id) => !isMeant(id)), signal);
  }
}

async function protectedIds(work: GivingBack, signal: AbortSignal): Promise<readonly string[]> {
  const { tags } = await getScaleSet(work.arm, work.release.scaleSetId, signal);
  return setAsideOf(work, readRecord(tags)).protectedIds;
}

function remember({ traces }: GivingBack, change: (ids: readonly string[]) => readonly string[]): void {
  traces.setAside = { ...traces.setAside, protectedIds: change(traces.setAside.protectedIds) };
}

/** Of those that are still there. */
async function unprotectedOf(
  { arm, release }: ScaleSetWork,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const reads = await listInstances(arm, release.scaleSetId, signal);
  return reads
    .filter(({ instanceId }) => ids.includes(instanceId))
    .filter(({ properties }) => properties.protectionPolicy?.protectFromScaleIn !== true)
    .map(({ instanceId }) => instanceId);
}

async function noteProtected(
  work: GivingBack,
  change: (ids: readonly string[]) => readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { arm, release } = work;
  remember(work, change);
  await changeTags(
    arm,
    release.scaleSetId,
    ({ tags }) => {
      const open = readRecord(tags).release;
      return open === undefined
        ? undefined
        : withRecord(tags, { release: { ...open, protectedIds: change(open.protectedIds) } });
    },
    signal,
  );
}
