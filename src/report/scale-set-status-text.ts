import type { ScaleSetStatus } from '../strategies/scale-set/status.ts';

export function scaleSetSentence({ scaleSet, instances, image }: ScaleSetStatus): string {
  const upToDate = instances.filter(({ isUpToDate }) => isUpToDate).length;
  return `${upToDate} of ${instances.length} instances of ${scaleSet} have what the model has (${image})`;
}

export function scaleSetRows(_status: ScaleSetStatus): [string, string][] {
  return [];
}
