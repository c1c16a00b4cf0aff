import type { Random } from '../random.ts';

/** `realistic`: lognormal around a median of 120 ms for reads and 600 ms for writes. Not divided by the speed. */
export type RequestLatency = 'none' | 'realistic';

/** Of the logarithm: 90 % of the draws lie within a factor of two of the median. */
const sigma = 0.42;

export function drawLatencyMs(latency: RequestLatency, random: Random, method: string): number {
  if (latency === 'none') return 0;
  const reads = method === 'GET' || method === 'HEAD';
  return (reads ? 120 : 600) * Math.exp(sigma * random.normal(reads ? 'read-latency' : 'write-latency'));
}
