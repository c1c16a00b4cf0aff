import type { StepContext } from '../../../engine/run.ts';
import type { ScaleSetWork } from '../performers.ts';
import { judge } from './upgrade-instances.ts';

/**
 * Before anybody is upgraded: who was found switched off with the payload counts, as it did when it was switched off, and is
 * neither upgraded nor waited for.
 *
 * @throws UnhealthyInstancesError
 */
export function judgeLeftAlone(work: ScaleSetWork, { clock }: StepContext): void {
  const { emit, troubled } = work;
  const instanceIds = [...troubled.unhealthy.keys()];
  if (instanceIds.length === 0) {
    return;
  }
  emit({ type: 'instances-off', atMs: clock.monotonicMs(), since: 'upgrade', instanceIds });
  judge(work, { unhealthy: new Map(troubled.unhealthy) });
}
