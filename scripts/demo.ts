/**
 * Two emulated environments side by side: production moved by the bundled action, and by the algorithm of 2017. The exit status
 * is 0 only where every swap went well, every account of the outages agrees, and ours was the shorter one.
 */
import { existsSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { monotonicMs } from '../bench/contenders/contender.ts';
import { answersBar } from './demo/answers-bar.ts';
import { type Production, startProduction } from './demo/production.ts';
import { accounts, beginning, leftBehind } from './demo/story.ts';
import { type ActionSwap, type Surroundings, swapByAction, swapByAlgorithm } from './demo/swaps.ts';
import { type SideName, Timeline } from './demo/timeline.ts';
import { complaintsAbout } from './demo/verdict.ts';

const root = join(import.meta.dirname, '..');
/** Where the reports lie afterwards; another one may be given, so that the tests leave those of somebody's demo alone. */
const directory = resolve(process.argv[2] ?? join(root, '.demo'));

/** Its three load balancer updates last 8, 9 and 7 s: half of the recorded ones last longer than 25 s. */
const emulatorOptions = {
  scenario: 'vipswap',
  seed: 1311,
  speed: 1,
  profile: 'recorded',
  'data-plane': 'pessimistic',
  'request-latency': 'realistic',
};

const there = {
  title: 'Azure Rollout, temporary-ip',
  method: 'temporary-ip',
  targetLoadBalancer: 'vipswap2lb',
  expectedVersion: 'green',
} as const satisfies ActionSwap;

const back = {
  title: 'Azure Rollout, native (the way back)',
  method: 'native',
  targetLoadBalancer: 'vipswap1lb',
  expectedVersion: 'blue',
} as const satisfies ActionSwap;

const in2017 = { title: '2017, the same moves as temporary-ip', expectedVersion: 'green' };

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Error(`stopped by ${name}`)));
}
// The reader of a pipe may go away (`npm run demo | head`).
process.stdout.on('error', (error) => interruption.abort(error));

try {
  process.exitCode = await demonstrate();
} catch (error) {
  process.stderr.write(`\ndemo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function demonstrate(): Promise<number> {
  if (!existsSync(join(root, 'dist/index.js'))) {
    throw new Error('dist/ is missing: run `npm run build` first.');
  }
  for (const { method } of [there, back]) rmSync(directoryOf(method), { recursive: true, force: true });
  process.stdout.write(`${beginning(emulatorOptions)}\n`);
  const timeline = new Timeline(process.stdout);
  timeline.header('Azure Rollout', 'the algorithm of 2017');
  await using stack = new AsyncDisposableStack();
  const [ours, theirs] = await together(
    startSide('left', timeline).then((side) => stack.use(side)),
    startSide('right', timeline).then((side) => stack.use(side)),
  );
  const bars = () => ({ ours: barOf(ours, timeline), theirs: barOf(theirs, timeline) });
  const refresh = setInterval(() => timeline.footer(footerOf(bars())), 1_000);
  stack.defer(() => clearInterval(refresh));
  const [[first, second], old] = await together(
    swapThereAndBack(ours, timeline),
    swapByAlgorithm(in2017, surroundings('right', theirs, timeline)),
  );
  timeline.footer([]);
  const swaps = { sameMoves: first, theirs: old, native: second };
  process.stdout.write(accounts(swaps, bars()));
  process.stdout.write(
    leftBehind(
      first.run.outputs,
      [there, back].map(({ method }) => relative('', directoryOf(method))),
    ),
  );
  return conclude(complaintsAbout(swaps));
}

async function swapThereAndBack(production: Production, timeline: Timeline) {
  const within = surroundings('left', production, timeline);
  const first = await swapByAction(there, within, directoryOf(there.method));
  if (first.failure !== undefined) {
    throw new Error(`${first.title} failed: ${first.failure}; see ${directoryOf(there.method)}`);
  }
  within.tell("Now back to blue, by ARM's own swap operation");
  return [first, await swapByAction(back, within, directoryOf(back.method))] as const;
}

function conclude(complaints: readonly string[]): number {
  for (const complaint of complaints) process.stdout.write(`NOT AS PROMISED: ${complaint}\n`);
  if (complaints.length > 0) return 1;
  process.stdout.write(
    'All three swaps went well, and all accounts of each outage agree to what they are good to and one probe interval.\n',
  );
  return 0;
}

/** Waits for both even where one fails, so that nothing is left running; the first failure stops the other. */
async function together<Left, Right>(left: Promise<Left>, right: Promise<Right>): Promise<[Left, Right]> {
  const stopping = [left, right].map((each) => each.catch((error: unknown) => interruption.abort(error)));
  await Promise.all(stopping);
  interruption.signal.throwIfAborted();
  return [await left, await right];
}

function startSide(name: SideName, timeline: Timeline): Promise<Production> {
  return startProduction(emulatorOptions, (sentence, mood) => {
    // A Ctrl-C stops the emulators too: that nobody answers then is no news.
    if (!interruption.signal.aborted) timeline.tell(name, sentence, mood);
  });
}

function surroundings(name: SideName, production: Production, timeline: Timeline): Surroundings {
  return { production, signal: interruption.signal, tell: (sentence) => timeline.tell(name, sentence) };
}

function directoryOf(method: string): string {
  return join(directory, method);
}

function barOf({ samples }: Production, { startedMs }: Timeline): string {
  return answersBar(samples, startedMs, monotonicMs());
}

function footerOf({ ours, theirs }: { readonly ours: string; readonly theirs: string }): string[] {
  return ['', `  Azure Rollout  ${ours}`, `  2017           ${theirs}`];
}
