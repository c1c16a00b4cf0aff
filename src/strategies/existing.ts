import { ArmError } from '../azure/arm-error.ts';
import { nameOf, resourceGroupOf } from '../azure/resource-id.ts';
import { RefusedError } from './refused-error.ts';

/**
 * Reads what an input names. ARM's own words for what is not there know of no inputs.
 *
 * @throws RefusedError where it is not there.
 */
export async function existing<T>(input: string, id: string, get: (id: string) => Promise<T>): Promise<T> {
  try {
    return await get(id);
  } catch (error) {
    if (!(error instanceof ArmError) || error.status !== 404) {
      throw error;
    }
    const name = nameOf(id);
    const group = resourceGroupOf(id);
    throw new RefusedError(
      error.code === 'ResourceGroupNotFound'
        ? `resource-group "${group}" does not exist in the subscription, and ${input} "${name}" is looked for in it. ` +
            'Name the group that has it, or give its resource ID.'
        : `${input} "${name}" does not exist in resource group "${group}". Name one that does, or give its resource ID.`,
      { cause: error },
    );
  }
}
