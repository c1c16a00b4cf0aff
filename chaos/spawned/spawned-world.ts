import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { startEmulator } from '../../emulator/index.ts';
import { addressesIn } from '../invariants/azure-as-it-is.ts';
import { type AzureBefore, readAzureBefore } from '../invariants/azure-before.ts';
import type { SpawningWorld } from './spawned-run.ts';

/** An emulator in this process, and production as it was before anything was spawned against it. */
export interface SpawnedWorld extends SpawningWorld, AsyncDisposable {
  readonly before: AzureBefore;
  /** Resolves when no operation runs any more; what hangs is not waited for. */
  settled(): Promise<void>;
}

/** High, so that `Retry-After: 10` becomes the one second that is the least that the header can say. */
export const SPEED = 20;
/** Of the wall clock. Long enough for polls, and for a signal to meet it in its middle. */
export const UPDATE_MS = 700;
const BRIEF_MS = 300;

export const spawnedProfile: DurationProfile = {
  name: 'chaos-spawned',
  distributions: {
    ...instant.distributions,
    'public-ip-put': lasting(BRIEF_MS),
    'public-ip-delete': lasting(BRIEF_MS),
    'load-balancer-put': lasting(UPDATE_MS),
    'load-balancer-delete': lasting(BRIEF_MS),
    'backend-pool-put': lasting(BRIEF_MS),
    'swap-public-ip-addresses': lasting(UPDATE_MS),
    'rule-health': lasting(0),
    'vmss-patch': lasting(BRIEF_MS),
    'vmss-upgrade-image': lasting(UPDATE_MS),
    'vmss-upgrade-extension': lasting(UPDATE_MS),
    'vmss-upgrade-nothing': lasting(BRIEF_MS),
    'vmss-reimage': lasting(UPDATE_MS),
    'vmss-power-off': lasting(UPDATE_MS),
    'vmss-vm-put': lasting(BRIEF_MS),
    'orchestration-service-state': lasting(BRIEF_MS),
  },
};

function lasting(wallMs: number) {
  return always((wallMs / 1000) * SPEED);
}

export async function startSpawnedWorld(scenario: Scenario, seed: number): Promise<SpawnedWorld> {
  const emulator = await startEmulator({ scenario, profile: spawnedProfile, speed: SPEED, seed });
  const { plane } = emulator.arm;
  const production = addressesIn(plane).filter(({ name }) => name === 'vipswap1pip');
  return {
    emulator,
    inputs: {
      strategy: 'vip-swap',
      'resource-group': 'vipswap',
      'production-public-ip': 'vipswap1pip',
      'target-load-balancer': 'vipswap2lb',
      'target-check': 'off',
    },
    before: readAzureBefore(
      plane,
      production.map(({ id }) => id),
      'vipswap2lb',
    ),
    settled: () => settled(plane),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

export async function settled(plane: ControlPlane): Promise<void> {
  const longestMs = 2 * UPDATE_MS;
  for (let waitedMs = 0; waitedMs <= longestMs; waitedMs += 50) {
    plane.operations.settle(plane.clock.monotonicMs());
    if (plane.operations.all().every(({ ended }) => ended !== undefined)) {
      break;
    }
    await plane.clock.sleep(50);
  }
  await plane.dataPlane.settled();
}
