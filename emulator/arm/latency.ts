import type { FaultEffect } from '../faults.ts';
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

/** How long a request takes to the instant in which it meets the model, and back from there. */
export function requestLatency(
  latency: RequestLatency,
  random: Random,
  method: string,
  effects: readonly FaultEffect[],
): { readonly beforeMs: number; readonly afterMs: number } {
  const halfMs = drawLatencyMs(latency, random, method) / 2;
  const delays = effects.filter((effect) => effect.effect === 'delayed');
  return {
    beforeMs: delays.reduce((total, { beforeMs = 0 }) => total + beforeMs, halfMs),
    afterMs: delays.reduce((total, { afterMs = 0 }) => total + afterMs, halfMs),
  };
}
