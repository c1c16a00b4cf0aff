/** What must hold, by the name under which it is printed. */
export type Invariant =
  | 'address-kept'
  | 'address-assigned'
  | 'frontend-has-address'
  | 'one-side-serves'
  | 'settled'
  | 'nothing-left-over'
  | 'outcome-is-true'
  | 'outcome-stays-true'
  | 'outputs-are-true'
  | 'foreign-change-kept'
  | 'no-secret-told'
  | 'ends'
  | 'ends-in-time'
  | 'failure-can-be-recovered'
  | 'lock-given-up'
  | 'recover-ends-whole'
  | 'usable-afterwards'
  | 'absorbed'
  | 'cancelled-before-it-began'
  | 'never-two-inside'
  | 'nobody-at-work'
  | 'record-is-true'
  | 'declared-model'
  | 'known-model'
  | 'one-payload'
  | 'protection-returned'
  | 'repairs-resumed'
  | 'untouched'
  | 'done-once'
  | 'release-ends';

export interface Violation {
  readonly invariant: Invariant;
  readonly message: string;
}
