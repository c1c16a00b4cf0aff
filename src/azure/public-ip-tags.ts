import type { Arm } from './arm.ts';
import { ArmError, ArmOperationError, UncertainWriteError } from './arm-error.ts';
import { NETWORK_API_VERSION } from './network-api.ts';
import { getPublicIpAddress, type PublicIpAddress } from './public-ip-addresses.ts';
import { backoffMs } from './retry.ts';
import { UNDO_PATIENCE_MS, untilSettled } from './settled.ts';

type Tags = Readonly<Record<string, string>>;

/** Over half a minute, as for load balancers: within that an ARM that fails to answer recovers. */
const MOST_TRIES = 8;

/**
 * PUT publicIPAddresses/{name} (api-version 2026-01-01) with other tags and nothing else changed, under If-Match: of two
 * who want to write at the same time one gets through, and the other decides anew from what is there then. ARM's PATCH of
 * tags would do without the rest of the body, but no recording shows that it heeds If-Match.
 *
 * @param change decides from the address as it is; undefined: it is none of ours, and stays; throws where nothing may be
 *   written. Called again after every
 *   write, whatever became of it.
 * @returns the address as it was when there was nothing left to write: looked at after the last write, too.
 */
export async function changeTags(
  arm: Arm,
  id: string,
  change: (address: PublicIpAddress) => Tags | undefined,
  signal: AbortSignal,
): Promise<PublicIpAddress> {
  for (let tries = 1; ; tries += 1) {
    const address = await getPublicIpAddress(arm, id, signal);
    const tags = change(address);
    if (tags === undefined) {
      return address;
    }
    if (sameTags(address.tags, tags) && (await isAtRest(arm, address, signal))) {
      return address;
    }
    try {
      const body = { ...address, tags };
      const write = {
        method: 'PUT',
        path: id,
        apiVersion: NETWORK_API_VERSION,
        body,
        pace: 'as-told',
      } as const;
      await arm.write({ ...write, ifMatch: address.etag }, signal);
    } catch (error) {
      if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {
        throw error;
      }
      if (tries > 1) {
        await arm.pause(backoffMs(tries), signal);
      }
    }
    if (tries > MOST_TRIES) {
      throw new Error(
        `The tags of ${id} were written ${tries} times, and are not what they were written to be.`,
      );
    }
  }
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

function isWorthAnotherLook(error: unknown): boolean {
  return (
    error instanceof UncertainWriteError ||
    error instanceof ArmOperationError ||
    (error instanceof ArmError && error.status === 412)
  );
}

function sameTags(left: Tags = {}, right: Tags): boolean {
  const names = Object.keys(right);
  return (
    names.length === Object.keys(left).length &&
    names.every((name) => Object.hasOwn(left, name) && left[name] === right[name])
  );
}
