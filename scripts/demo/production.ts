import { connectTo, probeIntervalMs } from '../../bench/action-on-emulator.ts';
import { type EmulatorProcess, startEmulatorProcess } from '../../bench/emulator-process.ts';
import { type ConnectTo, parseConnectTo } from '../../src/probe/connect-to.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import type { ProbeEvent, ProbeSample } from '../../src/probe/probe-events.ts';
import { startProber } from '../../src/probe/prober.ts';
import type { Mood } from './timeline.ts';

export const productionPort = 9000;

/** One emulated environment, and a client that asks its production address every 250 ms from start to end. */
export interface Production extends AsyncDisposable {
  readonly emulator: EmulatorProcess;
  readonly address: string;
  readonly samples: readonly ProbeSample[];
}

/**
 * The client is the same for whoever moves the address, so that nobody measures himself.
 *
 * @param tell is told when production stops and begins to answer.
 */
export async function startProduction(
  options: Readonly<Record<string, string | number>>,
  tell: (sentence: string, mood: Mood) => void,
): Promise<Production> {
  await using stack = new AsyncDisposableStack();
  const emulator = stack.use(await startEmulatorProcess(options));
  const address = emulator.announcement.publicAddresses.vipswap1pip ?? '';
  const mappings = parseConnectTo(connectTo(emulator.announcement).join('\n'));
  const samples: ProbeSample[] = [];
  const describe = describeChanges(tell);
  const prober = await startClient(address, mappings, (event) => {
    if (event.type !== 'probe-sample') return;
    samples.push(event.sample);
    describe(event.sample);
  });
  stack.defer(() => prober.stop());
  const resources = stack.move();
  return {
    emulator,
    address,
    samples,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function startClient(address: string, mappings: readonly ConnectTo[], emit: (event: ProbeEvent) => void) {
  return startProber({
    workerEntry: new URL('../../src/probe/prober-worker.ts', import.meta.url),
    target: { protocol: 'http', url: `http://${address}:${productionPort}/health`, source: 'the demo' },
    intervalMs: probeIntervalMs,
    timeoutMs: 2_000,
    expect: anySuccess,
    versionMarker: { kind: 'header', name: 'x-app-version' },
    connectTo: mappings,
    emit,
  });
}

function describeChanges(tell: (sentence: string, mood: Mood) => void): (sample: ProbeSample) => void {
  let lastGood: ProbeSample | undefined;
  let isDown = false;
  return (sample) => {
    const { result } = sample;
    if (result.kind === 'good') {
      const answeredBy = result.version ?? 'somebody';
      if (lastGood === undefined) tell(`clients are answered by ${answeredBy}`, 'up');
      else if (isDown) {
        tell(`CLIENTS ARE ANSWERED AGAIN, by ${answeredBy}: ${gap(lastGood, sample)} s without`, 'up');
      }
      lastGood = sample;
      isDown = false;
    } else if (!isDown && lastGood !== undefined && sample.sentAtMs > lastGood.sentAtMs) {
      // A request that was swallowed before the last good one was sent fails late and says nothing new.
      tell(`CLIENTS HAVE HAD NO ANSWER for ${gap(lastGood, sample)} s`, 'down');
      isDown = true;
    }
  };
}

function gap(last: ProbeSample, next: ProbeSample): string {
  return ((next.completedAtMs - last.completedAtMs) / 1000).toFixed(1);
}
