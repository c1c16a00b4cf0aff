/**
 * What a check found. All checks run before the first write, and all that they find is told at once.
 *
 * - `refusal`: the release must not start; the message says why and which input or change would allow it.
 * - `hazard`: will be different afterwards, though nobody asked for it.
 * - `unchecked`: could not be checked, and why.
 */
export interface Finding {
  readonly kind: 'refusal' | 'hazard' | 'unchecked';
  readonly message: string;
}

export function refusal(message: string): Finding {
  return { kind: 'refusal', message };
}

export function hazard(message: string): Finding {
  return { kind: 'hazard', message };
}

export function unchecked(message: string): Finding {
  return { kind: 'unchecked', message };
}

export function messagesOf(findings: readonly Finding[], kind: Finding['kind']): string[] {
  return findings.filter((finding) => finding.kind === kind).map(({ message }) => message);
}
