import type { JournalEntry } from '../../emulator/arm/journal.ts';

type Request = Pick<JournalEntry, 'method' | 'path' | 'query'>;

/**
 * Full listings of the instances from each upgrade to the next one, and from the last to the end. The pages after the first one
 * belong to the listing that they go on with.
 */
export function listingsByBatch(requests: readonly Request[]): number[] {
  const batches: number[] = [];
  for (const { method, path, query } of requests) {
    if (method === 'POST' && path.endsWith('/manualupgrade')) batches.push(0);
    else if (isListing(method, path, query) && batches.length > 0) {
      batches.push((batches.pop() ?? 0) + 1);
    }
  }
  return batches;
}

function isListing(method: string, path: string, query: string): boolean {
  return method === 'GET' && path.endsWith('/virtualMachines') && !/skiptoken/i.test(query);
}
