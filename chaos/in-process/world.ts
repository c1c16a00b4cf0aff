import { VirtualClock } from '../../__tests__/engine/virtual-clock.ts';
import { createArm, type Arm as EmulatedArm } from '../../emulator/arm/arm.ts';
import type { RequestLatency } from '../../emulator/arm/latency.ts';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import { ResourceStore } from '../../emulator/arm/store.ts';
import type { DataPlanePreset } from '../../emulator/data-plane/contract.ts';
import { createVirtualDataPlane } from '../../emulator/data-plane/data-plane.ts';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { bearerOf } from '../../emulator/entra/access-tokens.ts';
import { createTokenAuthority, type TokenAuthority } from '../../emulator/entra/tokens.ts';
import { type Strike, strikesOf } from './strikes.ts';

/** Azure in this process, on a clock that jumps over all waiting. Its clock is right; those of runners need not be. */
export interface World {
  readonly clock: VirtualClock;
  readonly azure: EmulatedArm;
  readonly tokens: TokenAuthority;
  /** What faults have met. */
  readonly strikes: readonly Strike[];
}

export interface WorldOptions {
  readonly scenario: Scenario;
  /** Draws durations, latencies and the timing of the data plane. */
  readonly seed: number;
  readonly requestLatency: RequestLatency;
  readonly dataPlane: DataPlanePreset;
}

export function createWorld({ scenario, seed, requestLatency, dataPlane: timing }: WorldOptions): World {
  const clock = new VirtualClock();
  const tokens = createTokenAuthority(clock);
  const store = new ResourceStore();
  const dataPlane = createVirtualDataPlane({ resources: store, clock, timing, seed });
  const azure = createArm({
    scenario,
    dataPlane,
    store,
    clock,
    seed,
    profile,
    requestLatency,
    authenticate: bearerOf(tokens, clock, 'Bearer authorization_uri="https://login.test/tenant"'),
  });
  for (const workload of scenario.workloads) {
    dataPlane.placeWorkload(workload);
  }
  // Without sockets there is nothing to wait for: the model is effective when the call returns.
  void dataPlane.start();
  return { clock, azure, tokens, strikes: strikesOf(azure.plane.faults, clock) };
}

/**
 * Shorter than the recorded ones, because each second of an update is eight requests; one in a hundred lasts as long as the
 * longest that were recorded.
 */
const profile: DurationProfile = {
  name: 'chaos',
  distributions: {
    ...instant.distributions,
    'public-ip-put': [
      { share: 0, seconds: 0 },
      { share: 0.9, seconds: 2 },
      { share: 1, seconds: 30 },
    ],
    'public-ip-delete': [
      { share: 0, seconds: 0 },
      { share: 0.9, seconds: 10 },
      { share: 1, seconds: 60 },
    ],
    'load-balancer-put': [
      { share: 0, seconds: 1 },
      { share: 0.9, seconds: 10 },
      { share: 0.99, seconds: 40 },
      { share: 1, seconds: 310 },
    ],
    'load-balancer-delete': always(5),
    'backend-pool-put': always(1),
    'swap-public-ip-addresses': always(10),
    'rule-health': always(1),
    'vmss-put': always(1),
    'vmss-patch': [
      { share: 0, seconds: 0 },
      { share: 0.9, seconds: 8 },
      { share: 1, seconds: 120 },
    ],
    'vmss-scale-out': always(42),
    'vmss-scale-in': always(30),
    'vmss-upgrade-image': [
      { share: 0, seconds: 20 },
      { share: 0.95, seconds: 95 },
      { share: 1, seconds: 600 },
    ],
    'vmss-upgrade-extension': [
      { share: 0, seconds: 5 },
      { share: 0.95, seconds: 90 },
      { share: 1, seconds: 555 },
    ],
    'vmss-upgrade-nothing': always(0.3),
    'vmss-reimage': always(70),
    'vmss-power-off': always(15),
    'vmss-vm-put': always(10),
    'orchestration-service-state': always(2),
  },
};
