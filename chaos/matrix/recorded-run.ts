import { spawnRun } from '../spawned/spawned-run.ts';
import type { Victim } from './victim.ts';

/** A request of a run, in words that find it again in another run. */
export interface RecordedRequest {
  readonly method: string;
  /** A regular expression over the path. */
  readonly path: string;
  /** Among the requests that fit, counted from 1. */
  readonly nth: number;
}

export interface RecordedRun {
  readonly requests: readonly RecordedRequest[];
  readonly operationCount: number;
}

/** What a victim sends that nothing disturbs: the matrix has a row for each of these, and none by hand. */
export async function recordRun({ prepare, options, ends }: Victim): Promise<RecordedRun> {
  await using scene = await prepare();
  const { journal, plane } = scene.emulator.arm;
  const [requestsBefore, operationsBefore] = [journal.entries().length, plane.operations.all().length];
  const { main } = await spawnRun(scene, options);
  if (main.claim?.outcome !== ends) {
    throw new Error(`A command that nothing disturbs does not say ${ends}:\n${main.stdout}`);
  }
  return {
    requests: recorded(journal.entries().slice(requestsBefore)),
    operationCount: plane.operations.all().length - operationsBefore,
  };
}

function recorded(
  entries: readonly { readonly method: string; readonly path: string }[],
): readonly RecordedRequest[] {
  const counts = new Map<string, number>();
  return entries.map(({ method, path }) => {
    const pattern = patternOf(path);
    const nth = (counts.get(`${method} ${pattern}`) ?? 0) + 1;
    counts.set(`${method} ${pattern}`, nth);
    return { method, path: pattern, nth };
  });
}

/** Ids of operations are drawn anew in each run. */
function patternOf(path: string): string {
  const known = path.replace(/(operations|operationResults)\/[0-9a-f-]+$/i, '$1/');
  return known === path ? `${RegExp.escape(path)}$` : RegExp.escape(known);
}
