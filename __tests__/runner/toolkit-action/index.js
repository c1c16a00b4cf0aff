import { existsSync, mkdirSync } from 'node:fs';
import * as core from '@actions/core';

if (core.getState('greeting') === '') {
  await main();
} else {
  core.info(`post: ${core.getState('greeting')}`);
  core.info(`same RUNNER_TEMP: ${existsSync(`${process.env.RUNNER_TEMP}/left-by-main`)}`);
}

async function main() {
  const greeting = core.getInput('greeting');
  core.saveState('greeting', greeting);
  core.setOutput('greeting', greeting);
  core.setOutput('none', '');
  core.exportVariable('GREETING', greeting);
  core.setSecret('hush: 100%');
  core.notice('Done: 100%,\nreally', { title: 'A, B: C' });
  core.info(`secret of the machine: ${process.env.NOT_FOR_ACTIONS ?? 'none'}, given: ${process.env.GIVEN}`);
  await core.summary.addRaw('### Summary').write();
  mkdirSync(`${process.env.RUNNER_TEMP}/left-by-main`);
  if (core.getBooleanInput('wait')) {
    await cancelled();
  }
}

function cancelled() {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 1000);
    process.once('SIGINT', () => {
      clearInterval(alive);
      core.setFailed('cancelled by SIGINT');
      resolve();
    });
    core.info('waiting');
  });
}
