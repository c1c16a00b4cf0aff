import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from './exchange.ts';
import type { Json } from './json.ts';

/** Exchanges with the real ARM, in order; unrelated ones between them were left out. */
export interface Recording {
  /** File name without `.json`. */
  readonly name: string;
  readonly exchanges: readonly RecordedExchange[];
}

export interface RecordedExchange extends Exchange {
  readonly seq: number;
}

interface StoredExchange {
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestBody: Json;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: Json;
}

/** Every recording in the reference folder `recordings/`; files without exchanges are statistics. */
export function readRecordings(folder: string): readonly Recording[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const { exchanges }: { exchanges?: readonly StoredExchange[] } = JSON.parse(
        readFileSync(join(folder, file), 'utf8'),
      );
      return exchanges === undefined
        ? []
        : [{ name: file.replace(/\.json$/, ''), exchanges: exchanges.map(readExchange) }];
    });
}

function readExchange(stored: StoredExchange): RecordedExchange {
  return {
    seq: stored.seq,
    method: stored.method,
    url: stored.path,
    requestHeaders: stored.requestHeaders ?? {},
    requestBody: stored.requestBody ?? undefined,
    status: stored.status,
    responseHeaders: stored.responseHeaders,
    responseBody: stored.responseBody ?? undefined,
  };
}
