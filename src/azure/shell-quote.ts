/** For a POSIX shell: resource groups may have parentheses in their names. */
export function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replace(/\s+/g, ' ').replaceAll("'", "'\\''")}'`;
}
