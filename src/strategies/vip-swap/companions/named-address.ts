import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import type { NamedAddress } from '../../strategy.ts';

/** An address as the subject of a release tells it. */
export function namedAddress({ id, name, properties }: PublicIpAddress): NamedAddress {
  return { id, name, address: properties.ipAddress ?? '' };
}
