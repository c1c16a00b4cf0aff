import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';

/** ARM's word: `running`, `stopped`, ... */
export function powerOf({ properties }: Pick<ScaleSetInstance, 'properties'>): string {
  const power = properties.instanceView?.statuses?.find(({ code }) => /^PowerState\//i.test(code));
  return power?.code.split('/')[1]?.toLowerCase() ?? 'unknown';
}

/** Of a power state as `powerOf` tells it. What is only on its way there, or on its way back, is not. */
export function isOff(power: string): boolean {
  return /^(?:stopped|deallocated)$/i.test(power);
}

export function switchedOffIds(reads: readonly ScaleSetInstance[]): string[] {
  return reads.filter((read) => isOff(powerOf(read))).map(({ instanceId }) => instanceId);
}
