import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import type { RecordHolder } from '../../../record/record-holder.ts';
import { namingInputs } from '../../naming-inputs.ts';

/** A production address carries lock and journal of the releases that move it. */
export function holderOf({ id, name }: Pick<PublicIpAddress, 'id' | 'name'>): RecordHolder {
  const input = 'production-public-ip';
  return { name, input, namedBy: namingInputs(input, [id]) };
}
