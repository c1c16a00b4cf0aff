/**
 * A rehearsal: the bundled action runs once against an emulator of its own, as a runner would run it. Words with `=` are inputs
 * of the action, options are the emulator's: `npm run rehearse -- --scenario my.json target-load-balancer=green`.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Announcement, type Emulator, startEmulator } from '../emulator/index.ts';
import { parseOptions } from '../emulator/options.ts';
import { emulatorInputs, emulatorVariables, idTokenVariables } from './runner/emulator-connection.ts';
import { runAction } from './runner/run-action.ts';
import type { RunningScript } from './runner/run-script.ts';

const usage = `Usage: npm run rehearse -- [options of the emulator] [INPUT=VALUE]...
  npm run rehearse -- --speed 10 target-load-balancer=vipswap2lb swap-method=temporary-ip
  The inputs are those of action.yml, the options those of \`npm run emulator -- --help\`.
`;

/** The goal of the default scenario. */
const SWAP = {
  strategy: 'vip-swap',
  'resource-group': 'vipswap',
  'production-public-ip': 'vipswap1pip',
  'target-load-balancer': 'vipswap2lb',
};

/** What the emulator says of itself, and a goal of the scenario; each may be given. A scale set is named by whoever means one. */
function inputsFor(
  announcement: Announcement,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { subscriptionId, tenantId, clientId } = announcement;
  // In the scenarios of scale sets the resource group has its name.
  const scaleSet = given['scale-set'];
  return {
    ...(scaleSet === undefined ? SWAP : { 'resource-group': scaleSet }),
    'subscription-id': subscriptionId,
    'tenant-id': tenantId,
    'client-id': clientId,
    ...emulatorInputs(announcement),
    ...given,
  };
}

/** Ctrl-C cancels as GitHub does: main has ten seconds, and post runs after it. */
function cancelOnSignal(main: RunningScript): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => main.cancel());
}

async function rehearse(emulator: Emulator, inputs: Readonly<Record<string, string>>): Promise<number> {
  const { announcement } = emulator;
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-rehearsal-'));
  mkdirSync(join(directory, 'runner'));
  const run = await runAction({
    actionDirectory: join(import.meta.dirname, '..'),
    directory: join(directory, 'runner'),
    inputs: { 'report-path': join(directory, 'report.json'), ...inputsFor(announcement, inputs) },
    environment: { ...emulatorVariables(announcement), ...idTokenVariables(announcement) },
    onLine: (line) => {
      if (!line.startsWith('::debug::')) process.stdout.write(`${line}\n`);
    },
    onStart: cancelOnSignal,
  });
  writeFileSync(join(directory, 'summary.md'), `${run.summary}${run.post?.summary ?? ''}`);
  const outputs = Object.entries(run.outputs).map(([name, value]) => `  ${name.padEnd(32)} ${value}\n`);
  process.stdout.write(
    `\nOutputs of main:\n${outputs.join('')}\nreport.json and summary.md lie in ${directory}\n`,
  );
  return run.exitCode === 0 && run.post?.exitCode === 0 ? 0 : 1;
}

try {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    process.stdout.write(usage);
  } else {
    const inputs = words.flatMap((word) => [...word.matchAll(/^([a-z][a-z-]*)=(.*)$/gs)]);
    const options = await parseOptions(words.filter((word) => !inputs.some(([input]) => input === word)));
    await using emulator = await startEmulator(options);
    process.exitCode = await rehearse(
      emulator,
      Object.fromEntries(inputs.map(([, name, value]) => [name, value])),
    );
  }
} catch (error) {
  process.stderr.write(`rehearse: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
