import type { ControlPlane } from '../../../emulator/arm/control-plane.ts';
import { foreignWrite } from '../../../emulator/arm/foreign-write.ts';
import { listOf, numberOf, objectOf, textOf } from '../../../emulator/arm/json.ts';
import { sameId } from '../../../emulator/arm/resource-id.ts';
import type { ArmResource } from '../../../emulator/data-plane/contract.ts';
import type { FaultMatch } from '../../../emulator/faults.ts';
import { hasJournal } from '../../../src/record/journal.ts';
import type { Violation } from '../../invariants/violation.ts';
import {
  EXTENSION,
  FOREIGN_IMAGE,
  FOREIGN_SETTINGS,
  isImage,
  type PayloadKind,
  scaleSetId,
} from '../scenario.ts';
import type { ReleaseDisturbance } from './schedule.ts';
import { matchOf } from './spots.ts';

interface ForeignChange {
  readonly what: string;
  readonly resourceId: string;
  readonly mergePatch: unknown;
  readonly isIn: (resource: ArmResource | undefined) => boolean;
  /** What there was before somebody else took it, as a patch: what they put back when they let go. Absent: they keep it. */
  readonly formerOf?: (former: ArmResource | undefined) => unknown;
  /** What was taken is the payload. */
  readonly isTaking: boolean;
  former?: unknown;
  isApplied?: true;
  /** It was undone, and not by who wrote it. */
  isOverwritten?: true;
}

/** What other writers do in the course of a schedule: planted as faults, seen when it happens, judged at the end. */
export class ForeignChanges {
  readonly #plane: ControlPlane;
  readonly #payload: PayloadKind;
  readonly #changes: ForeignChange[] = [];
  /** What each of them writes to, by the fault that it is planted as. */
  readonly #faultIds = new Map<string, string>();
  /** Not before the release has been thought out: what was taken before that is a part of what it starts from. */
  readonly #toTake: Extract<ReleaseDisturbance, { kind: 'same-field' }>[] = [];
  #isLettingGo = false;
  #isRaceTold = false;
  #areTagsRemoved = false;
  #recordRemovedAtMs: number | undefined;
  #takenAtMs: number | undefined;

  constructor(plane: ControlPlane, payload: PayloadKind, disturbances: readonly ReleaseDisturbance[]) {
    this.#plane = plane;
    this.#payload = payload;
    this.#watchStore();
    for (const [index, disturbance] of disturbances.entries()) {
      this.#plan(disturbance, index);
    }
  }

  /** Whatever was in them, what tells of a release that is over included. */
  get areTagsRemoved(): boolean {
    return this.#areTagsRemoved;
  }

  /** A journal or an open release was in the tags that another writer has removed. */
  get isRecordRemoved(): boolean {
    return this.#recordRemovedAtMs !== undefined;
  }

  /** For the last time. */
  get recordRemovedAtMs(): number | undefined {
    return this.#recordRemovedAtMs;
  }

  /** Somebody else's payload has been in the model. */
  get hasTaken(): boolean {
    return this.#changes.some(({ isTaking, isApplied }) => isTaking && isApplied);
  }

  /** For the last time. */
  get takenAtMs(): number | undefined {
    return this.#takenAtMs;
  }

  /** A process has told that it may have written over somebody, or could not tell of it any more. */
  toldOfRace(): void {
    this.#isRaceTold = true;
  }

  requestSent(): void {
    if (this.#toTake.length > 0 && hasJournal(tagsOf(this.#plane.store.get(scaleSetId)))) {
      for (const { at, when } of this.#toTake.splice(0)) {
        this.#plant(matchOf(at), when, this.#taking());
      }
    }
  }

  /** The other writer puts back what the model had. */
  letGo(): void {
    this.#toTake.splice(0);
    this.#letGo(({ isTaking }) => isTaking);
  }

  /** The other writer protects nobody any more. */
  unprotect(): void {
    this.#letGo(({ isTaking, formerOf }) => !isTaking && formerOf !== undefined);
  }

  #letGo(isMeant: (change: ForeignChange) => boolean): void {
    this.#isLettingGo = true;
    for (const { resourceId, former, isIn } of this.#changes.filter(isMeant).toReversed()) {
      if (former !== undefined && isIn(this.#plane.store.get(resourceId))) {
        foreignWrite(this.#plane, resourceId, former);
      }
    }
    this.#isLettingGo = false;
  }

  violations(): Violation[] {
    return (
      this.#changes
        // Of an extension ARM documents no If-Match: between a read and a write anything may be written over, and is told.
        .filter(({ isOverwritten, isTaking }) => isOverwritten && !(isTaking && this.#isTold))
        .map(({ what }) => ({
          invariant: 'foreign-change-kept',
          message: `what another writer wrote is lost: ${what}`,
        }))
    );
  }

  get #isTold(): boolean {
    return this.#payload === 'extension' && this.#isRaceTold;
  }

  #plan(disturbance: ReleaseDisturbance, index: number): void {
    switch (disturbance.kind) {
      case 'fault':
        this.#plane.faults.add({ match: matchOf(disturbance.at), ...disturbance.effect });
        return;
      case 'same-field':
        this.#toTake.push(disturbance);
        return;
      case 'other-field':
        this.#plant(matchOf(disturbance.at), disturbance.when, otherField(disturbance.writes, index));
        return;
      case 'instance-protected':
        this.#plant(
          { method: 'PUT', path: `/virtualMachines/${disturbance.instanceId}$`, nth: disturbance.nth },
          'before',
          protection(disturbance.instanceId),
        );
        return;
      case 'capacity': {
        const before = numberOf(objectOf(this.#plane.store.get(scaleSetId), 'sku'), 'capacity') ?? 0;
        this.#plane.faults.add({
          match: matchOf(disturbance.at),
          effect: 'foreign-write',
          when: disturbance.when,
          resourceId: scaleSetId,
          mergePatch: { sku: { capacity: before + disturbance.by } },
        });
        return;
      }
      case 'tags-removed':
        this.#plane.faults.add({
          match: matchOf(disturbance.at),
          effect: 'foreign-write',
          when: disturbance.when,
          resourceId: scaleSetId,
          mergePatch: { tags: null },
        });
        return;
      case 'clock-jump':
    }
  }

  #plant(
    match: FaultMatch,
    when: 'before' | 'after',
    change: Omit<ForeignChange, 'isApplied' | 'isOverwritten'>,
  ): void {
    this.#changes.push(change);
    const { resourceId, mergePatch } = change;
    const { id } = this.#plane.faults.add({
      match,
      effect: 'foreign-write',
      when,
      resourceId,
      mergePatch,
    });
    this.#faultIds.set(id, resourceId);
  }

  #taking(): ForeignChange {
    const profile = profileOf(this.#plane.store.get(scaleSetId));
    const isOfImage = isImage(this.#payload);
    const mergePatch = isOfImage
      ? patch({ storageProfile: { imageReference: FOREIGN_IMAGE } })
      : patch({ extensionProfile: { extensions: withSettings(profile, FOREIGN_SETTINGS) } });
    const text = isOfImage ? FOREIGN_IMAGE.id : FOREIGN_SETTINGS.commandToExecute;
    return {
      what: 'a third payload',
      resourceId: scaleSetId,
      mergePatch,
      formerOf: (former) => this.#payloadOf(former),
      isTaking: true,
      isIn: (scaleSet) => JSON.stringify(profileOf(scaleSet) ?? {}).includes(text),
    };
  }

  #payloadOf(scaleSet: ArmResource | undefined): unknown {
    const profile = profileOf(scaleSet);
    return isImage(this.#payload)
      ? patch({
          storageProfile: { imageReference: objectOf(objectOf(profile, 'storageProfile'), 'imageReference') },
        })
      : patch({ extensionProfile: objectOf(profile, 'extensionProfile') });
  }

  /** The only way to know that a change has happened, even where it is overwritten in the same instant. */
  #watchStore(): void {
    const { store } = this.#plane;
    const put = store.put.bind(store);
    const remove = store.remove.bind(store);
    store.remove = (resourceId) => {
      remove(resourceId);
      // Nobody protects who is gone.
      for (const [faultId, id] of this.#faultIds) {
        if (sameId(id, resourceId)) {
          this.#plane.faults.remove(faultId);
        }
      }
    };
    store.put = (resource) => {
      const former = store.get(resource.id);
      put(resource);
      // The action writes an empty object where no tag is left.
      const isRemoval =
        sameId(resource.id, scaleSetId) && former?.tags !== undefined && resource.tags === undefined;
      this.#areTagsRemoved ||= isRemoval;
      if (
        isRemoval &&
        Object.keys(tagsOf(former)).some((name) => /^azure-rollout-(lock|journal|release)/.test(name))
      ) {
        this.#recordRemovedAtMs = this.#plane.clock.monotonicMs();
      }
      for (const change of this.#changes.filter(({ resourceId }) => sameId(resourceId, resource.id))) {
        if (change.isIn(resource) && !change.isIn(former)) {
          change.isApplied = true;
          this.#takenAtMs = change.isTaking ? this.#plane.clock.monotonicMs() : this.#takenAtMs;
          change.former = change.formerOf?.(former);
        } else if (change.isIn(former) && !change.isIn(resource) && !this.#isLettingGo && !isRemoval) {
          change.isOverwritten = true;
        }
      }
    };
  }
}

function tagsOf(resource: ArmResource | undefined): Readonly<Record<string, string>> {
  return (resource?.tags ?? {}) as Readonly<Record<string, string>>;
}

function profileOf(scaleSet: ArmResource | undefined) {
  return objectOf(scaleSet?.properties, 'virtualMachineProfile');
}

function patch(virtualMachineProfile: unknown): unknown {
  return { properties: { virtualMachineProfile } };
}

function withSettings(profile: unknown, settings: unknown): readonly unknown[] {
  return listOf(objectOf(profile, 'extensionProfile'), 'extensions').map((extension) =>
    extension.name === EXTENSION
      ? { ...extension, properties: { ...objectOf(extension, 'properties'), settings } }
      : extension,
  );
}

function protection(instanceId: string): ForeignChange {
  const policy = (protectFromScaleSetActions: boolean) => ({
    properties: { protectionPolicy: { protectFromScaleSetActions } },
  });
  return {
    what: `protectFromScaleSetActions of instance ${instanceId}`,
    resourceId: `${scaleSetId}/virtualMachines/${instanceId}`,
    isTaking: false,
    mergePatch: policy(true),
    isIn: (instance) =>
      objectOf(instance?.properties, 'protectionPolicy')?.protectFromScaleSetActions === true,
    formerOf: () => policy(false),
  };
}

function otherField(writes: 'tag' | 'field' | 'profile', index: number): ForeignChange {
  switch (writes) {
    case 'tag': {
      const name = `colleague-${index}`;
      return {
        what: `the tag ${name}`,
        resourceId: scaleSetId,
        isTaking: false,
        mergePatch: { tags: { [name]: 'was here' } },
        isIn: (scaleSet) => tagsOf(scaleSet)[name] === 'was here',
      };
    }
    case 'field':
      return {
        what: 'scaleInPolicy',
        resourceId: scaleSetId,
        isTaking: false,
        mergePatch: { properties: { scaleInPolicy: { rules: ['OldestVM'] } } },
        isIn: (scaleSet) => objectOf(scaleSet?.properties, 'scaleInPolicy')?.rules !== undefined,
      };
    case 'profile':
      return {
        what: 'licenseType',
        resourceId: scaleSetId,
        isTaking: false,
        mergePatch: { properties: { virtualMachineProfile: { licenseType: 'RHEL_BYOS' } } },
        isIn: (scaleSet) => textOf(profileOf(scaleSet), 'licenseType') === 'RHEL_BYOS',
      };
  }
}
