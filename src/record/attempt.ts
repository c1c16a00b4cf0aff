/**
 * A job's run and attempt by its URL, whose beginning may be cut off; undefined outside of GitHub. Of two attempts of a run the
 * later one begins when the earlier one has ended.
 */
export function attemptOf(url: string): { readonly run: string; readonly attempt: number } | undefined {
  const parts = /^(?<run>.+\/actions\/runs\/\d+)\/attempts\/(?<attempt>\d+)$/.exec(url)?.groups;
  return parts?.run === undefined ? undefined : { run: parts.run, attempt: Number(parts.attempt) };
}

/** Whether two jobs are of one workflow run, in whatever attempts. */
export function isSameRun(left: string, right: string): boolean {
  const run = attemptOf(left)?.run;
  return run !== undefined && run === attemptOf(right)?.run;
}
