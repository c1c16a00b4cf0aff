import * as core from '@actions/core';
import type { LogSink } from './log.ts';

/** The log as the runner shows it: groups, annotations, and debug lines under ACTIONS_STEP_DEBUG. */
export const actionsLog: LogSink = {
  group: (title) => core.startGroup(title),
  endGroup: () => core.endGroup(),
  info: (text) => core.info(text),
  debug: (text) => core.debug(text),
  warning: (text) => core.warning(text),
  notice: ({ title, message }) => core.notice(message, { title }),
  error: ({ title, message }) => core.error(message, { title }),
};
