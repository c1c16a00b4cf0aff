import { isIPv6 } from 'node:net';
import type {
  HealthProbeShape,
  InboundNatPoolShape,
  InboundNatRuleShape,
  LoadBalancerShape,
  LoadBalancingRuleShape,
} from './load-balancer-shape.ts';
import type { ProbeTarget } from './probe-events.ts';

export interface TargetQuestion {
  /** The production address, an IPv4 or IPv6 literal. */
  readonly address: string;
  /** From `parseProbeUrl`; without it the load balancer says what can be asked. */
  readonly probeUrl?: URL;
  readonly frontendId: string;
  readonly loadBalancer: LoadBalancerShape;
}

/** `skipped` says, one sentence each, which rules were passed over and why. */
export type TargetChoice =
  | { readonly kind: 'target'; readonly target: ProbeTarget; readonly skipped: readonly string[] }
  | { readonly kind: 'none'; readonly skipped: readonly string[] };

/**
 * Reads the input `probe-url`.
 *
 * @throws Error naming the value and the allowed forms.
 */
export function parseProbeUrl(value: string): URL {
  const url = URL.parse(value);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  const isTcp = url?.protocol === 'tcp:' && url.port !== '' && ['', '/'].includes(url.pathname + url.search);
  if (url !== null && (isWeb || isTcp) && url.hostname !== '' && url.username === '' && url.password === '') {
    return url;
  }
  throw new Error(
    `probe-url: '${value}' is not understood. Allowed: http://HOST[:PORT][/PATH], https://HOST[:PORT][/PATH] ` +
      'or tcp://HOST:PORT, without user or password.',
  );
}

/**
 * Chooses what the prober asks: the given URL; else the first load-balancing rule whose health probe asks the served port
 * by HTTP; else the first rule by TCP; else a NAT rule, else a NAT pool, by TCP.
 */
export function chooseProbeTarget(question: TargetQuestion): TargetChoice {
  if (question.probeUrl !== undefined) {
    return { kind: 'target', target: targetOfUrl(question.probeUrl, question.address), skipped: [] };
  }
  const { properties } = question.loadBalancer;
  const onFrontend = servedBy(question.frontendId);
  const rules = (properties.loadBalancingRules ?? []).filter(onFrontend);
  const natRules = (properties.inboundNatRules ?? []).filter(onFrontend);
  const natPools = (properties.inboundNatPools ?? []).filter(onFrontend);
  const skipped = [
    ...rules.map((rule) => describeSkipped('load-balancing rule', rule)),
    ...natRules.map((rule) => describeSkipped('inbound NAT rule', rule)),
    ...natPools.map((pool) => describeSkipped('inbound NAT pool', pool)),
  ].filter((sentence) => sentence !== undefined);
  const target =
    targetOfRules(rules.filter(isAskable), properties.probes ?? [], question.address) ??
    targetOfNat(natRules.filter(isAskable), natPools.filter(isAskable), question.address);
  return target === undefined ? { kind: 'none', skipped } : { kind: 'target', target, skipped };
}

function targetOfUrl(url: URL, address: string): ProbeTarget {
  const protocol = url.protocol === 'tcp:' ? 'tcp' : url.protocol === 'https:' ? 'https' : 'http';
  return { protocol, url: url.href, source: 'input probe-url', connectHost: address };
}

function targetOfRules(
  rules: readonly LoadBalancingRuleShape[],
  healthProbes: readonly HealthProbeShape[],
  address: string,
): ProbeTarget | undefined {
  const byHealthProbe = rules
    .map((rule) => targetOfHealthProbe(rule, healthProbeOf(rule, healthProbes), address))
    .find((target) => target !== undefined);
  if (byHealthProbe !== undefined) return byHealthProbe;
  const [first] = rules;
  if (first === undefined) return undefined;
  return tcpTarget(
    address,
    first.properties.frontendPort,
    `load-balancing rule ${first.name}, by TCP, because no HTTP health probe asks the port it serves`,
  );
}

/** A health probe on another port than the rule's says nothing about what the rule's port speaks. */
function targetOfHealthProbe(
  rule: LoadBalancingRuleShape,
  healthProbe: HealthProbeShape | undefined,
  address: string,
): ProbeTarget | undefined {
  const protocol = healthProbe?.properties.protocol.toLowerCase();
  if (healthProbe === undefined || (protocol !== 'http' && protocol !== 'https')) return undefined;
  if (healthProbe.properties.port !== rule.properties.backendPort) return undefined;
  const path = `/${(healthProbe.properties.requestPath ?? '/').replace(/^\//, '')}`;
  return {
    protocol,
    url: `${protocol}://${bracketed(address)}:${rule.properties.frontendPort}${path}`,
    source: `load-balancing rule ${rule.name} and the path of health probe ${healthProbe.name}`,
  };
}

function healthProbeOf(
  rule: LoadBalancingRuleShape,
  healthProbes: readonly HealthProbeShape[],
): HealthProbeShape | undefined {
  const id = rule.properties.probe?.id;
  return healthProbes.find((healthProbe) => id !== undefined && isSameId(healthProbe.id, id));
}

function targetOfNat(
  rules: readonly InboundNatRuleShape[],
  pools: readonly InboundNatPoolShape[],
  address: string,
): ProbeTarget | undefined {
  for (const { name, properties } of rules) {
    const port = properties.frontendPort || properties.frontendPortRangeStart;
    if (port)
      return tcpTarget(address, port, `inbound NAT rule ${name}, by TCP: one instance answers for all`);
  }
  const [pool] = pools;
  if (pool === undefined) return undefined;
  return tcpTarget(
    address,
    pool.properties.frontendPortRangeStart,
    `first port of inbound NAT pool ${pool.name}, by TCP: one instance answers for all`,
  );
}

function tcpTarget(address: string, port: number, source: string): ProbeTarget {
  return { protocol: 'tcp', url: `tcp://${bracketed(address)}:${port}`, source };
}

interface FrontendEntry {
  readonly name: string;
  readonly properties: {
    readonly frontendIPConfiguration?: { readonly id?: string };
    readonly protocol: string;
    readonly frontendPort?: number;
  };
}

function servedBy(frontendId: string): (entry: FrontendEntry) => boolean {
  return ({ properties }) => isSameId(properties.frontendIPConfiguration?.id ?? '', frontendId);
}

function describeSkipped(kind: string, entry: FrontendEntry): string | undefined {
  const reason = whyUnaskable(entry);
  return reason === undefined ? undefined : `${kind} ${entry.name} ${reason}`;
}

function isAskable(entry: FrontendEntry): boolean {
  return whyUnaskable(entry) === undefined;
}

function whyUnaskable({ properties }: FrontendEntry): string | undefined {
  const protocol = properties.protocol.toLowerCase();
  if (protocol !== 'tcp' && protocol !== 'all') {
    return `serves ${properties.protocol}, where no connection is made that could fail`;
  }
  return protocol === 'all' && !properties.frontendPort
    ? 'serves every port, so none of them is known to answer'
    : undefined;
}

/** ARM compares resource IDs without case, and returns them in the case they were once written in. */
function isSameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function bracketed(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}
