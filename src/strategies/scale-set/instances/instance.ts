/** An instance as a release sees it: what Azure says of it, judged once. */
export interface Instance {
  readonly instanceId: string;
  readonly name: string;
  /** Empty in a regional scale set. */
  readonly zone: string;
  readonly faultDomain: number;
  /** ARM's own word: whether its model is that of the scale set. */
  readonly hasLatestModel: boolean;
  /** What it really runs: whether it has the payload that the model has now, by its own image and extensions. */
  readonly hasPayload: boolean;
  readonly isRunning: boolean;
  /** Stopped or deallocated; what starts, or is being made, neither runs nor is it off. */
  readonly isSwitchedOff: boolean;
  readonly provisioningState: string;
  readonly health: InstanceHealth;
  readonly isProtectedFromScaleIn: boolean;
  /** `protectFromScaleSetActions`: left out of every release. */
  readonly isProtectedFromScaleSetActions: boolean;
}

/** `unknown`: configured, and nothing was told yet, which counts as unhealthy. `unmonitored`: nothing tells. */
export type InstanceHealth = 'healthy' | 'unhealthy' | 'unknown' | 'unmonitored';
