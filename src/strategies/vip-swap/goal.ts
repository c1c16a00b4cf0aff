/** What the user asked for, parsed: `strategy: vip-swap` with an address and a load balancer. */
export interface VipSwapGoal {
  readonly subscriptionId: string;
  /** Resource ids; several for dual stack. They shall serve from the target. */
  readonly productionPublicIpIds: readonly string[];
  readonly targetLoadBalancerId: string;
  /** Names of the target's frontend IP configurations; empty where the target has one for each IP version. */
  readonly targetFrontends: readonly string[];
  /** Target and frontends are those that the tag of the last release names as where production was before it: no input has given them. */
  readonly isFromRecord?: true;
  readonly swapMethod: SwapMethodChoice;
  /** Existing free addresses to use instead of creating temporary ones; one for each production address. */
  readonly sparePublicIpIds: readonly string[];
  readonly temporaryIpTags: Readonly<Record<string, string>>;
  readonly targetCheck: TargetCheck;
  /** Go on although the production address is dynamic, and may be another one afterwards. */
  readonly allowAddressChange: boolean;
  /** Go on although fewer healthy instances stand behind the target than behind production. */
  readonly allowSmallerTarget: boolean;
}

/** What of a goal does not depend on where production shall go. */
export type SwapTerms = Omit<VipSwapGoal, 'targetLoadBalancerId' | 'targetFrontends' | 'isFromRecord'>;

export type SwapMethod = 'native' | 'temporary-ip';
export type SwapMethodChoice = 'auto' | SwapMethod;

/** Whether, and by which URL, the target must answer before production is moved to it. */
export type TargetCheck =
  | { readonly kind: 'off' }
  | { readonly kind: 'own-address' }
  | { readonly kind: 'url'; readonly url: string };

/** Of a target that no input has named: whence it comes, and what helps where it cannot be. */
export const FROM_RECORD = {
  origin: 'which the tag azure-rollout-last names as where production was before its last release',
  advice: 'Use "command: run" with the target-load-balancer that shall serve.',
} as const;
