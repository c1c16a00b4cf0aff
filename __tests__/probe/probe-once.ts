import { anySuccess } from '../../src/probe/expectation.ts';
import type { ProbeEvent } from '../../src/probe/probe-events.ts';
import { startProber } from '../../src/probe/prober.ts';

// Arguments: URL, host and port to connect to. Prints the result of one sample as JSON.
const [url = '', toHost = '', toPort] = process.argv.slice(2);
const first = Promise.withResolvers<ProbeEvent>();
const prober = await startProber({
  workerEntry: new URL('../../src/probe/prober-worker.ts', import.meta.url),
  target: { protocol: 'https', url, source: 'the test' },
  intervalMs: 100,
  timeoutMs: 5000,
  expect: anySuccess,
  connectTo: [{ toHost, toPort: Number(toPort) }],
  emit: (event) => event.type === 'probe-sample' && first.resolve(event),
});
await first.promise;
await prober.stop();
console.log(JSON.stringify(prober.samples()[0]?.result));
