import { error, notice, summary } from '@actions/core';

const TITLE = 'Azure Rollout: ended early';

const TEXT = {
  begun: 'The run was ended before it had changed anything. Production is as it was.',
  recovering:
    'The run was ended while it brought an interrupted release to its end, or took a lock away. Production may be down, or a release of a scale set half-way: run ' +
    '"command: recover" once more; it goes on from what is there, and is safe at any time.',
} as const;

/** Of a `main` that was killed with nothing under way that `post` could settle: nobody else tells how things are. */
export async function tellOfEarlyEnd(kind: keyof typeof TEXT): Promise<void> {
  const text = TEXT[kind];
  if (kind === 'begun') {
    notice(text, { title: TITLE });
  } else {
    error(text, { title: TITLE });
    process.exitCode = 1;
  }
  if (process.env.GITHUB_STEP_SUMMARY !== undefined) {
    await summary.addRaw(`### ${TITLE}\n\n${text}\n`).write();
  }
}
