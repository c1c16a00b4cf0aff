import { inSeconds, type Swaps } from './verdict.ts';

/**
 * What a stranger must know before the first line of the timeline.
 *
 * @param options of the emulators' command line.
 */
export function beginning(options: Readonly<Record<string, string | number>>): string {
  const { profile, seed, speed, 'data-plane': dataPlane } = options;
  return `
Production moves from blue to green, and clients measure what that costs.

Two emulated Azure environments, alike: two load balancers, blue behind one, green behind the other, and one public IP
address that clients use. The address has to move. In each environment a client asks it every 250 ms, as users would.

  left   Azure Rollout, the bundled action, run as a GitHub runner runs it: first by the same moves as on the right
         (swap-method: temporary-ip), then back by ARM's own swap operation (native), which 'auto' prefers.
  right  The algorithm of 2017: read, edit, write back, look again every 3 s, sleep 3 s more.

Operations last as recorded on Azure and equally long on both sides (profile ${profile}, seed ${seed}, picked because it keeps this
under two minutes; speed ${speed}). When Azure's data plane follows an operation is not documented: preset '${dataPlane}' says that an
address is dead from the first operation's start to the second one's end. Native swaps were never recorded: 10 s, as documented.
`;
}

/** @param bars what clients saw, in letters a second. */
export function accounts(swaps: Swaps, bars: { readonly ours: string; readonly theirs: string }): string {
  const { sameMoves, theirs, native } = swaps;
  const rows = [
    row(theirs.title, measured(theirs.seen), inSeconds(theirs.trueMs), inSecondsOrNone(theirs.reportedMs)),
    ...[sameMoves, native].map((swap) =>
      row(
        swap.title,
        measured(swap.seen),
        inSeconds(swap.trueMs),
        measured({ totalMs: swap.reportedMs, uncertaintyMs: swap.uncertaintyMs }),
      ),
    ),
  ];
  return `
What clients saw, a letter a second: b blue answered, g green answered, . nobody did

  Azure Rollout  ${bars.ours}
  2017           ${bars.theirs}

${row('Outage of the production address', 'by clients', 'ground truth', 'by its own report')}
${row('-'.repeat(40), '-'.repeat(16), '-'.repeat(13), '-'.repeat(17))}
${rows.join('\n')}

The algorithm of 2017 sends no requests: its number is the time of its calls and sleeps, the last 3 s of it after clients were
served again. By the same operations production was down ${inSeconds(theirs.trueMs - sameMoves.trueMs)} less; by ARM's own swap ${inSeconds(theirs.trueMs - native.trueMs)} less.
`;
}

/** Outputs as later steps of a workflow get them, and where the rest is. */
export function leftBehind(
  outputs: Readonly<Record<string, string>>,
  directories: readonly string[],
): string {
  const lines = Object.entries(outputs).map(([name, value]) => `  ${name.padEnd(32)} ${value}`);
  return `
Outputs of the first swap, for the next steps of a workflow:

${lines.join('\n')}

report.json, summary.md and log.txt lie in ${directories.join(' and ')}
`;
}

function row(title: string, ...cells: readonly [string, string, string]): string {
  const [seen, truth, reported] = cells;
  return `  ${title.padEnd(40)}  ${seen.padStart(16)}  ${truth.padStart(13)}  ${reported.padStart(17)}`;
}

/** `15.20 s ± 0.25 s` */
function measured(
  downtime: { readonly totalMs: number | undefined; readonly uncertaintyMs: number } | undefined,
): string {
  return downtime?.totalMs === undefined
    ? 'none'
    : `${inSeconds(downtime.totalMs)} ± ${inSeconds(downtime.uncertaintyMs)}`;
}

function inSecondsOrNone(durationMs: number | undefined): string {
  return durationMs === undefined ? 'none' : inSeconds(durationMs);
}
