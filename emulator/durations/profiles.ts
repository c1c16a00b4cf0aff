import { always, type Distribution, type DurationProfile, operationKinds } from './profile.ts';

function through(min: number, p50: number, p90: number, p99: number, max: number): Distribution {
  return [
    { share: 0, seconds: min },
    { share: 0.5, seconds: p50 },
    { share: 0.9, seconds: p90 },
    { share: 0.99, seconds: p99 },
    { share: 1, seconds: max },
  ];
}

/** Documented as 10 s or more, never recorded: an assumption in every profile. */
const swap = always(10);

/**
 * Recorded traffic of azure-cli, azure-libraries-for-net and cloud-provider-azure, 2016 to 2025. Network operations
 * were only ever seen through polls, so what is known are bounds (last poll InProgress, first poll Succeeded); each
 * figure is the middle of its bounds.
 */
export const recorded: DurationProfile = {
  name: 'recorded',
  distributions: {
    // Bounds p50 0..2, p90 0..4, p99 ..13, max 101..130; 2,262 operations.
    'public-ip-put': through(0, 1, 2, 6.5, 115.5),
    // Bounds p50 0..11, p90 11..21, max 96..106; 63 operations, first polled after 10 s.
    'public-ip-delete': through(0, 5.5, 16, 101, 101),
    // Backends in use. Bounds min 3, p50 20..31, p90 56..73, p99 ..301, max 302..313; 179 operations.
    'load-balancer-put': through(3, 25.5, 64.5, 301, 307.5),
    // Bounds p50 0..10, p90 0..12, max 0..14; 80 operations.
    'load-balancer-delete': through(0, 5, 6, 7, 7),
    // The finely polled years 2022 and 2023: upper bounds p50 1, p90 2, max 3.
    'backend-pool-put': through(0, 0.5, 1, 1.5, 1.5),
    'swap-public-ip-addresses': swap,
    // Never recorded: an assumption.
    'rule-health': always(1),
    // Compute says when an operation began and ended, so these are exact. Any change of the model under Manual; 937.
    'vmss-put': through(0.1, 0.3, 44.5, 166.6, 712),
    'vmss-patch': through(0, 7.8, 50.9, 124, 295.8),
    'vmss-delete': through(0.9, 2.3, 11, 15.4, 15.4),
    // Flexible, which is the only one recorded; 10.
    'vmss-scale-out': through(42, 42, 71, 71, 71),
    'vmss-scale-in': through(15.6, 45.6, 106, 147, 147),
    // No upgrade of an image was recorded alone: it is what a reimage of a scale set takes; 15.
    'vmss-upgrade-image': through(63, 70.1, 94.6, 96.8, 96.8),
    // manualupgrade of two instances, mostly of extensions; 126.
    'vmss-upgrade-extension': through(4.8, 20.2, 88.8, 227.7, 555.2),
    'vmss-upgrade-nothing': through(0.2, 0.3, 0.5, 0.5, 0.5),
    'vmss-reimage': through(63, 70.1, 94.6, 96.8, 96.8),
    'vmss-restart': through(1.2, 37.8, 71, 115.8, 623.6),
    'vmss-start': through(2.6, 8.3, 17.3, 36.5, 309.1),
    'vmss-power-off': through(4.1, 15, 28.4, 329.1, 625.8),
    'vmss-deallocate': through(15.7, 45.9, 141.3, 208.7, 262.7),
    'vmss-vm-put': through(0.1, 11.2, 43.6, 87.8, 275.7),
    'vmss-vm-delete': through(0.8, 23.9, 114.5, 165.1, 479.5),
    // 58.
    'vmss-vm-run-command': through(10.5, 20, 76.8, 255.4, 255.4),
    // The managed one; 15 and 16.
    'vmss-vm-run-command-put': through(10.6, 37.7, 83.5, 126.3, 126.3),
    'vmss-vm-run-command-delete': through(10.3, 12.5, 18.4, 18.6, 18.6),
    'orchestration-service-state': through(0.1, 0.2, 55.9, 265, 265),
  },
};

const nothingLasts = Object.fromEntries(
  operationKinds.map((kind) => [kind, always(0)]),
) as DurationProfile['distributions'];

/**
 * The 30 s a move that the article of 2017 names. What it does not speak of, instances of a scale set, takes the round
 * minute or half minute that people plan with; everything else happens at once.
 */
const seed2017: DurationProfile = {
  name: 'seed-2017',
  distributions: {
    ...nothingLasts,
    'load-balancer-put': always(30),
    'swap-public-ip-addresses': swap,
    'vmss-scale-out': always(60),
    'vmss-scale-in': always(30),
    'vmss-upgrade-image': always(60),
    'vmss-upgrade-extension': always(30),
    'vmss-reimage': always(60),
    'vmss-restart': always(30),
    'vmss-start': always(30),
    'vmss-power-off': always(30),
    'vmss-deallocate': always(30),
    'vmss-vm-delete': always(30),
  },
};

/** Everything at once. Tests write over what they are about. */
export const instant: DurationProfile = { name: 'instant', distributions: nothingLasts };

export const durationProfiles: Readonly<Record<string, DurationProfile>> = {
  recorded,
  'seed-2017': seed2017,
  instant,
};
