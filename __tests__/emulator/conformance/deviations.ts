import type { Finding } from './openapi.ts';

/** A place where the real ARM is known to differ from its documents. The recordings win. */
export interface Deviation {
  /** Against the operation's id. */
  readonly operation: RegExp;
  /** Against `where at`: `response /properties/sku`. */
  readonly place: RegExp;
  readonly keyword: string;
  readonly why: string;
  /** The recorded exchange that shows it: recording and `seq`. */
  readonly evidence: readonly [recording: string, seq: number];
}

export const deviations: readonly Deviation[] = [
  {
    operation: /^(LoadBalancers|LoadBalancerLoadBalancingRules|InboundNatRules)_/,
    place: /^(response|request) .*\/properties\/(allowBackendPortConflict|enableDestinationServiceEndpoint)$/,
    keyword: 'unknown',
    why: 'ARM adds both to rules and NAT pools; a client that sends back what it read sends them too',
    evidence: ['lb-put-with-backends-updating', 15],
  },
  {
    operation: /^LoadBalancer(s|BackendAddressPools)_/,
    place:
      /^(response|request) .*\/loadBalancerBackendAddresses\/\d+\/(etag|id|type|properties\/provisioningState)$/,
    keyword: 'unknown',
    why: 'Backend addresses come as child resources, with id, type, etag and state',
    evidence: ['lb-backend-address-pool-put', 20],
  },
  {
    operation: /^ApplicationGateways_/,
    place: /^response .*\/\d+\/properties\/(requestRoutingRules|httpListeners)$/,
    keyword: 'unknown',
    why: 'Children of a gateway list what refers to them',
    evidence: ['application-gateway-rule-update', 13],
  },
  {
    operation: /^VirtualNetworks_/,
    place: /^response \/properties\/privateEndpointVNetPolicies$/,
    keyword: 'unknown',
    why: 'Newer than the document',
    evidence: ['vmss-crud-etag-2025-04-01', 1],
  },
  {
    operation: /^VirtualMachineScaleSetVMs_/,
    place: /^response .*\/properties\/resilientVMDeletionStatus$/,
    keyword: 'unknown',
    why: 'Newer than the document',
    evidence: ['vmss-vm-crud-etag-2025-04-01', 12],
  },
  {
    operation: /^VirtualMachineScaleSetVMs_Update$/,
    place: /^request $/,
    keyword: 'required',
    why: 'An instance is updated without naming its location',
    evidence: ['vmss-vm-crud-etag-2025-04-01', 10],
  },
  {
    operation: /^VirtualMachineScaleSets_CreateOrUpdate$/,
    place: /^request \/properties\/upgradePolicy\/mode$/,
    keyword: 'enum',
    why: 'The upgrade mode is taken in lower case',
    evidence: ['vmss-rolling-upgrade', 39],
  },
];

export function explains(deviation: Deviation, finding: Finding): boolean {
  return (
    deviation.keyword === finding.keyword &&
    deviation.operation.test(finding.operation) &&
    deviation.place.test(`${finding.where} ${finding.at}`)
  );
}

/** The findings that nothing excuses. */
export function withoutKnown(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !deviations.some((deviation) => explains(deviation, finding)));
}
