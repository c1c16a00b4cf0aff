import { notice, summary } from '@actions/core';

/** `main` was ended before its first write: nobody else tells, and whoever reads the log wants to know that nothing is amiss. */
export async function tellOfUntouched(): Promise<void> {
  const text = 'The run was ended before it had changed anything. Production is as it was.';
  notice(text, { title: 'Azure Rollout: ended early' });
  if (process.env.GITHUB_STEP_SUMMARY !== undefined) {
    await summary.addRaw(`### Azure Rollout: ended early\n\n${text}\n`).write();
  }
}
