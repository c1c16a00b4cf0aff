import type { Outcome } from '../invariants/outcome-is-true.ts';
import type { Violation } from '../invariants/violation.ts';
import type { Recovery } from '../spawned/recovery.ts';
import type { SpawnedRun, SpawnedRunOptions, SpawningWorld } from '../spawned/spawned-run.ts';

/** A command that SIGKILL meets somewhere. */
export interface Victim {
  readonly prepare: () => Promise<Scene>;
  readonly options: Required<Pick<SpawnedRunOptions, 'inputs' | 'environment'>>;
  /** What it says where nothing disturbs it. */
  readonly ends: Outcome;
  /** Who may come after it. */
  readonly recoveries: readonly Recovery[];
  /** Whether it is killed after a read, too, which to Azure is before the request that comes next. */
  readonly isKilledAfterReads: boolean;
}

/** By the names that stand in the table. */
export type Victims = Readonly<Record<string, Victim>>;

/** Azure as a command finds it, and what is right afterwards. */
export interface Scene extends SpawningWorld, AsyncDisposable {
  /** What the command has said of itself, against Azure at that instant. */
  judgeRun(run: SpawnedRun): Violation[] | Promise<Violation[]>;
  /** Goes on after it, and judges what is said of that. */
  recover(recovery: Recovery): Promise<Recovered>;
  /** Everything is over. */
  judgeEnd(): Promise<Violation[]>;
}

export interface Recovered {
  /** Which way the recovery says that it went, else its outcome. */
  readonly end: string;
  readonly violations: readonly Violation[];
}
