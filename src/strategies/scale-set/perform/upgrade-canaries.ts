import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { switchedOffIds } from '../instances/power.ts';
import { seeRelease } from '../observed/see-release.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';
import { type Unhealthy, unhealthyList } from './check-instances.ts';
import { lookAfterUndoing, tellSwitchedOff } from './check-taken-back.ts';
import { judgeLeftAlone } from './left-alone.ts';
import { isAsFound } from './left-as-found.ts';
import { quarantine } from './quarantine.ts';
import { takeBackAll } from './take-back.ts';
import { judge, upgradeAndCheck } from './upgrade-instances.ts';

export function upgradeCanaries(work: ScaleSetWork): StepPerformer {
  const { release, access, emit, troubled, before } = work;
  // A canary that grows leaves those that it has alone; what an upgrade has left as `Failed` is upgraded once more.
  const hasPayload = (read: ScaleSetInstance) => hasRecorded(read, release.payload, release.payload);
  const isUpgraded = (read: ScaleSetInstance) =>
    hasPayload(read) && read.properties.provisioningState === 'Succeeded';
  return {
    async run(context) {
      const { clock, signal } = context;
      const leftOnIds = release.canaryIds.filter((id) => !troubled.unhealthy.has(id));
      judgeLeftAlone(work, context);
      const reads = await access.read(leftOnIds, signal);
      const havingIds = reads.filter(isUpgraded).map(({ instanceId }) => instanceId);
      const instanceIds = leftOnIds.filter((id) => !(havingIds.includes(id) && before.sickIds.has(id)));
      if (instanceIds.length === 0) {
        return;
      }
      const upgradedIds = havingIds.filter((id) => instanceIds.includes(id));
      emit({
        type: 'batch-started',
        atMs: clock.monotonicMs(),
        number: 1,
        instanceIds,
        checkedIds: upgradedIds,
        outdatedCount: instanceIds.length - upgradedIds.length,
      });
      const offIds = switchedOffIds(reads);
      const checked = await upgradeAndCheck(work, { instanceIds, upgradedIds, offIds }, context);
      const tell = (unhealthy: Unhealthy) =>
        emit({
          type: 'batch-finished',
          atMs: clock.monotonicMs(),
          number: 1,
          instanceIds,
          unhealthy: unhealthyList(unhealthy),
        });
      judge(work, await quarantine(work, checked, tell, signal));
    },
    async verify({ signal }) {
      const reads = await access.read(release.canaryIds, signal);
      const without = release.canaryIds.filter(
        (id) =>
          !troubled.unhealthy.has(id) && !reads.some((read) => read.instanceId === id && hasPayload(read)),
      );
      if (without.length > 0) {
        throw new Error(
          `Instances ${without.join(', ')} should have the payload of release ${release.releaseId}, and Azure says that they ` +
            'have not, or are gone.',
        );
      }
    },
    async undo(context) {
      const { clock, signal } = context;
      if (await isAsFound(work, signal)) {
        return;
      }
      const begunAtMs = clock.monotonicMs();
      await takeBackAll(work, 'canaries', signal);
      await lookAfterUndoing(work, begunAtMs, context);
      tellSwitchedOff(work, await seeRelease(work, clock, signal), context);
    },
  };
}
