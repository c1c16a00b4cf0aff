/**
 * POSTs that only ask: the health of a load-balancing rule (LoadBalancerLoadBalancingRules_Health, Microsoft.Network
 * 2023-04-01 and later), which preflight wants to know, and the ports by which an instance is reached
 * (LoadBalancers_ListInboundNatRulePortMappings).
 */
const ASKING_ACTION = /\/(?:loadBalancingRules\/[^/]+\/health|queryInboundNatRulePortMapping)$/i;

/** Whether a request is meant to change something in Azure. */
export function isWrite(method: string, path: string): boolean {
  return method !== 'GET' && !(method === 'POST' && ASKING_ACTION.test(path));
}

/**
 * Whether a request may have changed something. ARM changes nothing when it refuses; of a write without an answer
 * (`status` is `null`), or with a broken one, nobody knows.
 */
export function mayHaveChanged(method: string, path: string, status: number | null): boolean {
  return isWrite(method, path) && (status === null || status < 400 || status === 408 || status >= 500);
}
