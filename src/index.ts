import { setFailed } from '@actions/core';
import { readStateOfMain, saveStateForPost } from './state.ts';

const LEAST_NODE = 24;

/** One bundle serves `main` and `post`: what main saves first tells post that it is post. */
async function start(): Promise<void> {
  const [major] = process.versions.node.split('.');
  if (Number(major) < LEAST_NODE) {
    setFailed(
      `This action needs Node ${LEAST_NODE} and runs on ${process.version}: update the runner to 2.327.1 or newer.`,
    );
    return;
  }
  const stateOfMain = readStateOfMain();
  if (stateOfMain === undefined) {
    saveStateForPost({ kind: 'idle' });
    const { main } = await import('./main.ts');
    await main();
  } else if (stateOfMain.kind === 'under-way') {
    const { post } = await import('./post.ts');
    await post(stateOfMain.progress);
  }
}

await start();
