import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import type { ReleaseSubject } from '../strategy.ts';

/** An address as the subject of a release tells it. */
export function namedAddress({
  name,
  properties,
}: PublicIpAddress): ReleaseSubject['productionAddresses'][number] {
  return { name, address: properties.ipAddress ?? '' };
}
