import type { Arm } from '../arm/arm.ts';
import { ArmError, ArmOperationError, UncertainWriteError } from '../arm/arm-error.ts';
import { UNDO_PATIENCE_MS, untilSettled } from '../settled.ts';
import { NETWORK_API_VERSION } from './network-api.ts';

export interface SubResource {
  readonly id: string;
}

/** Microsoft.Network/publicIPAddresses, api-version 2026-01-01: what the product reads of it. */
export interface PublicIpAddress {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly etag?: string;
  readonly sku?: { readonly name?: string; readonly tier?: string };
  readonly zones?: readonly string[];
  readonly extendedLocation?: { readonly name?: string; readonly type?: string };
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: {
    readonly provisioningState?: string;
    readonly ipAddress?: string;
    readonly publicIPAddressVersion?: 'IPv4' | 'IPv6';
    readonly publicIPAllocationMethod?: 'Static' | 'Dynamic';
    /** What holds the address: a frontend of a load balancer, an IP configuration of a network interface, ... */
    readonly ipConfiguration?: SubResource;
    readonly natGateway?: SubResource;
  };
}

export async function getPublicIpAddress(
  arm: Arm,
  id: string,
  signal: AbortSignal,
): Promise<PublicIpAddress> {
  return (await arm.get(id, NETWORK_API_VERSION, signal)) as PublicIpAddress;
}

/** PublicIPAddresses_List of a resource group, or PublicIPAddresses_ListAll of a subscription. @throws ArmError when refused. */
export async function listPublicIpAddresses(
  arm: Arm,
  scope: string,
  signal: AbortSignal,
): Promise<PublicIpAddress[]> {
  const path = `${scope}/providers/Microsoft.Network/publicIPAddresses`;
  return (await arm.list(path, NETWORK_API_VERSION, signal)) as PublicIpAddress[];
}

/** As `getPublicIpAddress`; undefined where there is none. */
export async function findPublicIpAddress(
  arm: Arm,
  id: string,
  signal: AbortSignal,
): Promise<PublicIpAddress | undefined> {
  try {
    return await getPublicIpAddress(arm, id, signal);
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** A public IP address to create: the body of its PUT. */
export interface PublicIpAddressTemplate {
  readonly location: string;
  readonly sku: { readonly name: string; readonly tier: string };
  readonly zones?: readonly string[];
  readonly extendedLocation?: { readonly name?: string; readonly type?: string };
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: {
    readonly publicIPAllocationMethod: 'Static' | 'Dynamic';
    readonly publicIPAddressVersion: 'IPv4' | 'IPv6';
  };
}

/** PUT publicIPAddresses/{name}. Repeated where ARM did not say what became of it: the same body makes the same address. */
export async function createPublicIpAddress(
  arm: Arm,
  id: string,
  template: PublicIpAddressTemplate,
  signal: AbortSignal,
): Promise<void> {
  const write = { method: 'PUT', path: id, apiVersion: NETWORK_API_VERSION, body: template } as const;
  await untilCertain(
    () => arm.write(write, signal),
    () => isMade(arm, id, signal),
  );
}

async function isMade(arm: Arm, id: string, signal: AbortSignal): Promise<boolean> {
  if ((await findPublicIpAddress(arm, id, signal)) === undefined) {
    return false;
  }
  const read = () => getPublicIpAddress(arm, id, signal);
  const { properties } = await untilSettled(arm, read, signal, UNDO_PATIENCE_MS);
  return properties.provisioningState === 'Succeeded';
}

/** DELETE publicIPAddresses/{name}: 202 and a long-running operation; an address that is gone already is 204. */
export async function deletePublicIpAddress(arm: Arm, id: string, signal: AbortSignal): Promise<void> {
  await untilCertain(
    () => arm.write({ method: 'DELETE', path: id, apiVersion: NETWORK_API_VERSION }, signal),
    async () => (await findPublicIpAddress(arm, id, signal)) === undefined,
  );
}

const MOST_TRIES = 4;

/**
 * Repeats a write whose fate is unknown only where the live state shows that it did not happen. What has superseded it is the same
 * write by us, whose connection was cut and which ARM has had late: nobody else knows the name of what we make.
 */
async function untilCertain(
  write: () => Promise<unknown>,
  hasHappened: () => Promise<boolean>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (!isUnknown(error)) {
        throw error;
      }
      if (await hasHappened()) {
        return;
      }
      if (tries === MOST_TRIES) {
        throw error;
      }
    }
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof UncertainWriteError || (error instanceof ArmOperationError && error.isSuperseded);
}
