/**
 * Orders versions of images, `Major.Minor.Patch` of decimal numbers, from the lowest to the highest: `1.10.0` is higher than
 * `1.9.0`. A part may be longer than the numbers that a double holds exactly: publishers put dates and times there.
 */
export function compareVersions(left: string, right: string): number {
  const lefts = left.split('.');
  const rights = right.split('.');
  const length = Math.max(lefts.length, rights.length);
  for (let index = 0; index < length; index += 1) {
    const difference = compareNumbers(lefts[index] ?? '0', rights[index] ?? '0');
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

function compareNumbers(left: string, right: string): number {
  const [one, other] = [BigInt(left), BigInt(right)];
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Whether ARM would take it for a version at all. */
export function isVersion(text: string): boolean {
  return /^\d+(\.\d+)*$/.test(text);
}
