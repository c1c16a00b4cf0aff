import { type ProductionWatch, unwatched, watchProduction } from '../production-watch.ts';
import type { StrategyContext } from '../strategy.ts';
import type { Production } from './production.ts';
import type { ScaleSetTerms } from './terms.ts';

export interface StartedWatch {
  readonly watch: ProductionWatch;
  readonly unchecked: readonly string[];
}

/** Asks production from now on, where it can be asked from outside. */
export async function startWatch(
  { clock, emit, command }: Pick<StrategyContext, 'clock' | 'emit' | 'command'>,
  production: Production,
  { probe, isProbeOn, verifyTimeoutMs }: ScaleSetTerms,
): Promise<StartedWatch> {
  if (!isProbeOn || command === 'plan') {
    return { watch: unwatched, unchecked: [] };
  }
  if (production.kind === 'none') {
    return { watch: unwatched, unchecked: [`${production.reason}, so no downtime is measured.`] };
  }
  return {
    watch: await watchProduction(production.target, probe, verifyTimeoutMs, clock, emit),
    unchecked: [],
  };
}
