import type { EtagRace } from '../../azure/scale-sets/scale-set-model.ts';
import type { JudgedBy } from '../../checks/health-sources.ts';
import type { Failure } from '../../engine/events.ts';
import type { InstanceHealth } from './instances/instance.ts';
import type { SetAside } from './record/set-aside.ts';

/** What a scale set strategy says of its release, beside what the engine says of its steps. */
export type ScaleSetEvent =
  | ReleaseSeenEvent
  | ModelRacedEvent
  | UpgradeBegunEvent
  | InstancesAwayEvent
  | ReleaseLeftEvent
  | SetAsideSettledEvent
  | CheckStartedEvent
  | BatchStartedEvent
  | BatchFinishedEvent
  | ReimageUnansweredEvent
  | InstancesCheckedEvent
  | InstancesOffEvent
  | SickBeforeEvent
  | CanaryEndpointsEvent
  | RecordSeenEvent;

/** Somebody else has written to the scale set while we wrote an extension of its model, and ARM knows no If-Match for that. */
export interface ModelRacedEvent {
  readonly type: 'model-raced';
  readonly atMs: number;
  readonly extension: string;
  readonly etag: EtagRace;
}

/** Azure was read: how the instances are now. The last one of a run is what it ends with. */
export interface ReleaseSeenEvent {
  readonly type: 'release-seen';
  readonly atMs: number;
  readonly scaleSet: string;
  readonly resourceGroup: string;
  /** Empty where it is not open yet, or there is none. */
  readonly releaseId: string;
  /** What the instances had before, as a person reads it. Empty where nobody knows. */
  readonly previousPayload: string;
  /** Empty where there is no release. */
  readonly payload: string;
  readonly canaryIds: readonly string[];
  /** None where that could not be found out, unless `hasNone`. */
  readonly instances: readonly InstanceSeen[];
  /** The scale set has no instances. */
  readonly hasNone?: true;
}

export interface InstanceSeen {
  readonly instanceId: string;
  /** Empty in a regional scale set. */
  readonly zone: string;
  readonly faultDomain: number;
  /** What it runs, as a person reads it. */
  readonly image: string;
  readonly isUpToDate: boolean;
  /** That of the release, whatever its role says. */
  readonly hasPayload: boolean;
  readonly health: InstanceHealth;
  /** ARM's word: `Succeeded`, `Failed`. */
  readonly provisioningState: string;
  /** ARM's word: `running`, `deallocated`. */
  readonly power: string;
  readonly role: InstanceRole;
}

/** `none`: there is no release. `sick`: it was not well before the release, and is not well with it either. */
export type InstanceRole = 'none' | 'old' | 'canary' | 'upgraded' | 'sick' | 'unhealthy' | 'quarantined';

/** By a fresh read of Azure at the end of a run that somebody else has overtaken. */
export interface RecordSeenEvent {
  readonly type: 'record-seen';
  readonly atMs: number;
  readonly record: RecordSeen;
}

/**
 * Who has a scale set, by its tags. `over`: no release is open, and nobody works on one. `forgotten`: nor is anybody seen to have brought this
 * one to its end, so that somebody has removed its tags; `isTakenBack`: neither the model nor an instance has what it has brought.
 */
export type RecordSeen =
  | { readonly state: 'locked'; readonly owner: string; readonly purpose: string }
  | { readonly state: 'interrupted' | 'open' | 'over' }
  | { readonly state: 'forgotten'; readonly isTakenBack: boolean };

/** Right before instances are asked to become what the release brings: each is named once. */
export interface UpgradeBegunEvent {
  readonly type: 'upgrade-begun';
  readonly atMs: number;
  readonly instanceIds: readonly string[];
}

/** Right before instances are worked on: so large a share of all may be away at once from here on, those included that are not well anyway. */
export interface InstancesAwayEvent {
  readonly type: 'instances-away';
  readonly atMs: number;
  /** 0 to 1. */
  readonly share: number;
}

/** A run that goes on with an open release has changed nothing of it, and has left it as it was. */
export interface ReleaseLeftEvent {
  readonly type: 'release-left';
  readonly atMs: number;
}

/**
 * Somebody has removed the record of a release, by which anybody else would give back what it had set aside: the process that knew of it
 * has done so, as far as that went.
 */
export interface SetAsideSettledEvent {
  readonly type: 'set-aside-settled';
  readonly atMs: number;
  readonly givenBack: SetAside;
  /** What nobody gives back any more but a person. */
  readonly left: SetAside;
  /** Why anything is left. */
  readonly failure?: Failure;
}

/** Right before instances are checked: by what they are judged from here on. */
export interface CheckStartedEvent {
  readonly type: 'check-started';
  readonly atMs: number;
  readonly judgedBy: JudgedBy;
}

export interface BatchStartedEvent {
  readonly type: 'batch-started';
  readonly atMs: number;
  /** From 1. */
  readonly number: number;
  readonly instanceIds: readonly string[];
  /** Those of them that have the payload already, and are only checked. Absent: none. */
  readonly checkedIds?: readonly string[];
  /** How many outdated instances there are, those of these included. */
  readonly outdatedCount: number;
}

export interface BatchFinishedEvent {
  readonly type: 'batch-finished';
  readonly atMs: number;
  readonly number: number;
  readonly instanceIds: readonly string[];
  readonly unhealthy: readonly { readonly instanceId: string; readonly reasons: readonly string[] }[];
}

/** ARM has not said what became of a reimage. What ran has ended, and it was not sent again: how these are is looked at as it is. */
export interface ReimageUnansweredEvent {
  readonly type: 'reimage-unanswered';
  readonly atMs: number;
  readonly instanceIds: readonly string[];
}

/** Instances that were checked outside of a batch. */
export interface InstancesCheckedEvent {
  readonly type: 'instances-checked';
  readonly atMs: number;
  /** `upgrade`: they had the payload, and did not look well any more. `take-back`: they were taken back. */
  readonly since: 'upgrade' | 'take-back';
  readonly instanceIds: readonly string[];
  readonly unhealthy: readonly { readonly instanceId: string; readonly reasons: readonly string[] }[];
  /** Of whom nothing bad was seen, and on whom ARM has not let `check-command` be run: how they are, nobody knows. Absent: none. */
  readonly unproven?: readonly { readonly instanceId: string; readonly reasons: readonly string[] }[];
}

/** Instances that are switched off, and that nobody has checked: who has looked at them starts them. */
export interface InstancesOffEvent {
  readonly type: 'instances-off';
  readonly atMs: number;
  /** `upgrade`: they have the payload, and are left as they are. `take-back`: they have got what they had before. */
  readonly since: 'upgrade' | 'take-back';
  readonly instanceIds: readonly string[];
}

/** How a run finds the instances: these were not well before it, and not by its release. Whatever becomes of them, they do not count. */
export interface SickBeforeEvent {
  readonly type: 'sick-before';
  readonly atMs: number;
  readonly instanceIds: readonly string[];
}

/** Where each canary is reached by itself, for a look by hand. */
export interface CanaryEndpointsEvent {
  readonly type: 'canary-endpoints';
  readonly atMs: number;
  /** Who signs in to the instances by SSH. Empty where that is not known, or they run Windows. */
  readonly sshUser: string;
  readonly endpoints: readonly CanaryEndpoint[];
}

export interface CanaryEndpoint {
  readonly instanceId: string;
  /** Of the instance, such as 22. */
  readonly port: number;
  /** What is known to be spoken there: HTTP where check-http is on that port, SSH where `sshUser` may sign in. */
  readonly protocol: 'http' | 'ssh' | 'tcp';
  readonly address: string;
  /** At that address. */
  readonly frontendPort: number;
}
