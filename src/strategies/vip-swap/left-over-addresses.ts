import type { Arm } from '../../azure/arm/arm.ts';
import { ArmError } from '../../azure/arm/arm-error.ts';
import {
  findPublicIpAddress,
  listPublicIpAddresses,
  type PublicIpAddress,
} from '../../azure/network/public-ip-addresses.ts';
import { sameId } from '../../azure/resource-id.ts';
import { resourceGroupScope } from '../../azure/scopes.ts';
import { STANDS_IN_FOR, temporaryAddressFor } from './methods/temporary-address.ts';

export interface TemporaryAddresses {
  readonly addresses: readonly PublicIpAddress[];
  /** ARM's refusals: whether there are more is not known. */
  readonly hidden: readonly ArmError[];
}

/** What a refusal leaves open. */
export function hiddenNote({ message }: ArmError): string {
  return `whether a temporary address of an older run is left over: ${message}`;
}

/**
 * Temporary addresses of a production address, by their tag; who may not list the group finds the one of the usual name, if they may read
 * that, which need not exist.
 */
export async function temporaryAddressesOf(
  arm: Arm,
  address: PublicIpAddress,
  signal: AbortSignal,
): Promise<TemporaryAddresses> {
  const all = await orRefusal(listPublicIpAddresses(arm, resourceGroupScope(address.id), signal));
  if (!(all instanceof ArmError)) {
    const addresses = all.filter(
      ({ id, tags }) =>
        tags?.[STANDS_IN_FOR]?.toLowerCase() === address.name.toLowerCase() && !sameId(id, address.id),
    );
    return { addresses, hidden: [] };
  }
  const usual = await orRefusal(findPublicIpAddress(arm, temporaryAddressFor(address, {}).id, signal));
  if (usual instanceof ArmError) {
    return { addresses: [], hidden: [usual] };
  }
  return { addresses: usual === undefined ? [] : [usual], hidden: [] };
}

async function orRefusal<T>(reading: Promise<T>): Promise<T | ArmError> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ArmError)) {
      throw error;
    }
    return error;
  }
}
