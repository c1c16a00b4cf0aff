/** One field of one resource, before and after. `null`: absent. */
export interface Change {
  readonly resource: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** One call that a step will send, as a reviewer wants to read it. */
export interface PlannedCall {
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** What is called: a resource id, or the path of an action. */
  readonly target: string;
  readonly apiVersion: string;
  /** How often it is sent, and what for, where the rest does not say so: `once for each of the instances 0, 1`. */
  readonly explanation?: string;
}

/**
 * A step is data: what it is, what it changes, how that is verified and undone. What it *does* is the business of the
 * performer of its `kind`, so a plan can be printed, hashed, stored, and finished or undone by another process.
 */
export interface Step {
  /** Unique in its plan, stable between runs: `free-target-frontend`. */
  readonly id: string;
  readonly kind: string;
  /** Imperative, for a log: `Point lb2 at the temporary address`. */
  readonly title: string;
  readonly changes: readonly Change[];
  readonly calls: readonly PlannedCall[];
  readonly verifiedBy: string;
  readonly undoneBy: string;
  /** The downtime window: production is unserved from the first write of `opens` to the end of `closes`. */
  readonly window?: 'opens' | 'closes' | 'opens-and-closes';
  /** The longest that doing it may take, verification included. Absent: as long as the plan has. */
  readonly timeoutMs?: number;
  /** Comes after the goal is reached: its failure is reported, and what was achieved stands. */
  readonly cleanUp?: true;
}

/** Figures from records or documents, never a promise. Seconds; null where nothing was ever recorded. */
export interface ExpectedDowntime {
  readonly medianSeconds: number | null;
  /** Nine of ten took this long at most. */
  readonly p90Seconds: number | null;
  /** A lower bound that is documented, where nothing was ever recorded. */
  readonly atLeastSeconds?: number;
  /** Where the figures come from, and what they leave out. */
  readonly basis: string;
}

/** How long a plan takes, by figures from records. Seconds; never a promise. */
export interface ExpectedDuration {
  readonly medianSeconds: number;
  readonly p90Seconds: number;
  /** Where the figures come from, and what they leave out. */
  readonly basis: string;
}

export interface Plan<S extends Step = Step> {
  readonly strategy: string;
  readonly method: string;
  /** Why this method and no other. */
  readonly methodReason: string;
  /** One sentence: `20.1.2.3 (vipswap1pip) shall serve from vipswap2lb`. */
  readonly goal: string;
  readonly steps: readonly S[];
  readonly expectedDowntime: ExpectedDowntime;
  /** Of a plan whose length is of interest beside its outage. */
  readonly expectedDuration?: ExpectedDuration;
  /** What will be different afterwards that nobody asked for. */
  readonly hazards: readonly string[];
  /** What could not be checked, and why. */
  readonly unchecked: readonly string[];
}
