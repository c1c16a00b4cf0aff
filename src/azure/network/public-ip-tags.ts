import type { Arm } from '../arm/arm.ts';
import { UNDO_PATIENCE_MS, untilSettled } from '../settled.ts';
import { changeTagsOf, type Tags } from '../tag-changes.ts';
import { NETWORK_API_VERSION } from './network-api.ts';
import { getPublicIpAddress, type PublicIpAddress } from './public-ip-addresses.ts';

/**
 * PUT publicIPAddresses/{name} (api-version 2026-01-01) with other tags and nothing else changed, under If-Match. ARM's
 * PATCH of tags would do without the rest of the body, but no recording shows that it heeds If-Match.
 *
 * @param change as of `changeTagsOf`.
 * @returns the address as it was when there was nothing left to write: looked at after the last write, too.
 */
export function changeTags(
  arm: Arm,
  id: string,
  change: (address: PublicIpAddress) => Tags | undefined,
  signal: AbortSignal,
): Promise<PublicIpAddress> {
  return changeTagsOf(
    arm,
    {
      id,
      read: () => getPublicIpAddress(arm, id, signal),
      write: (address, tags) =>
        arm.write(
          {
            method: 'PUT',
            path: id,
            apiVersion: NETWORK_API_VERSION,
            body: { ...address, tags },
            ifMatch: address.etag,
          },
          signal,
        ),
      isAtRest: (address) => isAtRest(arm, address, signal),
    },
    change,
    signal,
  );
}

/** After an update that failed or hangs the tags may be there, and whether they stay is not known: they are written once more. */
async function isAtRest(arm: Arm, address: PublicIpAddress, signal: AbortSignal): Promise<boolean> {
  if (address.properties.provisioningState === 'Succeeded') {
    return true;
  }
  const read = () => getPublicIpAddress(arm, address.id, signal);
  const { properties } = await untilSettled(arm, read, signal, UNDO_PATIENCE_MS);
  return properties.provisioningState === 'Succeeded';
}
