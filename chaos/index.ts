/** Breaks releases in every way there is, and fails where production is not whole afterwards: see README.md. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { renderTable } from '../bench/table.ts';
import type { Part, PartOptions } from './part.ts';
import { parts } from './parts.ts';

const usage = `npm run chaos -- [--only PART,...] [--seed N] [--count N] [--parallel N] [--match TEXT]
Parts: ${Object.keys(parts).join(', ')}. See chaos/README.md.
`;

// Ends by way of the `exit` event, which stops what was started.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));

try {
  const options = readOptions();
  if (options === undefined) process.stdout.write(usage);
  else process.exitCode = await prove(options);
} catch (error) {
  process.stderr.write(`chaos: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}

interface Options extends PartOptions {
  readonly only: readonly string[];
}

async function prove({ only, ...options }: Options): Promise<number> {
  let failed = 0;
  for (const name of only) {
    const startedAtMs = performance.now();
    const { header, rows, failures } = await requiredPart(name)(options);
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(
      `\n${name}: ${failures.length === 0 ? 'holds' : 'BROKEN'} (${seconds} s, seed ${options.seed})\n`,
    );
    process.stdout.write(`${renderTable(header, rows)}\n`);
    for (const failure of failures) process.stdout.write(`  ${failure}\n`);
    failed += failures.length;
  }
  return failed === 0 ? 0 : 1;
}

function requiredPart(name: string): Part {
  const part = parts[name];
  if (part === undefined) {
    throw new Error(`--only: '${name}' is none of ${Object.keys(parts).join(', ')}.`);
  }
  return part;
}

/** @returns undefined where only help was asked for. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      count: { type: 'string' },
      parallel: { type: 'string', default: String(availableParallelism()) },
      match: { type: 'string', default: '' },
    },
  });
  if (values.help) return undefined;
  const only = values.only?.split(',') ?? Object.keys(parts);
  only.forEach(requiredPart);
  return {
    only,
    seed: positive('seed', values.seed),
    count: values.count === undefined ? undefined : positive('count', values.count),
    parallel: positive('parallel', values.parallel),
    match: values.match,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${name}: '${value}' is not a whole number above 0.`);
  }
  return number;
}
