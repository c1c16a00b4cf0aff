import type { OperationReport } from '../operation-reports.ts';
import { countOf, readableDuration, readableResource } from '../readable.ts';
import { code, details, escapeMarkdown, table, unbroken } from './markdown.ts';

/** What the fold itself takes: its title, the header of the table, the word about what is missing. */
const FOLD_BYTES = 1_000;
const OPERATION_COLUMNS = ['Sent', 'Operation', 'Ended as', 'After', 'Polls', 'Correlation id'];

/** As many operations as there is room for, and a word about the others. */
export function operationsSection(operations: readonly OperationReport[], spareBytes: number): string | null {
  if (operations.length === 0) {
    return null;
  }
  const rows: string[][] = [];
  let leftBytes = spareBytes - FOLD_BYTES;
  for (const operation of operations) {
    const row = operationRow(operation);
    leftBytes -= Buffer.byteLength(row.join(' | ')) + 6;
    if (leftBytes < 0) {
      break;
    }
    rows.push(row);
  }
  const missing = operations.length - rows.length;
  const note =
    missing === 0 ? '' : `\n\n${missing} more did not fit into a step summary: they are in report.json.`;
  return details(countOf(operations.length, 'ARM operation'), `${table(OPERATION_COLUMNS, rows)}${note}`);
}

function operationRow(operation: OperationReport): string[] {
  const { phase, method, path, status, errorCode, sentMs, endedMs, polls, correlationId } = operation;
  return [
    unbroken(readableDuration(sentMs)),
    `${phase === 'undo' ? 'undo ' : ''}${method} ${code(readableResource(path))}`,
    escapeMarkdown([status ?? 'end not seen', errorCode].filter(Boolean).join(' ')),
    endedMs === null ? '' : unbroken(readableDuration(endedMs - sentMs)),
    polls === null ? '' : String(polls),
    correlationId === null ? '' : code(correlationId),
  ];
}
