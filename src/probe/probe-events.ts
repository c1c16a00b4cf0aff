/** What the prober asks, once settled. */
export interface ProbeTarget {
  readonly protocol: 'http' | 'https' | 'tcp';
  /** `http://20.1.2.3:80/health`, or `tcp://20.1.2.3:22`: what a person reads. */
  readonly url: string;
  /** Where the target came from: `input probe-url`, `load-balancing rule web and the path of health probe web`. */
  readonly source: string;
  /**
   * IP address that the TCP connection goes to where it is not the host of `url`: a host name of `probe-url` is sent as
   * SNI and Host only, and never looked up, because DNS may already, or still, name another address.
   */
  readonly connectHost?: string;
}

/**
 * One request of the prober. `good` and `failed` are about the answer, never about its speed: a good answer that came
 * late is `good`, and slow.
 */
export interface ProbeSample {
  /** When it was due on the fixed schedule; `sentAtMs - dueAtMs` is the scheduling delay. */
  readonly dueAtMs: number;
  readonly sentAtMs: number;
  readonly completedAtMs: number;
  readonly result:
    | { readonly kind: 'good'; readonly status?: number; readonly version?: string }
    | { readonly kind: 'failed'; readonly cause: string; readonly status?: number };
}

/** What became of a connection that was kept alive across the switch. */
export type ExistingConnectionFate = 'kept' | 'reset' | 'hung';

export type ProbeEvent =
  | {
      readonly type: 'probe-started';
      readonly atMs: number;
      readonly target: ProbeTarget;
      readonly intervalMs: number;
      readonly timeoutMs: number;
    }
  | { readonly type: 'probe-sample'; readonly atMs: number; readonly sample: ProbeSample }
  | {
      readonly type: 'probe-connection';
      readonly atMs: number;
      readonly openedAtMs: number;
      readonly fate: ExistingConnectionFate;
    }
  | {
      /** The prober itself died. Nothing was seen from here on: a downtime computed from its samples would be a lie. */
      readonly type: 'probe-failed';
      readonly atMs: number;
      readonly cause: string;
    }
  | { readonly type: 'probe-stopped'; readonly atMs: number };
