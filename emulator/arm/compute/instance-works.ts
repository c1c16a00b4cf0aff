import { isDeepStrictEqual } from 'node:util';
import type { ArmResource, InstanceCondition, PlannedInstanceChange } from '../../data-plane/contract.ts';
import type { ModelEffect, OperationFault } from '../../faults.ts';
import type { ControlPlane } from '../control-plane.ts';
import { putState } from './compute-resources.ts';
import type { InstanceState } from './compute-state.ts';
import { instanceIdOf } from './instance-model.ts';
import { failedExtensionsOf, machineOf } from './instance-service.ts';
import { changeInstance, isLeaving, stateOfInstance } from './instances.ts';
import {
  changeInterfaces,
  joinLoadBalancers,
  removeInterfaces,
  tellDataPlane,
} from './network-interfaces.ts';

/** What an operation does to one instance, in a time of its own: instances of one call go side by side. */
export interface InstanceWork {
  readonly instance: ArmResource;
  readonly durationMs: number;
  readonly whileItLasts: {
    readonly state: 'Creating' | 'Updating' | 'Deleting';
    /** How the machine is meanwhile. Undefined: it serves as before, and afterwards too. */
    readonly condition: InstanceCondition | undefined;
  };
  /** What it comes to. */
  readonly outcome:
    | { readonly kind: 'changed'; readonly change: (state: InstanceState) => InstanceState }
    /** Changed, and its extensions have had their turn: one that fails lets the instance and the operation fail. */
    | { readonly kind: 'provisioned'; readonly change: (state: InstanceState) => InstanceState }
    | { readonly kind: 'removed' };
}

/** Which instances of a call a fault lets be changed: half of them is the first half. */
export function affectedBy<Item>(works: readonly Item[], model: ModelEffect): readonly Item[] {
  switch (model) {
    case 'changed':
      return works;
    case 'half-changed':
      return works.slice(0, Math.ceil(works.length / 2));
    case 'unchanged':
      return [];
  }
}

/** By what instances are worked on. */
export interface WorkOrder {
  /** Undefined: nobody can follow it, as where autoscale writes. */
  readonly operationId: string | undefined;
  /** When the operation was accepted, by one reading of the clock for it and its works: they end before it, or with it. */
  readonly acceptedAtMs: number;
  readonly fault: OperationFault | undefined;
}

/** Begins the works of an operation that has just been accepted. */
export function beginWorks(plane: ControlPlane, works: readonly InstanceWork[], order: WorkOrder): void {
  const { acceptedAtMs: nowMs, fault } = order;
  const model = fault?.model ?? 'changed';
  const affected = affectedBy(works, model);
  for (const { instance, whileItLasts } of works) putState(plane, instance.id, whileItLasts.state);
  planMachines(plane, machinesThatFollow(works, affected, fault), nowMs);
  for (const work of affected) {
    plane.operations.schedule(nowMs + work.durationMs, () => finishWork(plane, work, order));
  }
}

/** Where the model stays and the machines follow, they do what the client asked for. */
function machinesThatFollow(
  works: readonly InstanceWork[],
  affected: readonly InstanceWork[],
  fault: OperationFault | undefined,
): readonly InstanceWork[] {
  if (fault === undefined || fault.effect === 'operation-superseded') return affected;
  const follows = fault.dataPlaneFollows ?? fault.model !== 'unchanged';
  if (!follows) return [];
  return fault.model === 'unchanged' ? works : affected;
}

/** Down while the work lasts, and then as what it runs has it. */
function planMachines(plane: ControlPlane, works: readonly InstanceWork[], nowMs: number): void {
  const plans = new Map<string, readonly PlannedInstanceChange[]>();
  for (const work of works) {
    const { condition } = work.whileItLasts;
    if (condition === undefined) continue;
    const before = stateOfInstance(plane, work.instance);
    const guest = condition === 'machine-down' ? 'away' : before.guest;
    plane.compute.putInstance(work.instance.id, { ...before, guest });
    if (before.workload === undefined) continue;
    plans.set(before.workload.instance, changesOf(plane, work, condition, nowMs));
  }
  plane.dataPlane.planInstances(plans);
}

function changesOf(
  plane: ControlPlane,
  work: InstanceWork,
  condition: InstanceCondition,
  nowMs: number,
): readonly PlannedInstanceChange[] {
  const changes: PlannedInstanceChange[] = [{ atMs: nowMs, condition }];
  if (work.outcome.kind !== 'removed') {
    const after = work.outcome.change(stateOfInstance(plane, work.instance));
    changes.push({ atMs: nowMs + work.durationMs, ...machineOf(plane, work.instance, after) });
  }
  return changes;
}

function finishWork(plane: ControlPlane, work: InstanceWork, order: WorkOrder): void {
  const instance = plane.store.get(work.instance.id);
  // Another operation has removed it meanwhile.
  if (instance === undefined) return;
  if (work.outcome.kind === 'removed') {
    removeInstance(plane, instance);
    return;
  }
  if (isLeaving(instance)) return;
  const before = stateOfInstance(plane, instance);
  const after = work.outcome.change(before);
  connect(plane, instance, before, after);
  const { workload, condition } = machineOf(plane, instance, after);
  if (before.workload === undefined && workload !== undefined) {
    // What it ran before served nobody, so nothing of it was planned.
    plane.dataPlane.placeWorkload(workload);
    if (condition !== undefined) plane.dataPlane.setInstanceCondition(workload.instance, condition);
  }
  const hasRun = runsScripts(work, before, after);
  const isDue = !hasRun && work.outcome.kind === 'provisioned';
  const settled: InstanceState = {
    ...after,
    failedExtensions: hasRun ? failedExtensionsOf(plane, instance, after) : before.failedExtensions,
    scripts: hasRun ? 'ran' : isDue ? 'due' : before.scripts,
    guest: after.power === 'running' ? 'reporting' : 'away',
    settledAtEpochMs: plane.clock.epochMs(),
    workload,
  };
  const fails = hasRun && settled.failedExtensions.length > 0;
  changeInstance(plane, instance, settled, stateAfterWork(plane, instance, order, fails));
}

/** An upgrade brings its interfaces to the model too (recorded): another pool is joined, one that is no more is left. */
function connect(
  plane: ControlPlane,
  instance: ArmResource,
  before: InstanceState,
  after: InstanceState,
): void {
  const [former, profile] = [before.applied.profile, after.applied.profile];
  if (isDeepStrictEqual(former.networkProfile, profile.networkProfile)) return;
  changeInterfaces(plane, { id: instance.id, instanceId: instanceIdOf(instance) }, profile);
}

/** A machine that is off runs none. */
export function runsScripts(
  { outcome }: Pick<InstanceWork, 'outcome'>,
  before: InstanceState,
  after: InstanceState,
): boolean {
  return after.power === 'running' && (outcome.kind === 'provisioned' || before.scripts === 'due');
}

/** Whoever works on the instance still decides at its own end. */
function stateAfterWork(
  plane: ControlPlane,
  { id }: ArmResource,
  { operationId, fault }: WorkOrder,
  extensionFails: boolean,
): 'Succeeded' | 'Updating' | 'Failed' {
  const running = plane.operations.running(id);
  if (running !== undefined && running.id !== operationId) return 'Updating';
  if (extensionFails) return 'Failed';
  if (fault === undefined || fault.effect === 'operation-superseded') return 'Succeeded';
  return running === undefined ? 'Failed' : 'Updating';
}

export function removeInstance(plane: ControlPlane, instance: ArmResource): void {
  const { workload } = stateOfInstance(plane, instance);
  plane.store.remove(instance.id);
  plane.compute.removeInstance(instance.id);
  const gone = removeInterfaces(plane, instance.id);
  tellDataPlane(plane, joinLoadBalancers(plane, [], gone));
  if (workload !== undefined) plane.dataPlane.removeWorkload(workload.instance);
}

/** What an operation's end leaves of the instances that have not come to their own. */
export function settleWorks(plane: ControlPlane, works: readonly InstanceWork[], succeeded: boolean): void {
  for (const { instance, outcome } of works) {
    const current = plane.store.get(instance.id);
    if (current === undefined || isSettled(current)) continue;
    if (outcome.kind === 'removed' || !isLeaving(current)) settleInstance(plane, current, succeeded);
  }
}

function isSettled({ properties }: ArmResource): boolean {
  return properties.provisioningState === 'Succeeded' || properties.provisioningState === 'Failed';
}

/** Unless another operation has taken it over meanwhile: its own end settles it then. */
function settleInstance(plane: ControlPlane, instance: ArmResource, succeeded: boolean): void {
  if (plane.operations.running(instance.id) !== undefined) return;
  putState(plane, instance.id, succeeded ? 'Succeeded' : 'Failed');
}

export function longest(works: readonly InstanceWork[], atLeastMs = 0): number {
  return works.reduce((longestMs, { durationMs }) => Math.max(longestMs, durationMs), atLeastMs);
}
