import type { Scenario } from '../../emulator/arm/scenario.ts';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { addressesIn } from '../invariants/azure-as-it-is.ts';
import { type AzureBefore, readAzureBefore } from '../invariants/azure-before.ts';

/** An emulator in this process, and production as it was before anything was spawned against it. */
export interface SpawnedWorld extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly before: AzureBefore;
  /** Resolves when no operation runs any more; what hangs is not waited for. */
  settled(): Promise<void>;
}

/** High, so that `Retry-After: 10` becomes the one second that is the least that the header can say. */
const SPEED = 20;
/** Of the wall clock. Long enough for polls, and for a signal to meet it in its middle. */
export const UPDATE_MS = 700;
const BRIEF_MS = 300;

const profile: DurationProfile = {
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
  },
};

function lasting(wallMs: number) {
  return always((wallMs / 1000) * SPEED);
}

export async function startSpawnedWorld(scenario: Scenario, seed: number): Promise<SpawnedWorld> {
  const emulator = await startEmulator({ scenario, profile, speed: SPEED, seed });
  const { plane } = emulator.arm;
  const production = addressesIn(plane).filter(({ name }) => name === 'vipswap1pip');
  return {
    emulator,
    before: readAzureBefore(
      plane,
      production.map(({ id }) => id),
      'vipswap2lb',
    ),
    async settled() {
      const longestMs = 2 * UPDATE_MS;
      for (let waitedMs = 0; waitedMs <= longestMs; waitedMs += 50) {
        plane.operations.settle(plane.clock.monotonicMs());
        if (plane.operations.all().every(({ ended }) => ended !== undefined)) {
          break;
        }
        await plane.clock.sleep(50);
      }
      await plane.dataPlane.settled();
    },
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}
