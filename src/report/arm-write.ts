/**
 * Whether a request may have changed something in Azure. ARM changes nothing when it refuses; of a write without an
 * answer (`status` is `null`), or with a broken one, nobody knows.
 */
export function mayHaveChanged(method: string, status: number | null): boolean {
  return method !== 'GET' && (status === null || status < 400 || status === 408 || status >= 500);
}
