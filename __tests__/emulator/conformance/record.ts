import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, expect } from 'vitest';
import type { AnsweredRequest } from '../../../emulator/arm/exchanges.ts';
import { reference } from './reference.ts';

const CHANNEL = 'azure-rollout.emulator.answered';

/**
 * A set-up file of Vitest: every exchange with an emulator in a test file is checked against Azure's documents, and what
 * differs fails that file. An emulator in another process is out of its reach.
 */
if (reference !== undefined) {
  const { openapi } = reference;
  /** Whoever waits for an operation asks the same a hundred times, and is answered the same: once is enough to check. */
  const answered = new Map<string, AnsweredRequest>();
  const hear = (message: unknown) => {
    const exchange = message as AnsweredRequest;
    answered.set(wordsOf(exchange), exchange);
  };
  subscribe(CHANNEL, hear);

  afterAll(async () => {
    // The next file of this worker has its own.
    unsubscribe(CHANNEL, hear);
    // Most files never meet an emulator, and need not wait for the documents.
    if (answered.size === 0) return;
    const { compareWithDocuments } = await import('./answered.ts');
    expect(
      compareWithDocuments(answered.values(), openapi),
      'exchanges that differ from the OpenAPI documents',
    ).toEqual([]);
  });
}

function wordsOf({ request, response }: AnsweredRequest): string {
  const { method, path, query, body } = request;
  return [method, path, query, body, response.status, response.body].join('\n');
}
