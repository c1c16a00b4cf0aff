import { nameOf, resourceGroupOf, subscriptionIdOf } from '../azure/resource-id.ts';
import { distinctScopes, resourceGroupScope } from '../azure/scopes.ts';
import type { RecordHolder } from '../record/record-holder.ts';
import type { RecoverTo } from './strategy.ts';

/**
 * The inputs that name these resources in any step, whatever stands in the one that prints them: names are looked for in one
 * resource group of one subscription, of which a step that was given ids has none; ids are found wherever they are.
 *
 * @returns `production-public-ip: blue, green`, `resource-group: shop` and `subscription-id: 8f4e…`; none where nothing is named.
 */
export function namingInputs(input: RecordHolder['input'], ids: readonly string[]): string[] {
  const [first, ...others] = distinctScopes(ids.map(resourceGroupScope));
  if (first === undefined) {
    return [];
  }
  return others.length === 0
    ? [
        `${input}: ${ids.map(nameOf).join(', ')}`,
        `resource-group: ${resourceGroupOf(first)}`,
        `subscription-id: ${subscriptionIdOf(first)}`,
      ]
    : [`${input}: ${ids.join(', ')}`];
}

/**
 * What a recovery is to be given. One that was told which way to go is told so again: by `auto` the release that somebody rejects may be
 * finished.
 *
 * @param naming as of `namingInputs`.
 */
export function recoverInputs(recoverTo: RecoverTo, naming: readonly string[]): string[] {
  return ['command: recover', ...(recoverTo === 'auto' ? [] : [`recover-to: ${recoverTo}`]), ...naming];
}

/** Of a rollback that has met an interrupted swap: which of the two directions is the way back depends on what was interrupted. */
export const UNDO_FOR_ROLLBACK =
  'recover-to: undo takes a release back, as this rollback was to; where what was interrupted is a rollback itself, give recover-to: ' +
  'finish.';

/** `"command: recover", "production-public-ip: blue" and "resource-group: shop"` */
export function quotedInputs(inputs: readonly string[]): string {
  const quoted = inputs.map((each) => `"${each}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
