import type { Arm } from '../../azure/arm.ts';
import { ArmError } from '../../azure/arm-error.ts';
import {
  findPublicIpAddress,
  listPublicIpAddresses,
  type PublicIpAddress,
} from '../../azure/public-ip-addresses.ts';
import { sameId } from '../../azure/resource-id.ts';
import { resourceGroupScope } from '../../azure/scopes.ts';
import { STANDS_IN_FOR, temporaryAddressFor } from './temporary-address.ts';

/** Temporary addresses of a production address, by their tag; who may not list the group finds the one of the usual name. */
export async function temporaryAddressesOf(
  arm: Arm,
  address: PublicIpAddress,
  signal: AbortSignal,
): Promise<PublicIpAddress[]> {
  try {
    const all = await listPublicIpAddresses(arm, resourceGroupScope(address.id), signal);
    return all.filter(
      ({ id, tags }) =>
        tags?.[STANDS_IN_FOR]?.toLowerCase() === address.name.toLowerCase() && !sameId(id, address.id),
    );
  } catch (error) {
    if (!(error instanceof ArmError)) {
      throw error;
    }
    const found = await findPublicIpAddress(arm, temporaryAddressFor(address, {}).id, signal);
    return found === undefined ? [] : [found];
  }
}
