import { readStateOfMain, saveStateForPost } from './state.ts';

// One bundle serves `main` and `post`: what main saves first tells post that it is post.
const stateOfMain = readStateOfMain();
if (stateOfMain === undefined) {
  saveStateForPost({ kind: 'idle' });
  const { main } = await import('./main.ts');
  await main();
} else if (stateOfMain.kind === 'under-way') {
  const { post } = await import('./post.ts');
  await post(stateOfMain.progress);
}
