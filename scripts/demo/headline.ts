/** Of a line of the action's log what tells the story: steps, the downtime window, the result. `undefined` for the rest. */
export function headlineOf(line: string): string | undefined {
  const group = /^::group::(Before the plan|Step .*)$/.exec(line)?.[1];
  if (group !== undefined)
    return group === 'Before the plan' ? 'Preflight: reads Azure, writes nothing' : group;
  const result = /^::(?:notice|error)(?: [^:]*)?::(.*)$/.exec(line)?.[1];
  if (result !== undefined) return result.replaceAll('%0A', ' ');
  return /^ *[\d.]+ s {2}(The downtime window .*)$/.exec(line)?.[1];
}
