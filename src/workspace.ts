import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { toFailure } from './engine/failure.ts';

const allowed = 'Allowed: the path of a file in the workspace.';

/**
 * Reads a text file of the workspace, where `actions/checkout` and builds put things. What lies outside of it is not for this
 * action to send anywhere, also where a link leads there.
 */
export function readWorkspaceFile(path: string): string {
  const workspace = realpathSync(process.env.GITHUB_WORKSPACE || process.cwd());
  const file = realPath(path, resolve(workspace, path));
  const inside = relative(workspace, file);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new Error(`'${path}' lies outside of the workspace ${workspace}. ${allowed}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function realPath(path: string, file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  return new Error(`'${path}' cannot be read: ${toFailure(error).message}. ${allowed}`, { cause: error });
}
