import { ArmError } from '../azure/arm/arm-error.ts';
import { nameOf, parseResourceId } from '../azure/resource-id.ts';
import { RefusedError } from './refused-error.ts';

/** ARM's own code. */
const MAY_NOT = 'AuthorizationFailed';

/** The identity may not even read what an input, or a journal, names: nothing is known of it, and nothing was changed. */
export class MayNotReadError extends Error {
  override readonly name = 'MayNotReadError';
  readonly code = MAY_NOT;
}

/**
 * Reads what an input names. ARM's own words for what is not there, and for what nobody has allowed, know of no inputs.
 *
 * @param input its name; of what a journal names, what it is.
 * @param absence says that it is not there, by ARM's code: of what no input has named.
 * @throws RefusedError where it is not there; MayNotReadError.
 */
export async function existing<T>(
  input: string,
  id: string,
  get: (id: string) => Promise<T>,
  absence = (code: string) => absenceOf(input, id, code),
): Promise<T> {
  try {
    return await get(id);
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) {
      throw new RefusedError(absence(error.code), { cause: error });
    }
    throw mayNotRead(
      error,
      `${input} "${nameOf(id)}", so how things are there is not known, nor whether it exists`,
      readActionOf(id),
    );
  }
}

/**
 * Reads what belongs to something that an input names.
 *
 * @param what follows `The identity may not read`, with the input.
 * @param action of ARM; absent: that of the resource which was asked for.
 * @throws MayNotReadError
 */
export async function readable<T>(what: string, read: Promise<T>, action?: string): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw mayNotRead(error, what, action);
  }
}

function mayNotRead(error: unknown, what: string, action?: string): unknown {
  if (!(error instanceof ArmError) || error.code !== MAY_NOT) {
    return error;
  }
  const { path } = error.facts;
  const text =
    `The identity may not read ${what}: it lacks ${action ?? readActionOf(path)} at ${path}. ` +
    'Give it a role there that has this action (the README has one, under Permissions); that takes effect within minutes. ' +
    `Where it has one, check tenant-id, client-id and subscription-id. ${error.message}`;
  return new MayNotReadError(text, { cause: error });
}

function readActionOf(id: string): string {
  return `${parseResourceId(id)?.type ?? 'its type'}/read`;
}

function absenceOf(input: string, id: string, code: string): string {
  const { subscriptionId, resourceGroup } = parseResourceId(id) ?? {};
  const named = `${input} "${nameOf(id)}"`;
  switch (code) {
    case 'SubscriptionNotFound':
      return (
        `subscription-id "${subscriptionId}" does not exist, or is not one that the identity may see, and ${named} is looked for in it. ` +
        'Name the subscription that has it, and see that the identity has a role there.'
      );
    case 'ResourceGroupNotFound':
      return (
        `resource-group "${resourceGroup}" does not exist in the subscription, and ${named} is looked for in it. ` +
        'Name the group that has it, or give its resource ID.'
      );
    default:
      return `${named} does not exist in resource group "${resourceGroup}". Name one that does, or give its resource ID.`;
  }
}
