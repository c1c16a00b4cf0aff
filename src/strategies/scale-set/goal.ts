import type { ImageReference } from '../../azure/scale-sets/scale-sets.ts';
import type { HealthGate } from '../../checks/health-gate.ts';
import type { ExtensionSettings } from './payload/payload.ts';

/** What the user asked for, parsed: the two halves of one release of a scale set. */
export type ScaleSetGoal = CanaryGoal | RolloutGoal;

/** `strategy: canary-percent`: a share of the instances shall have the payload. */
export interface CanaryGoal extends ReleaseTerms {
  readonly strategy: 'canary-percent';
  readonly payload: RequestedPayload;
  readonly share: CanaryShare;
}

/** `strategy: full-rollout`: every instance shall have it. */
export interface RolloutGoal extends ReleaseTerms {
  readonly strategy: 'full-rollout';
  /** Absent: that of the open release; where none is open, whatever the model has. */
  readonly payload?: RequestedPayload;
  readonly batchSize: InstanceCount;
  readonly pauseBetweenBatchesMs: number;
  /** Only this release is promoted. Absent: whichever is open. */
  readonly releaseId?: string;
}

/** `command: rollback`. */
export interface RollbackGoal extends TakeBackTerms {
  /** Only this release is taken back, while it is open. Absent: whichever is open, or else the last one that was finished. */
  readonly releaseId?: string;
}

/** What every half of a release has in common with taking it back, or with bringing an interrupted one to its end. */
export interface TakeBackTerms {
  readonly scaleSetId: string;
  /** What was taken back is verified by it too. */
  readonly health: HealthGate;
  /** Automatic repairs are suspended for as long as it is worked on. */
  readonly suspendRepairs: boolean;
  /** What an extension had before: without it a release of an extension cannot be taken back. */
  readonly previousSettings?: ExtensionSettings;
}

export interface ReleaseTerms extends TakeBackTerms {
  /** How many instances may become unhealthy before `onUnhealthy` is done. Those that were sick before do not count. */
  readonly maxUnhealthy: InstanceCount;
  readonly onUnhealthy: 'stop' | 'rollback' | 'quarantine';
  /** Go on although there would be no way back. */
  readonly allowNoRollback: boolean;
}

/** A payload as asked for: `latest` is not resolved yet, and a gallery image may come without its version. */
export type RequestedPayload =
  | {
      readonly kind: 'image';
      readonly image: ImageReference;
      /** Where it was named. Absent: in the input `image`. */
      readonly input?: 'packer-manifest';
    }
  | ({ readonly kind: 'extension'; readonly name: string } & RequestedSettings);

export interface RequestedSettings extends ExtensionSettings {
  /** Instead of commands in the settings: what the custom script extension shall run. */
  readonly script?: ExtensionScript;
}

export type ExtensionScript =
  | { readonly kind: 'uri'; readonly uri: string }
  /** Sent inline, so that no storage account is needed. */
  | { readonly kind: 'inline'; readonly fileName: string; readonly content: string };

export type CanaryShare =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'instances'; readonly instanceIds: readonly string[] };

export type InstanceCount =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number };
