import { basename } from 'node:path';
import { setFailed } from '@actions/core';
import { cancellation } from './cancellation.ts';
import { readStateOfMain, saveStateForPost } from './state.ts';

const LEAST_NODE = 24;

/** One bundle serves `main` and `post`, which the runner starts by the name of `post.js`. */
async function start(): Promise<void> {
  // First of all: until then a signal ends the process without a word, and loading the rest takes its time.
  const signal = cancellation();
  const [major] = process.versions.node.split('.');
  if (Number(major) < LEAST_NODE) {
    setFailed(
      `This action needs Node ${LEAST_NODE} and runs on ${process.version}: update the runner to 2.327.1 or newer.`,
    );
    return;
  }
  if (basename(process.argv[1] ?? '') === 'post.js') {
    await startPost();
    return;
  }
  saveStateForPost({ kind: 'begun' });
  const { main } = await import('./main.ts');
  await main(signal);
}

async function startPost(): Promise<void> {
  const stateOfMain = readStateOfMain();
  switch (stateOfMain.kind) {
    case 'idle':
      return;
    case 'begun':
    case 'looking':
    case 'recovered':
    case 'unlocking':
    case 'unreadable': {
      const { tellOfEarlyEnd } = await import('./early-end.ts');
      await tellOfEarlyEnd(stateOfMain);
      return;
    }
    case 'recovering':
    case 'sweeping': {
      const { tellOfEarlyEnd } = await import('./early-end.ts');
      await tellOfEarlyEnd(stateOfMain);
      const { giveUpHold } = await import('./give-up-hold.ts');
      await giveUpHold(stateOfMain.hold);
      return;
    }
    case 'recovery-cancelled': {
      const { giveUpHold } = await import('./give-up-hold.ts');
      await giveUpHold(stateOfMain.hold);
      return;
    }
    case 'under-way': {
      const { post } = await import('./post.ts');
      await post(stateOfMain.progress);
    }
  }
}

await start();
// What hangs would hold the process: an endpoint that was asked for a token and never answers.
process.stdout.write('', () => process.exit());
