import { type Finding, refusal } from './finding.ts';
import { type ProposedSwap, participantsOf } from './proposed-swap.ts';

/** A resource that is not `Succeeded` may be in the middle of somebody's change, or half-way through a failed one. */
export function checkProvisioningStates(swap: ProposedSwap): Finding[] {
  return participantsOf(swap).flatMap(({ label, resource }) => {
    const state = resource.properties.provisioningState ?? 'unknown';
    return state === 'Succeeded'
      ? []
      : [
          refusal(
            `The ${label} has the provisioning state ${state}, not Succeeded. ${REMEDY[state] ?? REMEDY.Failed}`,
          ),
        ];
  });
}

const REMEDY: Readonly<Record<string, string>> & { readonly Failed: string } = {
  Updating: 'Another change of it is under way: wait until that has ended, and run again.',
  Deleting: 'It is being deleted.',
  Failed:
    'Update it once more, even without a change, so that ARM brings it to a known state, and run again.',
};
