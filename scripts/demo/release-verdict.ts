import { type Phase, percent } from './release-story.ts';

/** A client's share of a second of answers is drawn, and a job probes a few seconds less than clients ask. */
const SHARE_TOLERANCE = 0.15;
/** Of answers at the gate: a tenth of the instances is new. */
const CANARY_SHARE = { least: 0.02, most: 0.25 } as const;

/** Everything that did not go as it should, one sentence each. None: the demo shows what it promises. */
export function releaseComplaints(
  phases: readonly Phase[],
  lost: { readonly failed: number; readonly unexplained: readonly string[] },
): string[] {
  const gate = phases.find(({ name }) => name === 'gate');
  return [
    ...(lost.unexplained.length === 0
      ? []
      : [
          `${lost.unexplained.length} of ${lost.failed} requests failed that the emulator cannot account for: ${lost.unexplained.join('; ')}.`,
        ]),
    ...(gate !== undefined &&
    (gate.newShare < CANARY_SHARE.least || gate.newShare > CANARY_SHARE.most || gate.failed > 0)
      ? [
          `At the gate ${percent(gate.newShare)} of answers came from the canaries, and ${gate.failed} requests failed.`,
        ]
      : []),
    ...phases.flatMap(({ name, newShare, ownShare }) =>
      ownShare === undefined || Math.abs(newShare - ownShare) <= SHARE_TOLERANCE
        ? []
        : [
            `${name}: clients had ${percent(newShare)} from the new version, its own report says ${percent(ownShare)}.`,
          ],
    ),
  ];
}
