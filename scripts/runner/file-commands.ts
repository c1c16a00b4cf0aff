/**
 * Reads what a step wrote to GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV: lines of `NAME=VALUE`, and values of several lines as
 * `NAME<<DELIMITER`, the value, and the delimiter on a line of its own. The last value of a name wins.
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const { name, value, delimiter } =
      /^(?<name>[^=]*?)(?:=(?<value>.*)|<<(?<delimiter>.+))$/.exec(line)?.groups ?? {};
    if (name === undefined || name === '') {
      throw new Error(
        `Unable to process file command line '${line}': neither NAME=VALUE nor NAME<<DELIMITER.`,
      );
    }
    values[name] = delimiter === undefined ? (value ?? '') : takeValue(lines, name, delimiter);
  }
  return values;
}

function takeValue(lines: string[], name: string, delimiter: string): string {
  const end = lines.indexOf(delimiter);
  if (end === -1) {
    throw new Error(`The value of '${name}' has no end: '${delimiter}' is missing.`);
  }
  return lines
    .splice(0, end + 1)
    .slice(0, end)
    .join('\n');
}
