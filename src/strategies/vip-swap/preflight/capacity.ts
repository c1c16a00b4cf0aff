import type { Arm } from '../../../azure/arm/arm.ts';
import type { LoadBalancingRule } from '../../../azure/network/load-balancers.ts';
import { READ_RULE_HEALTH, type RuleHealth, readRuleHealth } from '../../../azure/network/rule-health.ts';
import { distinctScopes } from '../../../azure/scopes.ts';
import { notChecked, readScopes } from '../../preflight/arm-reads.ts';
import { type Finding, hazard, refusal, unchecked } from '../../preflight/finding.ts';
import type { ProposedSwap } from './proposed-swap.ts';
import { missingPorts } from './rule-parity.ts';
import { balancedPorts, balancingRules } from './served-ports.ts';

/** A rule of production, and the rule of the target that will serve the same port. */
interface RulePair {
  readonly production: LoadBalancingRule;
  readonly target: LoadBalancingRule;
}

/**
 * Healthy instances behind each production port, now and after the swap. Port by port, for the sum over a load balancer
 * would hide a service that is down behind others that are up.
 */
export async function checkCapacity(swap: ProposedSwap, arm: Arm, signal: AbortSignal): Promise<Finding[]> {
  if (swap.environment.targetLoadBalancer.sku?.name !== 'Standard') {
    return [
      unchecked('Healthy instances were not compared: ARM counts them for Standard load balancers only.'),
    ];
  }
  const pairs = pairsOf(swap);
  if (pairs.length === 0) {
    return [
      unchecked(
        'Healthy instances were not compared: ARM counts them by load-balancing rule, and no port of production has one on both sides.',
      ),
    ];
  }
  const ids = distinctScopes(pairs.flatMap(({ production, target }) => [production.id, target.id]));
  const { read, unread } = await readScopes(ids, (id) => readRuleHealth(arm, id, signal));
  const health = new Map(read.map(({ scope, value }) => [scope.toLowerCase(), value]));
  const silent = read
    .filter(({ value }) => value === undefined)
    .map(({ scope }) => ({ scope, cause: 'the answer counts no instances' }));
  return [
    ...compare(swap, pairs, (rule) => health.get(rule.id.toLowerCase())),
    ...notChecked('Healthy instances', READ_RULE_HEALTH, [...unread, ...silent]),
  ];
}

function pairsOf({ environment }: ProposedSwap): RulePair[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return moves.flatMap(({ productionFrontend, targetFrontend }) => {
    const candidates = balancingRules(targetLoadBalancer, targetFrontend);
    return balancingRules(productionLoadBalancer, productionFrontend).flatMap((production) => {
      const target = candidates.find((candidate) => serves(candidate, production));
      return target === undefined ? [] : [{ production, target }];
    });
  });
}

function serves(candidate: LoadBalancingRule, rule: LoadBalancingRule): boolean {
  const served = (each: LoadBalancingRule) => [
    { protocol: each.properties.protocol, range: balancedPorts(each) },
  ];
  return missingPorts(served(rule), served(candidate)).length === 0;
}

interface ComparedPair extends RulePair {
  readonly now: RuleHealth;
  readonly then: RuleHealth;
}

function compare(
  { goal, environment }: ProposedSwap,
  pairs: readonly RulePair[],
  healthOf: (rule: LoadBalancingRule) => RuleHealth | undefined,
): Finding[] {
  const compared = pairs.flatMap((pair): ComparedPair[] => {
    const now = healthOf(pair.production);
    const then = healthOf(pair.target);
    return now === undefined || then === undefined ? [] : [{ ...pair, now, then }];
  });
  const nothingHealthy = compared.length > 0 && compared.every(({ then }) => then.healthy === 0);
  return compared.flatMap((pair) => {
    if (pair.then.healthy === 0 && (nothingHealthy || pair.now.healthy > 0)) {
      return [dead(pair, environment.targetLoadBalancer.name)];
    }
    return pair.then.healthy < pair.now.healthy ? [smaller(pair, goal.allowSmallerTarget)] : [];
  });
}

function dead({ target, then }: ComparedPair, targetName: string): Finding {
  const pool = then.others === 0 ? 'its pool is empty' : `${then.others} in its pool are not`;
  return refusal(
    `No instance behind rule "${target.name}" of the target ${targetName} is healthy (${pool}): ` +
      `production would be down on ${portOf(target)}. Bring the target up, and run again.`,
  );
}

function smaller({ production, target, now, then }: ComparedPair, allowed: boolean): Finding {
  const fact =
    `${then.healthy} healthy instances stand behind the target's rule "${target.name}", ${now.healthy} behind production's ` +
    `"${production.name}" (${portOf(production)})`;
  return allowed
    ? hazard(`${fact}: production gets smaller.`)
    : refusal(
        `${fact}. Scale the target up, or set allow-smaller-target to true if that is enough for production.`,
      );
}

function portOf({ properties }: LoadBalancingRule): string {
  return properties.protocol === 'All' ? 'all ports' : `${properties.protocol} ${properties.frontendPort}`;
}
