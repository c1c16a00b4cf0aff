import type { Arm } from '../arm/arm.ts';
import { NETWORK_API_VERSION } from './network-api.ts';

/** What the health probes say about the instances behind one load-balancing rule. */
export interface RuleHealth {
  readonly healthy: number;
  /** Those that fail their health probe, and those that it has not asked yet. */
  readonly others: number;
}

/** Nobody has recorded how long it takes; a swap shall not wait longer to learn of it. */
const LONGEST_HEALTH_MS = 120_000;

/** The action that `readRuleHealth` needs. */
export const READ_RULE_HEALTH = 'Microsoft.Network/loadBalancers/loadBalancingRules/health/action';

/** The instance fails its health probe, and gets connections only because all the others fail too. */
const UP_BECAUSE_ALL_ARE_DOWN = 'Up_Probe_AllDownIsUp';

interface HealthPerRule {
  readonly up?: number;
  readonly down?: number;
  readonly loadBalancerBackendAddresses?: readonly { readonly state?: string; readonly reason?: string }[];
}

/**
 * LoadBalancerLoadBalancingRules_Health, Microsoft.Network api-version 2026-01-01: a POST with a long-running operation
 * that changes nothing. Standard load balancers only.
 *
 * @returns undefined where the answer says nothing about instances.
 * @throws ArmError when refused; ArmOperationError; UncertainWriteError when no answer came; ArmOperationTimeoutError.
 */
export async function readRuleHealth(
  arm: Arm,
  ruleId: string,
  signal: AbortSignal,
): Promise<RuleHealth | undefined> {
  const answer = (await arm.write(
    {
      method: 'POST',
      path: `${ruleId}/health`,
      apiVersion: NETWORK_API_VERSION,
      timeoutMs: LONGEST_HEALTH_MS,
    },
    signal,
  )) as HealthPerRule | undefined;
  const instances = answer?.loadBalancerBackendAddresses ?? [];
  if (instances.length > 0) {
    const healthy = instances.filter(passesProbe).length;
    return { healthy, others: instances.length - healthy };
  }
  return answer?.up === undefined ? undefined : { healthy: answer.up, others: answer.down ?? 0 };
}

function passesProbe({ state, reason }: { state?: string; reason?: string }): boolean {
  return state?.toLowerCase() === 'up' && reason !== UP_BECAUSE_ALL_ARE_DOWN;
}
