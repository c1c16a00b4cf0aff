import type { TakeBackTerms } from '../goal.ts';
import type { Surroundings } from '../preflight/hazards.ts';

/** Only what runs is suspended: what somebody else has suspended, that one resumes. */
export function suspendsRepairs(
  { suspendRepairs }: Pick<TakeBackTerms, 'suspendRepairs'>,
  { repairs, scaleSet }: Surroundings,
): boolean {
  return (
    suspendRepairs && repairs === 'running' && scaleSet.properties.automaticRepairsPolicy?.enabled === true
  );
}
