import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import type { ArmRequest } from '../http.ts';
import {
  all,
  type CountInstances,
  changed,
  comingAndGoing,
  named,
  none,
  one,
  outdated,
} from './counted-instances.ts';
import type { Demand } from './throttling.ts';
import type { BucketLimit } from './token-bucket.ts';

/** How Microsoft.Compute counts one kind of request. */
interface Rule {
  readonly method: RegExp;
  /** Its first group is the resource that has buckets of its own. */
  readonly path: RegExp;
  /** One token each, in the order in which the header names them. */
  readonly limits: readonly Limit[];
  /** Instances are counted beside: those that a request changes, or whose state it reads. */
  readonly instances?: { readonly limit?: Limit; readonly count: CountInstances };
  /** Whether the header ends in the queue of instances that wait for their turn, which was empty whenever recorded since 2023. */
  readonly queues?: true;
}

interface Limit extends BucketLimit {
  readonly of: 'resource' | 'subscription';
}

function ofResource(name: string, capacity: number, refillPerMinute: number): Limit {
  return { name, capacity, refillPerMinute, of: 'resource' };
}

function ofSubscription(name: string, capacity: number, refillPerMinute: number): Limit {
  return { name, capacity, refillPerMinute, of: 'subscription' };
}

/** What may be done in a window, as a bucket that fills up once in it. */
function inWindows(group: string, in3Minutes: number, in30Minutes: number): readonly Limit[] {
  return [
    ofSubscription(`${group}3Min`, in3Minutes, in3Minutes / 3),
    ofSubscription(`${group}30Min`, in30Minutes, in30Minutes / 30),
  ];
}

const create = [
  ofSubscription('CreateVMScaleSetSubscriptionMaximum', 375, 125),
  ofResource('CreateVMScaleSetResource', 12, 4),
];
const actionsOfAll = ofSubscription('VMScaleSetActionsSubscriptionMaximum', 1500, 500);
const actions = [actionsOfAll, ofResource('VMScaleSetActionsResource', 12, 4)];
const stopsOfAll = ofSubscription('DeleteVMScaleSetSubscriptionMaximum', 525, 175);
const stops = [stopsOfAll, ofResource('DeleteVMScaleSetResource', 12, 4)];
const get = [
  ofSubscription('GetVMScaleSetSubscriptionMaximum', 2400, 800),
  ofResource('GetVMScaleSetResource', 36, 12),
];
const highCostGet = [
  ofSubscription('HighCostGetVMScaleSetSubscriptionMaximum', 1080, 360),
  ofResource('HighCostGetVMScaleSetResource', 30, 10),
];
const vmActions = [
  ofSubscription('VMScaleSetVMActionsSubscriptionMaximum', 2000, 500),
  ofResource('VMScaleSetVMActionsResource', 12, 4),
];
const vmStops = [
  ofSubscription('DeleteVMScaleSetVMSubscriptionMaximum', 1500, 500),
  ofResource('DeleteVMScaleSetVMResource', 12, 4),
];
const vmGet = [
  ofSubscription('GetVMScaleSetVMSubscriptionMaximum', 6000, 2000),
  ofResource('GetVMScaleSetVMResource', 36, 12),
];
const lowCostGet = [
  ofSubscription('LowCostGetSubscriptionMaximum', 24_000, 8000),
  ofResource('LowCostGetResource', 36, 12),
];
const getOperation = [
  ofResource('GetOperationResource', 60, 15),
  ofSubscription('GetOperationSubscriptionMaximum', 15_000, 5000),
];
const batched = ofSubscription('VMScaleSetBatchedVMRequestsSubscriptionMaximum', 6000, 2000);
const views = ofSubscription('VMScaleSetVMViewsSubscriptionMaximum', 30_000, 10_000);

const prefix = '^(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/';
const scaleSet = `${prefix}virtualMachineScaleSets/[^/]+)`;
const instance = `${prefix}virtualMachineScaleSets/[^/]+/virtualMachines/[^/]+)`;
const path = (pattern: string): RegExp => new RegExp(`${pattern}/?$`, 'i');

/** The first one that fits. As recorded since the end of 2023, where something was recorded. */
const rules: readonly Rule[] = [
  {
    method: /^GET$/,
    path: path('^(/subscriptions/[^/]+/providers/Microsoft\\.Compute/locations/[^/]+/operations/[^/]+)'),
    limits: getOperation,
  },
  {
    method: /^PUT$/,
    path: path(scaleSet),
    limits: create,
    instances: { limit: batched, count: comingAndGoing },
    queues: true,
  },
  {
    method: /^PATCH$/,
    path: path(scaleSet),
    limits: actions,
    instances: { limit: batched, count: comingAndGoing },
    queues: true,
  },
  {
    method: /^DELETE$/,
    path: path(scaleSet),
    limits: stops,
    instances: { limit: batched, count: all },
    queues: true,
  },
  {
    method: /^(PUT|PATCH|DELETE)$/,
    path: path(`${scaleSet}/extensions/[^/]+`),
    limits: actions,
    instances: { count: none },
    queues: true,
  },
  {
    method: /^POST$/,
    path: path(
      `${scaleSet}/(osRollingUpgrade|extensionRollingUpgrade|rollingUpgrades/cancel|setOrchestrationServiceState)`,
    ),
    limits: actions,
    instances: { count: none },
    queues: true,
  },
  {
    method: /^POST$/,
    path: path(`${scaleSet}/(deallocate|powerOff)`),
    limits: [stopsOfAll],
    instances: { limit: batched, count: named },
    queues: true,
  },
  {
    method: /^POST$/,
    path: path(`${scaleSet}/manualupgrade`),
    limits: [actionsOfAll],
    instances: { limit: batched, count: outdated },
    queues: true,
  },
  {
    method: /^POST$/,
    path: path(`${scaleSet}/[^/]+`),
    limits: [actionsOfAll],
    instances: { limit: batched, count: named },
    queues: true,
  },
  {
    method: /^GET$/,
    path: path(`${scaleSet}/virtualMachines`),
    limits: highCostGet,
    instances: { limit: views, count: all },
  },
  { method: /^GET$/, path: path(`${scaleSet}/instanceView`), limits: highCostGet },
  {
    method: /^GET$/,
    path: path('^(/subscriptions/.+/providers/Microsoft\\.Compute/virtualMachineScaleSets)'),
    limits: highCostGet,
  },
  {
    method: /^GET$/,
    path: path(`${scaleSet}(/(osUpgradeHistory|rollingUpgrades/latest|skus|extensions(/[^/]+)?))?`),
    limits: get,
  },
  {
    method: /^GET$/,
    path: path(`${instance}(/instanceView|/(runCommands|extensions)(/[^/]+)?)?`),
    limits: vmGet,
    instances: { limit: views, count: one },
  },
  {
    method: /^POST$/,
    path: path(`${instance}/(deallocate|powerOff)`),
    limits: vmStops,
    instances: { limit: batched, count: one },
    queues: true,
  },
  {
    method: /^DELETE$/,
    path: path(instance),
    limits: vmStops,
    instances: { limit: batched, count: one },
    queues: true,
  },
  {
    method: /^PUT$/,
    path: path(instance),
    limits: vmActions,
    instances: { limit: batched, count: changed },
    queues: true,
  },
  {
    method: /^(PUT|PATCH|POST|DELETE)$/,
    path: path(`${instance}(/.+)?`),
    limits: vmActions,
    instances: { limit: batched, count: one },
    queues: true,
  },
  { method: /^GET$/, path: path(`${prefix}virtualMachines/[^/]+)(/instanceView)?`), limits: lowCostGet },
  { method: /^GET$/, path: path(`${prefix}images(/[^/]+)?)`), limits: inWindows('GetImages', 360, 1800) },
  {
    method: /^GET$/,
    path: path(`${prefix}galleries(/[^/]+)?)`),
    limits: inWindows('GetGallery', 350, 2500),
  },
  {
    method: /^GET$/,
    path: path(`${prefix}galleries/[^/]+/images(/[^/]+)?)`),
    limits: inWindows('GetGalleryImage', 600, 3000),
  },
  {
    method: /^GET$/,
    path: path(`${prefix}galleries/[^/]+/images/[^/]+/versions(/[^/]+)?)`),
    limits: inWindows('GetGalleryImageVersion', 2000, 10_000),
  },
];

/**
 * Counts a request where Microsoft.Compute counts it, before it is carried out.
 *
 * @returns the headers that say what is left, and how many instances the request was counted for.
 * @throws ArmError 429 where a bucket is empty.
 */
export function chargeCompute(
  plane: ControlPlane,
  { method, path: requested }: ArmRequest,
  body: unknown,
): Readonly<Record<string, string>> {
  const rule = rules.find((each) => each.method.test(method) && each.path.test(requested));
  const resourceId = rule?.path.exec(requested)?.[1];
  if (rule === undefined || resourceId === undefined) return {};
  const instances = rule.instances?.count(plane, resourceId, body);
  const taken = plane.throttling.take(demandsOf(plane, rule, resourceId, instances ?? 0));
  if (taken.kind === 'refused') {
    throw errors.computeThrottled({
      ...taken,
      nowEpochMs: plane.clock.epochMs(),
      retryAfterSeconds: Math.ceil(taken.retryAfterMs / 1000),
    });
  }
  const remaining = taken.left.map(({ name, left }) => `Microsoft.Compute/${name};${left}`);
  if (rule.queues) remaining.push('Microsoft.Compute/VmssQueuedVMOperations;0');
  return {
    'x-ms-ratelimit-remaining-resource': remaining.join(','),
    ...(instances === undefined ? {} : { 'x-ms-request-charge': String(instances) }),
  };
}

function demandsOf(plane: ControlPlane, rule: Rule, resourceId: string, instances: number): Demand[] {
  const subscription = `/subscriptions/${plane.scenario.subscriptionId}`;
  const demand = ({ of, ...limit }: Limit, tokens: number): Demand => ({
    limit,
    scope: of === 'resource' ? resourceId : subscription,
    tokens,
  });
  const counted = rule.instances?.limit;
  return [
    ...rule.limits.map((limit) => demand(limit, 1)),
    ...(counted === undefined || instances === 0 ? [] : [demand(counted, instances)]),
  ];
}
