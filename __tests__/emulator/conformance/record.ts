import { subscribe } from 'node:diagnostics_channel';
import { afterAll, expect } from 'vitest';
import type { AnsweredRequest } from '../../../emulator/arm/exchanges.ts';
import { reference } from './reference.ts';

/**
 * A set-up file of Vitest: every exchange with an emulator in a test file is checked against Azure's documents, and what
 * differs fails that file. An emulator in another process is out of its reach.
 */
if (reference !== undefined) {
  const { openapi } = reference;
  const answered: AnsweredRequest[] = [];
  subscribe('azure-rollout.emulator.answered', (message) => {
    answered.push(message as AnsweredRequest);
  });

  afterAll(async () => {
    // Most files never meet an emulator, and need not wait for the documents.
    if (answered.length === 0) return;
    const { compareWithDocuments } = await import('./answered.ts');
    expect(
      compareWithDocuments(answered, openapi),
      'exchanges that differ from the OpenAPI documents',
    ).toEqual([]);
  });
}
