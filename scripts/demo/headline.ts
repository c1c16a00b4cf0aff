/** Of a line of the action's log what tells the story: steps, the downtime window, the result. `undefined` for the rest. */
export function headlineOf(line: string): string | undefined {
  const group = /^::group::(Before the plan|Step .*)$/.exec(line)?.[1];
  if (group !== undefined)
    return group === 'Before the plan' ? 'Preflight: reads Azure, writes nothing' : unescaped(group);
  const result = /^::(?:notice|error)(?: [^:]*)?::(.*)$/.exec(line)?.[1];
  if (result !== undefined) return unescaped(result);
  return /^ *[\d.]+ s {2}(The downtime window .*)$/.exec(line)?.[1];
}

/** A workflow command has no line breaks in it, and so percent signs of its own are escaped too. */
function unescaped(text: string): string {
  return text.replaceAll('%0A', ' ').replaceAll('%25', '%');
}

/** As `headlineOf`, of a release of a scale set: the batches beside the steps. Ids of instances are many, so they are counted. */
export function releaseHeadlineOf(line: string): string | undefined {
  const [, batch, ids = '', left] =
    /^ *[\d.]+ s {2}(Batch \d+: upgrading) instances? ([\d, ]+), of (\d+) still to upgrade$/.exec(line) ?? [];
  if (batch !== undefined) return `${batch} ${ids.split(',').length} of ${left} instances`;
  const good = /^ *[\d.]+ s {2}(Batch \d+ is good)/.exec(line)?.[1];
  return good ?? headlineOf(line);
}
