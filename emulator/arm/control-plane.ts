import type { Clock } from '../clock.ts';
import type { DataPlane } from '../data-plane/contract.ts';
import type { OperationKind } from '../durations/profile.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Permissions } from './authorization/permissions.ts';
import type { ComputeState } from './compute/compute-state.ts';
import type { Operations } from './operations.ts';
import type { Scenario } from './scenario.ts';
import type { ResourceStore } from './store.ts';
import type { Throttling } from './throttling/throttling.ts';

/** What handlers work with. */
export interface ControlPlane {
  readonly scenario: Scenario;
  readonly store: ResourceStore;
  readonly operations: Operations;
  readonly permissions: Permissions;
  readonly faults: Faults;
  readonly throttling: Throttling;
  readonly dataPlane: DataPlane;
  /** What no body of Microsoft.Compute prints. */
  readonly compute: ComputeState;
  readonly clock: Clock;
  readonly random: Random;
  /** Draws how long the next operation of a kind lasts, speed included. */
  readonly drawDurationMs: (kind: OperationKind) => number;
  /** A duration at this speed. */
  readonly scaled: (durationMs: number) => number;
  /** `Retry-After` at this speed, for the seconds that ARM asks for at speed 1. */
  readonly retryAfter: (seconds: number) => string;
}
