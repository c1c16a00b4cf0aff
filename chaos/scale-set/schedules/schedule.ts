import type { DataPlanePreset } from '../../../emulator/data-plane/contract.ts';
import type { FaultEffect } from '../../../emulator/faults.ts';
import { type Interruption, isAbsorbedFault } from '../../schedules/schedule.ts';
import type { ReleaseCommand, ReleaseInputs } from '../action.ts';
import type { Shape } from '../scenario.ts';
import type { ReleaseSpot } from './spots.ts';

/** What goes wrong in the course of one release and of its jobs, as data: printed as it is, performed again from a seed. */
export interface ReleaseSchedule {
  readonly shape: Shape;
  readonly inputs: ReleaseInputs;
  /** By separate jobs, on machines of their own. The first that does not end whole is the last. */
  readonly jobs: readonly ScheduledJob[];
  /** Of durations, latencies and the data plane. */
  readonly seed: number;
  readonly requestLatency: 'none' | 'realistic';
  readonly dataPlane: DataPlanePreset;
  readonly isDebug: boolean;
  readonly tokenLifetimeSeconds: number;
  readonly disturbances: readonly ReleaseDisturbance[];
  /** A way to go on before the one that has to be enough. */
  readonly firstRecovery?: {
    readonly way: ReleaseWay;
    readonly interruption?: Interruption;
    /** The faults go on while it runs. */
    readonly isDisturbed: boolean;
  };
  /** How whoever comes last goes on, when everything is calm. */
  readonly recovery: ReleaseWay;
  /** What becomes of a release that is open in the end. */
  readonly ending: 'promote' | 'reject';
}

export interface ScheduledJob {
  readonly command: ReleaseCommand;
  /** What stops `main`, and with it whether anybody is left to run `post`. */
  readonly interruption?: Interruption;
  readonly isMachineLost: boolean;
  /** What stops `post`, a process of its own. */
  readonly postInterruption?: Interruption;
}

/** `command: recover` with this `recover-to`, the job once more with `on-interrupted: recover`, or `command: rollback`. */
export type ReleaseWay = 'auto' | 'finish' | 'undo' | 're-run' | 'rollback';

export type ReleaseDisturbance =
  | { readonly kind: 'fault'; readonly at: ReleaseSpot; readonly effect: FaultEffect }
  /** Another writer, who has no business with the release. */
  | {
      readonly kind: 'other-field';
      readonly at: ReleaseSpot;
      readonly when: 'before' | 'after';
      readonly writes: OtherField;
    }
  /** Another writer puts a third payload into the model. */
  | { readonly kind: 'same-field'; readonly at: ReleaseSpot; readonly when: 'before' | 'after' }
  /** Another writer protects an instance from whatever is done to the scale set, right before its policy is written for the nth time. */
  | { readonly kind: 'instance-protected'; readonly instanceId: string; readonly nth: 1 | 2 }
  /** Autoscale, at any time: instances come on the model as it is then, or go. */
  | {
      readonly kind: 'capacity';
      readonly at: ReleaseSpot;
      readonly when: 'before' | 'after';
      readonly by: -1 | 1 | 2;
    }
  /** Another writer applies a template that knows nothing of our tags: all tags of the scale set are gone. */
  | { readonly kind: 'tags-removed'; readonly at: ReleaseSpot; readonly when: 'before' | 'after' }
  /** The wall clock of every runner jumps; ARM's does not. */
  | { readonly kind: 'clock-jump'; readonly afterMs: number; readonly byMs: number };

/** A tag; a field of the model that no instance takes over; one that makes every instance outdated. */
export type OtherField = 'tag' | 'field' | 'profile';

/** In a row, of all faults of one kind of request. */
const MOST_ABSORBED = 3;

/** Nothing but what retries, fresh reads and If-Match are there for: each job has to reach its goal. */
export function isAbsorbable({ shape, jobs, disturbances }: ReleaseSchedule): boolean {
  return (
    shape.sickId === undefined &&
    jobs.every(({ interruption }) => interruption === undefined) &&
    disturbances.every(isMild) &&
    disturbances.every((each) => timesMet(each, disturbances) <= MOST_ABSORBED)
  );
}

export function isMild(disturbance: ReleaseDisturbance): boolean {
  switch (disturbance.kind) {
    case 'fault':
      return isAbsorbedFault(disturbance.at, disturbance.effect);
    case 'other-field':
      return disturbance.writes !== 'profile';
    case 'clock-jump':
      return true;
    default:
      return false;
  }
}

function timesMet(disturbance: ReleaseDisturbance, all: readonly ReleaseDisturbance[]): number {
  return all
    .flatMap((each) => (each.kind === 'fault' ? [each.at] : []))
    .filter(({ request }) => disturbance.kind === 'fault' && request === disturbance.at.request)
    .reduce((total, { times }) => total + (times === 'always' ? MOST_ABSORBED + 1 : times), 0);
}
