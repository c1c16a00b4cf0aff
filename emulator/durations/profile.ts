/** What lasts, in the words of the durations that were recorded. */
export const operationKinds = [
  'public-ip-put',
  'public-ip-delete',
  'load-balancer-put',
  'load-balancer-delete',
  'backend-pool-put',
  'swap-public-ip-addresses',
  'rule-health',
  'vmss-put',
  'vmss-patch',
  'vmss-delete',
  'vmss-scale-out',
  'vmss-scale-in',
  'vmss-upgrade-image',
  'vmss-upgrade-extension',
  'vmss-upgrade-nothing',
  'vmss-reimage',
  'vmss-restart',
  'vmss-start',
  'vmss-power-off',
  'vmss-deallocate',
  'vmss-vm-put',
  'vmss-vm-delete',
  'vmss-vm-run-command',
  'vmss-vm-run-command-put',
  'vmss-vm-run-command-delete',
  'orchestration-service-state',
] as const;

export type OperationKind = (typeof operationKinds)[number];

/** One point of a distribution: the share of operations that last at most so long. */
export interface Quantile {
  readonly share: number;
  readonly seconds: number;
}

/** Ascending in both members; the first share is 0, the last 1. */
export type Distribution = readonly Quantile[];

/**
 * How long operations last. `load-balancer-put` is the update of a load balancer with backends: without backends ARM
 * answers `Succeeded` at once, whatever the profile.
 */
export interface DurationProfile {
  readonly name: string;
  readonly distributions: Readonly<Record<OperationKind, Distribution>>;
}

/** Linear between the known points: the recordings give no more than those. */
export function secondsAt(distribution: Distribution, share: number): number {
  let below = distribution[0];
  for (const point of distribution) {
    if (share <= point.share) {
      if (below === undefined || point.share === below.share) return point.seconds;
      const part = (share - below.share) / (point.share - below.share);
      return below.seconds + part * (point.seconds - below.seconds);
    }
    below = point;
  }
  return below?.seconds ?? 0;
}

export function always(seconds: number): Distribution {
  return [
    { share: 0, seconds },
    { share: 1, seconds },
  ];
}
