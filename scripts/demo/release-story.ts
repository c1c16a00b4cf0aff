/** What is decided at the gate, by the name of the job that follows it. */
export type Decision = 'promote' | 'reject';

const STORIES = {
  promote: {
    plot: 'somebody approves, and it goes to the rest in batches',
    gate: 'approved',
    job: 'strategy: full-rollout, batch-size: 20%, and the release-id of the job before',
  },
  reject: {
    plot: 'somebody rejects it, and the tenth gets back what it had',
    gate: 'rejected',
    job: 'command: rollback, and the release-id of the job before',
  },
} as const;

/** What a stranger must know before the first line of the timeline. */
export function releaseBeginning(
  options: Readonly<Record<string, string | number>>,
  decision: Decision,
): string {
  const { speed } = options;
  const { plot, gate, job } = STORIES[decision];
  return `
A new image goes to a tenth of a scale set, ${plot}.

An emulated Azure environment: a hundred instances in three zones behind a load balancer, each with version 1 of an image. Clients ask the
public address twenty times a second. Two jobs of a workflow run the bundled action as a GitHub runner runs it, each on a runner of its own, with a gate between them:

  canary   strategy: canary-percent, percent: 10
  gate     an environment with reviewers; here the canaries are asked, each by itself, and ${gate}
  ${decision.padEnd(7)}  ${job}

Azure is ${speed} times as fast as recorded (an image upgrade takes 70 s there), the action's own waits last as long as ever.
`;
}

export interface Phase {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
  /** 0 to 1. */
  readonly newShare: number;
  /** By the job's own probe. `undefined` where it has none. */
  readonly ownShare: number | undefined;
  /** `1 of 80`, by the job's own probe. `undefined` where it has none. */
  readonly ownFailed: string | undefined;
  readonly downtimeSeconds: string | undefined;
}

/** What clients saw of each part, and what the jobs say of it. */
export function releaseAccounts(
  phases: readonly Phase[],
  bars: { readonly shares: string; readonly failures: string },
  lost: { readonly failed: number; readonly unexplained: readonly string[] },
): string {
  const rows = phases.map(({ name, requests, failed, newShare, ownShare, ownFailed, downtimeSeconds }) =>
    row(
      name,
      String(requests),
      String(failed),
      percent(newShare),
      ownShare === undefined ? '' : percent(ownShare),
      ownFailed ?? '',
      downtimeSeconds === undefined ? '' : `${downtimeSeconds} s`,
    ),
  );
  return `
What clients saw, a character a second: ▁ version 1 answered, █ version 2 did, ✕ a request failed

  ${bars.shares}
  ${bars.failures}

${row('', 'requests', 'failed', 'from version 2', 'by own report', 'requests-failed', 'downtime-seconds')}
${row('-'.repeat(10), '-'.repeat(8), '-'.repeat(6), '-'.repeat(14), '-'.repeat(13), '-'.repeat(15), '-'.repeat(16))}
${rows.join('\n')}

Of the ${lost.failed} failed requests the emulator had sent ${lost.failed - lost.unexplained.length} to a machine that was going down, before its health probe had taken it out of rotation.
`;
}

function row(name: string, ...cells: readonly [string, string, string, string, string, string]): string {
  const widths = [8, 6, 14, 13, 15, 16];
  return `  ${[name.padEnd(10), ...cells.map((cell, index) => cell.padStart(widths[index] ?? 0))].join('  ')}`.trimEnd();
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
