import type { PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import type { RecordHolder } from '../../record/record-holder.ts';

/** A production address carries lock and journal of the releases that move it. */
export function holderOf({ name }: Pick<PublicIpAddress, 'name'>): RecordHolder {
  return { name, input: 'production-public-ip' };
}
