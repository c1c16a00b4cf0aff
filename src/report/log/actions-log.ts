import * as core from '@actions/core';
import type { LogSink } from './log.ts';

/** The log as the runner shows it: groups, annotations, and debug lines under ACTIONS_STEP_DEBUG. */
export const actionsLog: LogSink = {
  group: (title) => core.startGroup(inOneLine(title)),
  endGroup: () => core.endGroup(),
  info: (text) => core.info(withoutCommands(text)),
  debug: (text) => core.debug(text),
  warning: (text) => core.warning(text),
  notice: ({ title, message }) => core.notice(message, { title }),
  error: ({ title, message }) => core.error(message, { title }),
};

/**
 * A plain line goes out as it is, and what is in it may be the text of a tag, an answer of ARM's or a name: the runner would take a
 * line that begins with `::`, or has `##[` anywhere, for a command. What goes out as a command is escaped by the toolkit.
 */
function withoutCommands(text: string): string {
  return inOneLine(text)
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replaceAll('##[', '## [');
}

/** All of our own lines are written one by one: a line break is in what is quoted. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
