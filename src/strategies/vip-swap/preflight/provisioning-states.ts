import { sameId } from '../../../azure/resource-id.ts';
import { type Finding, refusal } from '../../preflight/finding.ts';
import { type Participant, type ProposedSwap, participantsOf } from './proposed-swap.ts';

/** A resource that is not `Succeeded` may be in the middle of somebody's change, or half-way through a failed one. */
export function checkProvisioningStates(swap: ProposedSwap): Finding[] {
  return participantsOf(swap).flatMap(({ label, resource }) => {
    const state = resource.properties.provisioningState ?? 'unknown';
    return state === 'Succeeded'
      ? []
      : [
          refusal(
            `The ${label} has the provisioning state ${state}, not Succeeded. ${remedy(state, isProduction(swap, resource))}`,
          ),
        ];
  });
}

function isProduction({ environment }: ProposedSwap, { id }: Participant['resource']): boolean {
  return environment.moves.some(({ productionAddress }) => sameId(productionAddress.id, id));
}

function remedy(state: string, isProductionAddress: boolean): string {
  const rewrite = isProductionAddress
    ? '"command: recover" writes it once more'
    : 'update it once more, even without a change, so that ARM brings it to a known state';
  switch (state) {
    case 'Updating':
      return `Another change of it is under way: wait until that has ended, and run again. If it hangs, ${rewrite}.`;
    case 'Deleting':
      return 'It is being deleted.';
    default:
      return `Before the next run, ${rewrite}.`;
  }
}
