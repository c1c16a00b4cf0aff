import { RefusedError } from '../../refused-error.ts';
import type { CanaryShare } from '../goal.ts';
import type { Instance } from '../instances/instance.ts';
import { countOf, resolveCount } from '../instances/instance-count.ts';
import { byId, compareIds } from '../instances/instance-order.ts';
import { namedInstances } from '../instances/named-instances.ts';
import { serves } from '../instances/serving.ts';
import { isLeftAlone } from '../instances/troubled.ts';

export interface ChosenCanaries {
  /** In ascending order. */
  readonly instanceIds: readonly string[];
  /** How they were chosen, and how many, for the plan. */
  readonly explanation: string;
}

/**
 * Which instances get the payload first. The choice depends on nothing but the instances: a re-run chooses the same ones,
 * also when some of them have the payload by then, or have become sick by it, or are in quarantine with it: to take another one
 * in their place would spread a bad version with each re-run. Who has the payload beside the canaries of an open release, as an instance
 * that autoscale has added, counts and is no canary: no record says so, and nothing protects it.
 *
 * @param formerIds Canaries of the release so far. Nobody else becomes one who is switched off with the payload.
 * @throws RefusedError
 */
export function chooseCanaries(
  instances: readonly Instance[],
  share: CanaryShare,
  scaleSet: string,
  formerIds: readonly string[],
): ChosenCanaries {
  if (instances.length === 0) {
    throw new RefusedError(
      `The scale set "${scaleSet}" has no instances: there is nothing to try a new version on. Scale it out first.`,
    );
  }
  const standing = standingOf(instances, formerIds);
  return share.kind === 'percent'
    ? chooseShare(standing, share.percent, scaleSet, formerIds)
    : chooseNamed(instances, standing, share.instanceIds, scaleSet);
}

/** Who may become a canary, and who may not. */
interface Standing {
  readonly eligible: readonly Instance[];
  readonly guarded: readonly Instance[];
  /** Switched off with the payload: an upgrade would leave them alone, and there would be nothing to look at. */
  readonly quarantined: readonly Instance[];
}

function standingOf(instances: readonly Instance[], formerIds: readonly string[]): Standing {
  const guarded = instances.filter((instance) => instance.isProtectedFromScaleSetActions);
  const quarantined = instances.filter(
    (instance) =>
      isLeftAlone(instance) && !formerIds.includes(instance.instanceId) && !guarded.includes(instance),
  );
  const eligible = instances.filter(
    (instance) => !guarded.includes(instance) && !quarantined.includes(instance),
  );
  return { eligible, guarded, quarantined };
}

function chooseShare(
  { eligible, guarded, quarantined }: Standing,
  percent: number,
  scaleSet: string,
  formerIds: readonly string[],
): ChosenCanaries {
  const { count, explanation } = canaryCount(eligible.length, percent, scaleSet);
  const ranked = rank(eligible);
  const former = ranked.filter(({ instanceId }) => formerIds.includes(instanceId));
  const others = ranked.filter(({ instanceId }) => !formerIds.includes(instanceId));
  const carriers = others.filter(({ hasPayload }) => hasPayload);
  const without = others.filter(({ hasPayload }) => !hasPayload);
  // Beside canaries of the release nobody becomes one for having the payload, but nobody gets it in their place either.
  const isBeside = former.length > 0;
  const chosen = isBeside
    ? [...former, ...without.slice(0, Math.max(0, count - former.length - carriers.length))].slice(0, count)
    : [...carriers, ...without].slice(0, count);
  return {
    instanceIds: chosen.map(({ instanceId }) => instanceId).sort(compareIds),
    explanation: [
      explanation,
      ...explainLeftOut(guarded.length, 'being protected from scale set actions'),
      ...explainLeftOut(quarantined.length, 'being switched off with the payload already'),
      ...explainChosen(chosen),
      ...(isBeside ? explainCarriers(carriers) : []),
    ].join('; '),
  };
}

function explainCarriers(carriers: readonly Instance[]): string[] {
  return carriers.length === 0
    ? []
    : [
        `counted, though not among the canaries of the release: ${namedInstances(carriers.map(({ instanceId }) => instanceId).sort(compareIds))}`,
      ];
}

/** Rounded up: what is tried on fewer instances than were asked for was tried too little. */
function canaryCount(eligible: number, percent: number, scaleSet: string) {
  if (eligible === 0) {
    throw new RefusedError(
      `All instances of the scale set "${scaleSet}" are protected from scale set actions, or are switched off with the payload already, so ` +
        'none can be upgraded. Take protectFromScaleSetActions from those that may be, or start some.',
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

function explainLeftOut(count: number, why: string): string[] {
  return count === 0 ? [] : [`${countOf(count)} more left out, ${why}`];
}

function explainChosen(chosen: readonly Instance[]): string[] {
  const already = chosen.filter(({ hasPayload }) => hasPayload).length;
  const others = chosen.filter(({ hasPayload }) => !hasPayload);
  const sick = others.filter((instance) => !serves(instance)).length;
  const off = chosen.filter(isLeftAlone).length;
  return [
    ...(already === 0 ? [] : [`${countOf(already)} of them with the payload already`]),
    ...(off === 0 ? [] : [`${countOf(off)} of them switched off with it, and left so`]),
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
  { eligible, guarded, quarantined }: Standing,
  wanted: readonly string[],
  scaleSet: string,
): ChosenCanaries {
  const ids = [...new Set(wanted)].sort(compareIds);
  refuseUnknown(ids, instances, scaleSet);
  refuseProtected(ids, guarded, scaleSet);
  refuseQuarantined(ids, quarantined, scaleSet);
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

function refuseProtected(ids: readonly string[], guarded: readonly Instance[], scaleSet: string): void {
  const named = idsAmong(guarded, ids);
  if (named.length > 0) {
    throw new RefusedError(
      `instance-ids names ${named.join(', ')} of the scale set "${scaleSet}", protected from scale set actions. Name others, or ` +
        'take protectFromScaleSetActions from them.',
    );
  }
}

function refuseQuarantined(ids: readonly string[], quarantined: readonly Instance[], scaleSet: string): void {
  const named = idsAmong(quarantined, ids);
  if (named.length > 0) {
    throw new RefusedError(
      `instance-ids names ${named.join(', ')} of the scale set "${scaleSet}", switched off with the payload already, as on-unhealthy: ` +
        'quarantine leaves an instance: no run upgrades or starts it, so it would show nothing. Name others, or start it first.',
    );
  }
}

function idsAmong(instances: readonly Instance[], ids: readonly string[]): string[] {
  return instances.map(({ instanceId }) => instanceId).filter((id) => ids.includes(id));
}
