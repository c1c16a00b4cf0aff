import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { foreignWrite } from '../../emulator/arm/foreign-write.ts';
import { isObject, listOf, referenceOf } from '../../emulator/arm/json.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';
import { addressesIn, holderOf, nameOf, type Placed, placementIn } from '../invariants/azure-as-it-is.ts';
import type { AzureBefore } from '../invariants/azure-before.ts';
import type { Violation } from '../invariants/violation.ts';
import type { Disturbance, OtherField } from './schedule.ts';
import { matchOf } from './spots.ts';

/** The address that another writer points frontends at. It is in every scenario, and nobody else's. */
export const FOREIGN_ADDRESS = 'bystander';

const JOURNAL_TAG = /^azure-rollout-(lock|journal)/i;

/** What is asked right after the action has read what it is to swap. */
const FIRST_CHECK = /Microsoft\.Authorization\//i;

type ForeignDisturbance = Extract<Disturbance, { kind: 'other-field' | 'same-field' }>;

interface ForeignChange {
  readonly disturbance: ForeignDisturbance;
  readonly resourceId: string;
  /** Whether a resource, as it stands, has what the other writer wrote. */
  readonly isIn: (resource: ArmResource | undefined) => boolean;
  /** Set once it has happened: what the frontend had before it. */
  applied?: { readonly order: number; readonly formerAddressId: string };
  /** It was undone, and not by who wrote it. */
  isOverwritten?: true;
}

/** What other writers do in the course of a schedule: planted as faults, seen when it happens, judged at the end. */
export class ForeignChanges {
  readonly #plane: ControlPlane;
  readonly #before: AzureBefore;
  readonly #changes: ForeignChange[] = [];
  /** Not before the swap has been thought out: what was taken before that is a part of what it starts from. */
  readonly #toTake: ForeignDisturbance[] = [];
  /** The order of everything that is seen here: on a virtual clock many things have one time. */
  #order = 0;
  #isLettingGo = false;
  #isJournalRemoved = false;
  /** The last read of a load balancer by the action: when it was sent, and when it was answered. */
  readonly #looks = new Map<string, { readonly sent: number; readonly answered: number }>();

  constructor(plane: ControlPlane, before: AzureBefore, disturbances: readonly Disturbance[]) {
    this.#plane = plane;
    this.#before = before;
    this.#watchStore();
    for (const disturbance of disturbances) {
      if (disturbance.kind === 'other-field') {
        this.#plant(disturbance);
      } else if (disturbance.kind === 'same-field') {
        this.#toTake.push(disturbance);
      } else if (disturbance.kind === 'tags-removed') {
        this.#plantRemoval(disturbance);
      }
    }
  }

  /** @returns what to call when the request is answered. */
  requestSent(method: string, path: string): () => void {
    if (FIRST_CHECK.test(path)) {
      for (const disturbance of this.#toTake.splice(0)) {
        this.#plant(disturbance);
      }
    }
    this.#order += 1;
    const sent = this.#order;
    return () => {
      this.#order += 1;
      if (method === 'GET' && /loadBalancers\/[^/]+$/i.test(path)) {
        this.#looks.set(nameOf(path).toLowerCase(), { sent, answered: this.#order });
      }
    };
  }

  /** Placement as the action can know it: what another writer did after its last look counts as not done. */
  placementAsSeen(): readonly Placed[] {
    return placementIn(this.#plane).map((placed) => {
      const unseen = this.#takenFrontends().find(
        (change) =>
          nameOf(change.resourceId) === placed.loadBalancer &&
          change.isIn(this.#plane.store.get(change.resourceId)) &&
          !this.#isSeen(change),
      );
      return unseen?.applied === undefined || nameOf(placed.addressId) !== FOREIGN_ADDRESS
        ? placed
        : { ...placed, addressId: unseen.applied.formerAddressId };
    });
  }

  /** As if the frontends that other writers have taken still had what they had. */
  placementOfOwn(): readonly Placed[] {
    return placementIn(this.#plane).map((placed) => {
      const taken = this.#takenFrontends().findLast(
        ({ resourceId }) => nameOf(resourceId) === placed.loadBalancer,
      );
      return taken?.applied === undefined || nameOf(placed.addressId) !== FOREIGN_ADDRESS
        ? placed
        : { ...placed, addressId: taken.applied.formerAddressId };
    });
  }

  /** A frontend is somebody else's now. */
  get isContested(): boolean {
    return placementIn(this.#plane).some(({ addressId }) => nameOf(addressId) === FOREIGN_ADDRESS);
  }

  /** A journal was in the tags that another writer has removed. */
  get isJournalRemoved(): boolean {
    return this.#isJournalRemoved;
  }

  /** The other writers give the frontends back that they have taken, as they were or as they can be. */
  letGo(): void {
    this.#toTake.splice(0);
    this.#isLettingGo = true;
    for (const { resourceId, applied } of this.#takenFrontends().toReversed()) {
      const placement = placementIn(this.#plane);
      const loadBalancer = nameOf(resourceId);
      const wanted = [this.#before.placement, this.#before.swapped].flatMap((known) =>
        known.filter((placed) => placed.loadBalancer === loadBalancer).map(({ addressId }) => addressId),
      );
      const free = [applied?.formerAddressId ?? '', ...wanted].find(
        (id) =>
          addressesIn(this.#plane).some((address) => sameId(address.id, id)) &&
          holderOf(placement, id) === undefined,
      );
      const resource = this.#plane.store.get(resourceId);
      if (free !== undefined && resource !== undefined && pointsAtForeignAddress(resource)) {
        foreignWrite(this.#plane, resourceId, pointingAt(resource, FOREIGN_ADDRESS, free));
      }
    }
    this.#isLettingGo = false;
  }

  /** What another writer wrote was never undone by anybody else, in the very field least of all. */
  violations(): Violation[] {
    return this.#changes
      .filter(({ isOverwritten }) => isOverwritten)
      .map(({ disturbance, resourceId }) => ({
        invariant: 'foreign-change-kept',
        message: `what another writer wrote to ${nameOf(resourceId)} (${disturbance.kind === 'other-field' ? disturbance.writes : 'its frontend'}) is lost`,
      }));
  }

  #takenFrontends(): readonly ForeignChange[] {
    return this.#changes.filter(
      ({ disturbance, applied }) => disturbance.kind === 'same-field' && applied !== undefined,
    );
  }

  #isSeen({ resourceId, applied, disturbance }: ForeignChange): boolean {
    const look = this.#looks.get(nameOf(resourceId).toLowerCase());
    if (look === undefined || applied === undefined) {
      return false;
    }
    const metThatVeryRead = look.sent < applied.order && applied.order < look.answered;
    return look.sent > applied.order || (metThatVeryRead && disturbance.when === 'before');
  }

  #plant(disturbance: ForeignDisturbance): void {
    const { resourceId, mergePatch, isIn } =
      disturbance.kind === 'same-field'
        ? this.#takingOf(disturbance.side)
        : this.#otherFieldOf(disturbance.writes);
    this.#changes.push({ disturbance, resourceId, isIn });
    this.#plane.faults.add({
      match: matchOf(disturbance.at, this.#before),
      effect: 'foreign-write',
      when: disturbance.when,
      resourceId,
      mergePatch,
      ...(disturbance.kind === 'other-field' ? { lastsMs: disturbance.lastsMs } : {}),
    });
  }

  #plantRemoval({ at, when }: Extract<Disturbance, { kind: 'tags-removed' }>): void {
    const [resourceId = ''] = this.#before.productionAddressIds;
    this.#plane.faults.add({
      match: matchOf(at, this.#before),
      effect: 'foreign-write',
      when,
      resourceId,
      mergePatch: { tags: null },
    });
  }

  #takingOf(side: 'production' | 'target') {
    const resource = this.#loadBalancer(side);
    const foreign = addressesIn(this.#plane).find(({ name }) => name === FOREIGN_ADDRESS);
    const [first] = this.#before.placement.filter(({ loadBalancer }) => loadBalancer === resource.name);
    if (foreign === undefined || first === undefined) {
      throw new Error(`The scenario has no ${FOREIGN_ADDRESS} to point ${resource.name} at.`);
    }
    return {
      resourceId: resource.id,
      mergePatch: pointingAt(resource, nameOf(first.addressId), foreign.id),
      isIn: pointsAtForeignAddress,
    };
  }

  #otherFieldOf(writes: OtherField) {
    const side = writes.startsWith('production') ? 'production' : 'target';
    if (writes.endsWith('address-tag')) {
      const { name } = this.#loadBalancer(side);
      const placed = this.#before.placement.find(({ loadBalancer }) => loadBalancer === name);
      return { resourceId: placed?.addressId ?? '', ...taggedBy(writes) };
    }
    const resource = this.#loadBalancer(side);
    return {
      resourceId: resource.id,
      ...(writes.endsWith('tag') ? taggedBy(writes) : withOtherIdleTimeout(resource)),
    };
  }

  #loadBalancer(side: 'production' | 'target'): ArmResource {
    const name =
      side === 'production' ? this.#before.productionLoadBalancer : this.#before.targetLoadBalancer;
    const found = this.#plane.store
      .list('Microsoft.Network/loadBalancers')
      .find((loadBalancer) => loadBalancer.name === name);
    if (found === undefined) {
      throw new Error(`The scenario has no load balancer ${name}.`);
    }
    return found;
  }

  /** The only way to know that a change has happened, even where it is overwritten in the same instant. */
  #watchStore(): void {
    const { store } = this.#plane;
    const put = store.put.bind(store);
    store.put = (resource) => {
      const former = store.get(resource.id);
      put(resource);
      this.#order += 1;
      // The action writes an empty object where no tag is left.
      const isRemoval = former?.tags !== undefined && resource.tags === undefined;
      this.#isJournalRemoved ||= isRemoval && Object.keys(former.tags).some((name) => JOURNAL_TAG.test(name));
      for (const change of this.#changes) {
        if (!sameId(change.resourceId, resource.id) || isRemoval) {
          continue;
        }
        if (change.isIn(resource) && !change.isIn(former)) {
          change.applied = { order: this.#order, formerAddressId: firstAddressOf(former) };
        } else if (change.isIn(former) && !change.isIn(resource) && !this.#isLettingGo) {
          change.isOverwritten = true;
        }
      }
    };
  }
}

function firstAddressOf(loadBalancer: ArmResource | undefined): string {
  const [frontend] = listOf(loadBalancer?.properties, 'frontendIPConfigurations');
  return referenceOf(frontend?.properties, 'publicIPAddress') ?? '';
}

function pointsAtForeignAddress(loadBalancer: ArmResource | undefined): boolean {
  return nameOf(firstAddressOf(loadBalancer)) === FOREIGN_ADDRESS;
}

/** The first frontend with that address gets another one. */
function pointingAt(loadBalancer: ArmResource, from: string, addressId: string): unknown {
  const frontendIPConfigurations = listOf(loadBalancer.properties, 'frontendIPConfigurations').map(
    (frontend) =>
      nameOf(referenceOf(frontend.properties, 'publicIPAddress') ?? '') === from &&
      isObject(frontend.properties)
        ? { ...frontend, properties: { ...frontend.properties, publicIPAddress: { id: addressId } } }
        : frontend,
  );
  return { properties: { frontendIPConfigurations } };
}

function taggedBy(writes: OtherField) {
  const name = `colleague-${writes}`;
  return {
    mergePatch: { tags: { [name]: 'was here' } },
    isIn: (resource: ArmResource | undefined) => resource?.tags?.[name] === 'was here',
  };
}

/** As a colleague would whose clients are slow: one number of each rule, which moves no packet. */
const OTHER_IDLE_TIMEOUT = 7;

function withOtherIdleTimeout(loadBalancer: ArmResource) {
  const loadBalancingRules = listOf(loadBalancer.properties, 'loadBalancingRules').map((rule) => ({
    ...rule,
    properties: {
      ...(isObject(rule.properties) ? rule.properties : {}),
      idleTimeoutInMinutes: OTHER_IDLE_TIMEOUT,
    },
  }));
  return {
    mergePatch: { properties: { loadBalancingRules } },
    isIn: (resource: ArmResource | undefined) =>
      listOf(resource?.properties, 'loadBalancingRules').some(
        ({ properties }) => isObject(properties) && properties.idleTimeoutInMinutes === OTHER_IDLE_TIMEOUT,
      ),
  };
}
