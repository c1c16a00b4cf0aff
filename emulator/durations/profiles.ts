import { always, type Distribution, type DurationProfile } from './profile.ts';

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
  },
};

/** The 30 s a move that the article of 2017 names; everything else at once. */
const seed2017: DurationProfile = {
  name: 'seed-2017',
  distributions: {
    'public-ip-put': always(0),
    'public-ip-delete': always(0),
    'load-balancer-put': always(30),
    'load-balancer-delete': always(0),
    'backend-pool-put': always(0),
    'swap-public-ip-addresses': swap,
    'rule-health': always(0),
  },
};

const instant: DurationProfile = {
  name: 'instant',
  distributions: {
    'public-ip-put': always(0),
    'public-ip-delete': always(0),
    'load-balancer-put': always(0),
    'load-balancer-delete': always(0),
    'backend-pool-put': always(0),
    'swap-public-ip-addresses': always(0),
    'rule-health': always(0),
  },
};

export const durationProfiles: Readonly<Record<string, DurationProfile>> = {
  recorded,
  'seed-2017': seed2017,
  instant,
};
