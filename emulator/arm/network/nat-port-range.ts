import { numberOf } from '../json.ts';

/** The frontend ports of an inbound NAT rule that has one for each member of its pool. */
export interface NatPortRange {
  readonly firstPort: number;
  readonly size: number;
}

/** Undefined for a rule of a single machine. */
export function natPortRange(ruleProperties: unknown): NatPortRange | undefined {
  const firstPort = numberOf(ruleProperties, 'frontendPortRangeStart');
  if (firstPort === undefined) return undefined;
  const lastPort = numberOf(ruleProperties, 'frontendPortRangeEnd') ?? firstPort;
  return { firstPort, size: Math.max(0, lastPort - firstPort + 1) };
}
