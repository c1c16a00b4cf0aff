import type { StepContext } from '../../../engine/run.ts';
import { inQuarantine } from '../instances/troubled.ts';
import type { ScaleSetWork } from '../performers.ts';
import { judge } from './upgrade-instances.ts';

/**
 * Before anybody is upgraded: who was found in quarantine, or switched off with the payload, counts, as it did when it was switched
 * off. With the payload it is neither upgraded nor waited for.
 *
 * @throws UnhealthyInstancesError
 */
export function judgeLeftAlone(work: ScaleSetWork, { clock }: StepContext): void {
  const { emit, troubled } = work;
  const instanceIds = [...troubled.unhealthy.keys()];
  if (instanceIds.length > 0) {
    emit({ type: 'instances-off', atMs: clock.monotonicMs(), since: 'upgrade', instanceIds });
  }
  const back = [...troubled.quarantined].filter((id) => !troubled.unhealthy.has(id));
  judge(work, { unhealthy: new Map([...troubled.unhealthy, ...back.map(inQuarantine)]) });
}
