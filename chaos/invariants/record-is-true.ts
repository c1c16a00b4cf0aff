import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import { readLastRun } from '../../src/record/last-run.ts';
import { addressesIn, placementIn, samePlacement } from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/** What was to be done, and whether a tag was to tell of it. */
export interface Recorded {
  readonly command: 'run' | 'rollback';
  readonly leavesRecord: boolean;
}

/**
 * When all is over, the one tag that is left tells of the release if that has moved production, and of the one before it if not;
 * nobody else has touched the tags.
 */
export function recordIsTrue(plane: ControlPlane, before: AzureBefore, recorded: Recorded): Violation[] {
  const isMoved = samePlacement(placementIn(plane), before.swapped);
  const wanted = isMoved ? wantedOf(recorded, before) : formerOf(recorded, before);
  // What was undone after it had closed the record of one address, and not yet of the other, cannot give the former one back.
  const isOverwritten = (found: string) =>
    !isMoved && before.productionAddressIds.length > 1 && found === NOTHING;
  return addressesIn(plane)
    .filter(({ id }) => before.productionAddressIds.some((production) => sameId(production, id)))
    .map(({ name, tags = {} }) => ({ name, found: foundIn(tags) }))
    .filter(({ found }) => found !== wanted && !isOverwritten(found))
    .map(({ name, found }) => ({
      invariant: 'record-is-true',
      message: `azure-rollout-last of ${name} tells of ${found}, where it is to tell of ${wanted}`,
    }));
}

const NOTHING = 'nothing';

function wantedOf({ command, leavesRecord }: Recorded, { targetLoadBalancer }: AzureBefore): string {
  return leavesRecord ? `a ${command} to ${targetLoadBalancer}` : NOTHING;
}

/** What is rolled back was a run, and is the last again where the rollback was taken back itself. */
function formerOf({ command }: Recorded, { productionLoadBalancer }: AzureBefore): string {
  return command === 'rollback' ? `a run to ${productionLoadBalancer}` : NOTHING;
}

function foundIn(tags: Readonly<Record<string, string>>): string {
  const last = readLastRun(tags);
  return last === undefined ? NOTHING : `a ${last.kind} to ${last.target?.split('/')[1]}`;
}
