/** One request, for `GET /requests` of the admin endpoint. Times are CLOCK_MONOTONIC milliseconds. */
export interface JournalEntry {
  readonly sequence: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Absent while the request is under way, and where its connection was cut. */
  readonly status?: number;
  readonly receivedAtMs: number;
  readonly answeredAtMs?: number;
  readonly requestBody?: unknown;
  readonly ifMatch?: string;
}

/** What the emulator was asked, in the order of arrival. */
export class Journal {
  readonly #entries: JournalEntry[] = [];

  receive(entry: Omit<JournalEntry, 'sequence'>): number {
    const sequence = this.#entries.length + 1;
    this.#entries.push({ sequence, ...entry });
    return sequence;
  }

  answer(sequence: number, answeredAtMs: number, status?: number): void {
    const entry = this.#entries[sequence - 1];
    if (entry === undefined) return;
    this.#entries[sequence - 1] = { ...entry, answeredAtMs, ...(status === undefined ? {} : { status }) };
  }

  entries(): readonly JournalEntry[] {
    return this.#entries;
  }
}
