/**
 * Text of a file in the workspace, which the edge reads.
 *
 * @param path as given: absolute, or relative to the workspace.
 * @throws Error that names the path, what is wrong with it, and what is allowed.
 */
export type ReadWorkspaceFile = (path: string) => string;
