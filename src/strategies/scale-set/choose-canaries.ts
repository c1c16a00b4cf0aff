import { RefusedError } from '../refused-error.ts';
import type { CanaryShare } from './goal.ts';
import type { Instance } from './instance.ts';
import { countOf, resolveCount } from './instance-count.ts';
import { byId, compareIds } from './instance-order.ts';
import { serves } from './serving.ts';

export interface ChosenCanaries {
  /** In ascending order. */
  readonly instanceIds: readonly string[];
  /** How they were chosen, and how many, for the plan. */
  readonly explanation: string;
}

/**
 * Which instances get the payload first. The choice depends on nothing but the instances: a re-run chooses the same ones,
 * also when some of them have the payload by then.
 *
 * @throws RefusedError
 */
export function chooseCanaries(
  instances: readonly Instance[],
  share: CanaryShare,
  scaleSet: string,
): ChosenCanaries {
  if (instances.length === 0) {
    throw new RefusedError(
      `The scale set "${scaleSet}" has no instances: there is nothing to try a new version on. Scale it out first.`,
    );
  }
  return share.kind === 'percent'
    ? chooseShare(instances, share.percent, scaleSet)
    : chooseNamed(instances, share.instanceIds, scaleSet);
}

function chooseShare(instances: readonly Instance[], percent: number, scaleSet: string): ChosenCanaries {
  const eligible = instances.filter((instance) => !instance.isProtectedFromScaleSetActions);
  const { count, explanation } = canaryCount(eligible.length, percent, scaleSet);
  const ranked = rank(eligible);
  const chosen = [
    ...ranked.filter(({ hasPayload }) => hasPayload),
    ...ranked.filter(({ hasPayload }) => !hasPayload),
  ].slice(0, count);
  return {
    instanceIds: chosen.map(({ instanceId }) => instanceId).sort(compareIds),
    explanation: [
      explanation,
      ...explainLeftOut(instances.length - eligible.length),
      ...explainChosen(chosen),
    ].join('; '),
  };
}

/** Rounded up: what is tried on fewer instances than were asked for was tried too little. */
function canaryCount(eligible: number, percent: number, scaleSet: string) {
  if (eligible === 0) {
    throw new RefusedError(
      `All instances of the scale set "${scaleSet}" are protected from scale set actions, so none can be upgraded. Take ` +
        'protectFromScaleSetActions from those that may be.',
    );
  }
  const { count, explanation } = resolveCount({ kind: 'percent', percent }, eligible, 'up');
  if (count < eligible || percent >= 100) {
    return { count, explanation };
  }
  if (eligible === 1) {
    throw new RefusedError(
      `The scale set "${scaleSet}" has one instance that a release may upgrade, and ${percent} % of it would be all of it. ` +
        'Ask for percent: 100, or scale it out first.',
    );
  }
  const most = eligible - 1;
  return {
    count: most,
    explanation: `${explanation}, but not all of them unless 100 % is asked for: ${most}`,
  };
}

function explainLeftOut(count: number): string[] {
  return count === 0 ? [] : [`${countOf(count)} more left out, being protected from scale set actions`];
}

function explainChosen(chosen: readonly Instance[]): string[] {
  const already = chosen.filter(({ hasPayload }) => hasPayload).length;
  const others = chosen.filter(({ hasPayload }) => !hasPayload);
  const sick = others.filter((instance) => !serves(instance)).length;
  return [
    ...(already === 0 ? [] : [`${countOf(already)} of them with the payload already`]),
    ...(sick === 0 ? [] : [`${countOf(sick)} of them not healthy before, for want of healthy ones`]),
  ];
}

/**
 * The order in which instances become canaries: those that serve first, and among them each next one where the fewest
 * were taken so far, by zone and then by fault domain. It ignores who has the payload already, so that upgrading the first
 * of the canaries does not change who the others are.
 */
function rank(eligible: readonly Instance[]): Instance[] {
  const zones = new Map<string, number>();
  const faultDomains = new Map<string, number>();
  const domainOf = ({ zone, faultDomain }: Instance) => `${zone}/${faultDomain}`;
  const taken = (instance: Instance) => [
    unfitness(instance),
    zones.get(instance.zone) ?? 0,
    faultDomains.get(domainOf(instance)) ?? 0,
  ];
  const left = [...eligible].sort(byId);
  const ranked: Instance[] = [];
  for (let next = leastOf(left, taken); next !== undefined; next = leastOf(left, taken)) {
    left.splice(left.indexOf(next), 1);
    ranked.push(next);
    zones.set(next.zone, (zones.get(next.zone) ?? 0) + 1);
    faultDomains.set(domainOf(next), (faultDomains.get(domainOf(next)) ?? 0) + 1);
  }
  return ranked;
}

/** What was upgraded already may look sick by now, and stays where it was in the order. */
function unfitness(instance: Instance): number {
  if (instance.hasPayload || (serves(instance) && instance.provisioningState === 'Succeeded')) {
    return 0;
  }
  if (!instance.isRunning) {
    return 3;
  }
  return instance.health === 'unhealthy' ? 2 : 1;
}

/** The first one with the least key. */
function leastOf(
  instances: readonly Instance[],
  keyOf: (instance: Instance) => readonly number[],
): Instance | undefined {
  let least: { readonly instance: Instance; readonly key: readonly number[] } | undefined;
  for (const instance of instances) {
    const key = keyOf(instance);
    if (least === undefined || isLess(key, least.key)) {
      least = { instance, key };
    }
  }
  return least?.instance;
}

function isLess(left: readonly number[], right: readonly number[]): boolean {
  const index = left.findIndex((number, at) => number !== right[at]);
  return index !== -1 && (left[index] ?? 0) < (right[index] ?? 0);
}

function chooseNamed(
  instances: readonly Instance[],
  wanted: readonly string[],
  scaleSet: string,
): ChosenCanaries {
  const ids = [...new Set(wanted)].sort(compareIds);
  refuseUnknown(ids, instances, scaleSet);
  refuseProtected(ids, instances, scaleSet);
  const eligible = instances.filter((instance) => !instance.isProtectedFromScaleSetActions);
  if (ids.length === eligible.length) {
    throw new RefusedError(
      `instance-ids names every instance of the scale set "${scaleSet}" that a release may upgrade (${ids.join(', ')}): that ` +
        'is no canary. Name fewer, ask for percent: 100, or use strategy: full-rollout.',
    );
  }
  return {
    instanceIds: ids,
    explanation: `${countOf(ids.length)} of ${instances.length}, as named by instance-ids`,
  };
}

function refuseUnknown(ids: readonly string[], instances: readonly Instance[], scaleSet: string): void {
  const known = instances.map(({ instanceId }) => instanceId).sort(compareIds);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0 || ids.length === 0) {
    const what = ids.length === 0 ? 'names no instance' : `names ${unknown.join(', ')}`;
    throw new RefusedError(
      `instance-ids ${what}, but the scale set "${scaleSet}" has the instances ${known.join(', ')}. Instance ids are the ` +
        'instanceId of "az vmss list-instances", not names of machines.',
    );
  }
}

function refuseProtected(ids: readonly string[], instances: readonly Instance[], scaleSet: string): void {
  const guarded = instances.filter(
    ({ instanceId, isProtectedFromScaleSetActions }) =>
      isProtectedFromScaleSetActions && ids.includes(instanceId),
  );
  if (guarded.length > 0) {
    throw new RefusedError(
      `instance-ids names ${guarded.map(({ instanceId }) => instanceId).join(', ')} of the scale set "${scaleSet}", protected ` +
        'from scale set actions. Name others, or take protectFromScaleSetActions from them.',
    );
  }
}
