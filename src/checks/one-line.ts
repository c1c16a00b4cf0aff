/** An extension's message holds what its script printed, which can be pages. */
const LONGEST = 300;

/** Words of somebody else as a part of one line of a log. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** The same as the end of a clause: what comes after it has a stop of its own. */
export function oneClause(text: string): string {
  return oneLine(text).replace(/(?<!\.)\.$/, '');
}
