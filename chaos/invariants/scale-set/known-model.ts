import type { ControlPlane } from '../../../emulator/arm/control-plane.ts';
import { textOf } from '../../../emulator/arm/json.ts';
import { scaleSetId } from '../../scale-set/scenario.ts';
import type { Violation } from '../violation.ts';

/**
 * An update of the scale set that has failed may have left the model without what instances are brought to by it, or the other way
 * round: it is written again before anybody is given it.
 *
 * @returns what has been seen so far, from the call on.
 */
export function upgradesOfFailedModel({
  operations,
  store,
}: Pick<ControlPlane, 'operations' | 'store'>): readonly Violation[] {
  const violations: Violation[] = [];
  const begin = operations.begin.bind(operations);
  operations.begin = (operation) => {
    begin(operation);
    const state = textOf(store.get(scaleSetId)?.properties, 'provisioningState');
    if (/\/manualupgrade$/i.test(operation.path) && state === 'Failed') {
      violations.push({
        invariant: 'known-model',
        message: `instances are upgraded at ${Math.round(operation.acceptedAtMs)} to a model whose last update has failed`,
      });
    }
  };
  return violations;
}
